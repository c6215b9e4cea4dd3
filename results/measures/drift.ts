import { log } from '../../kernels/math/log.ts';
import type { LogRatio } from './log-ratio.ts';
import {
  type Coefficient,
  chiSquareQuantile,
  type Misfit,
  misfit,
  slopeDrift,
  type WeightedPoint,
  weightedSlope,
} from './weighted-line.ts';

/** An error measure at one sample size. */
export interface ErrorAtSize {
  readonly n: number;
  /** Positive. */
  readonly value: number;
  /** Positive. */
  readonly mcse: number;
  /** log(root mean square / mean) of the errors; null where unknown. */
  readonly shape: LogRatio | null;
  /** Degrees of freedom of (mcse / value)^2; known where not given. */
  readonly freedom?: number;
}

/** Fewer sizes determine no drift. */
export const FEWEST_SIZES = 3;
/** Changes of the local slope over the range that are too small to matter: the rates at stake differ by 1/6. */
const MATERIAL_DRIFT = 0.03;
/** Slope of log(rms / mean) on log n, the difference of the two measures' own slopes, too small to matter. */
const MATERIAL_SHAPE = 0.02;
/** A measure, or a ratio of measures, this close to the fit in relative terms agrees with it. */
const MATERIAL_MISFIT = 0.05;

/**
 * Whether an error measure departs from one power law of n with one limit law, beyond z standard errors and materially.
 *
 * Under such a law log value is a line in log n, and the shape of the errors' law is constant, so that all its measures
 * fall alike. Each is tested twice: against a steady drift (the parabola in log n; the slope of log(rms / mean)) and
 * against any misfit (chi-square of the residuals), which also sees a short fall before a long plateau, where the
 * weights hide it from a parabola. The shape sees a change of regime with a fraction of the replicates that the slope
 * needs, because its two measures come from the same errors. Materiality keeps 10^5 replicates from calling the last
 * per cent of a finite sample a regime.
 * points: at least three, in increasing n.
 */
export function drifts(points: readonly ErrorAtSize[], z: number): boolean {
  const values = points.map(logPoint);
  if (isTrend(slopeDrift(values), z, MATERIAL_DRIFT) || isMisfit(misfit(values, 'line'), z)) return true;
  const shapes = points.flatMap(shapePoint);
  if (shapes.length < FEWEST_SIZES) return false;
  return isTrend(weightedSlope(shapes), z, MATERIAL_SHAPE) || isMisfit(misfit(shapes, 'constant'), z);
}

/** log n against log value, whose standard error is mcse / value by the delta method. */
export const logPoint = ({ n, value, mcse }: ErrorAtSize): WeightedPoint => ({
  x: log(n),
  y: log(value),
  se: mcse / value,
});

const shapePoint = ({ n, shape }: ErrorAtSize): readonly WeightedPoint[] =>
  shape !== null && shape.se > 0 ? [{ x: log(n), y: shape.value, se: shape.se }] : [];

const isTrend = (trend: Coefficient, z: number, material: number): boolean =>
  Math.abs(trend.value) > z * trend.se && Math.abs(trend.value) > material;

const isMisfit = ({ chiSquare, freedom, largest }: Misfit, z: number): boolean =>
  chiSquare > chiSquareQuantile(z, freedom) && largest > MATERIAL_MISFIT;
