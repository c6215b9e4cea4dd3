import { exp } from '../kernels/math/exp.ts';
import { PI, sincos } from '../kernels/math/trigonometry.ts';
import { erf } from './normal-law.ts';

/** Variance of the standard logistic law. */
const VARIANCE = (PI * PI) / 3;
const STEP = 0.1;
/** From this sd on the frequencies that matter are so low that they get a step of their own. */
const WIDE = 6;
const TABLE = Array.from({ length: 120 }, (_, k) => gap((k + 1) * STEP));

/** A mean choice with its derivatives in the mean and in the standard deviation of the utilities. */
export interface BlurredChoice {
  readonly value: number;
  readonly byMean: number;
  readonly bySd: number;
}

/**
 * E tanh((m + sd Z) / 2), Z ~ N(0, 1): the mean choice of users whose utilities are N(m, sd^2).
 *
 * That of a normal noise with the variance of the logistic, erf(m / (2 sd^2 + 2 pi^2/3)^(1/2)), plus what their characteristic
 * functions differ by: 2 Int_0^inf sin(m w) (1 / sinh(pi w) - exp(-pi^2 w^2 / 6) / (pi w)) exp(-sd^2 w^2 / 2) dw, by the trapezoid
 * rule. Absolute error below 1e-9.
 */
export function blurredChoice(m: number, sd: number): BlurredChoice {
  const total = Math.sqrt(2 * (sd * sd + VARIANCE));
  const z = m / total;
  const peak = ((2 / Math.sqrt(PI)) * exp(-z * z)) / total;
  const normal = { value: erf(z), byMean: peak, bySd: (-2 * sd * z * peak) / total };
  const wide = sd > WIDE;
  if (Math.abs(m) > (wide ? 5.2 * sd : 31 + sd)) return normal;
  const step = wide ? 0.6 / sd : STEP;
  const { sin, cos } = sincos(m * step);
  let [s, c] = [0, 1];
  let [sum, byMean, bySd] = [0, 0, 0];
  let damping = 1;
  let ratio = exp((-sd * sd * step * step) / 2);
  const square = ratio * ratio;
  for (let k = 1; k <= TABLE.length; k++) {
    [s, c] = [s * cos + c * sin, c * cos - s * sin];
    damping *= ratio;
    ratio *= square;
    if (damping < 1e-18) break;
    const w = k * step;
    const height = damping * (wide ? gap(w) : TABLE[k - 1]);
    sum += s * height;
    byMean += c * w * height;
    bySd -= s * w * w * sd * height;
  }
  return {
    value: normal.value + 2 * step * sum,
    byMean: normal.byMean + 2 * step * byMean,
    bySd: normal.bySd + 2 * step * bySd,
  };
}

/** 1 / sinh(pi w) - exp(-pi^2 w^2 / 6) / (pi w), O(w^3) at 0. */
function gap(w: number): number {
  const x = PI * w;
  if (x < 0.05) return x * x * x * (7 / 360 - 1 / 72);
  const e = exp(-x);
  return (2 * e) / (1 - e * e) - exp((-x * x) / 6) / x;
}
