import { type ErrorAtSize, logPoint } from './drift.ts';
import { type Coefficient, weightedSlope } from './weighted-line.ts';

/** A slope whose interval allows for weights that are estimates themselves. */
export interface ErrorSlope extends Coefficient {
  /** `se` widened by what the noise of the weights adds. */
  readonly widened: number;
  /** Degrees of freedom of `widened`. */
  readonly freedom: number;
}

/**
 * The slope of log value on log n by weighted least squares with delta-method weights w = (value / mcse)^2.
 *
 * `se` = 1 / (sum w (x - mean x)^2)^(1/2) takes the weights as known. Estimated ones make it too small and the slope noisier,
 * each by about sum 2 p (1 - p) / f of its square, p the share of a size in that sum and f the freedom of its mcse:
 * `widened` = se (1 + sum 4 p (1 - p) / f)^(1/2). freedom = 1 / sum p^2 / f.
 * points: at least two different n.
 * Source: Meier 1953, Variance of a weighted mean; Satterthwaite 1946.
 */
export function errorSlope(points: readonly ErrorAtSize[]): ErrorSlope {
  const logs = points.map(logPoint);
  const weights = logs.map(({ se }) => 1 / (se * se));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const centre = logs.reduce((sum, { x }, i) => sum + weights[i] * x, 0) / total;
  const terms = logs.map(({ x }, i) => weights[i] * (x - centre) * (x - centre));
  const spread = terms.reduce((sum, term) => sum + term, 0);
  let [noise, inverse] = [0, 0];
  points.forEach(({ freedom = Number.POSITIVE_INFINITY }, i) => {
    const share = terms[i] / spread;
    noise += (4 * share * (1 - share)) / freedom;
    inverse += (share * share) / freedom;
  });
  const { value, se } = weightedSlope(logs);
  return { value, se, widened: se * Math.sqrt(1 + noise), freedom: 1 / inverse };
}
