import { norm } from '../math/vectors.ts';
import { powerOf } from './lambda-growth.ts';
import type { Smoothed } from './smoothed-climb.ts';
import { smoothedSums } from './smoothed-sums.ts';
import { sandwich, solved, tangentModel } from './tangent-model.ts';

/** The bias is estimated at the wider bandwidth s n^(-WIDER / (2r + 1)). */
const WIDER = 0.1;
/** The plug-in keeps within this factor of s n^(-1 / (2r + 1)): where no bias is seen, the best bandwidth has no end. */
const MOST_PLUGGED = 4;

/** s n^(-power / (2r + 1)): the rate's bandwidth for power 1, s the scale of the index. */
export const rateBandwidth = (scale: number, n: number, order: number, power = 1): number =>
  scale * powerOf(n, -power / (2 * order + 1));

/**
 * h^r Q^-1 A, the asymptotic bias of the maximiser theta at bandwidth h, as a step on the chart; null where theta is no strict maximum.
 *
 * h^r A is the tangent gradient that the smoothing leaves at the true theta: it is read at the maximiser with a bandwidth so
 * wide that its noise is small, and scaled down by (h / wide)^r.
 */
export function smoothingBias(problem: Smoothed, theta: Float64Array, scale: number): Float64Array | null {
  const { sample, h, kernel, chart } = problem;
  const wide = rateBandwidth(scale, sample.n, kernel.order, WIDER);
  const model = tangentModel(smoothedSums(sample, theta, h, kernel), theta, chart);
  const left = tangentModel(smoothedSums(sample, theta, wide, kernel), theta, chart).gradient;
  const ratio = (h / wide) * (h / wide);
  const share = kernel.order === 2 ? ratio : ratio * ratio;
  return solved(
    model,
    left.map((g) => share * g),
  );
}

/**
 * The bandwidth of least asymptotic mean squared error, variance V / (n h) + squared bias B h^(2r), as the fit at `h` estimates them:
 * h^(2r + 1) = V / (2 r B n). Null where theta is no strict maximum.
 *
 * Source: Horowitz (1992), section 3.
 */
export function pluggedBandwidth(problem: Smoothed, theta: Float64Array, scale: number): number | null {
  const { sample, h, kernel, chart } = problem;
  const { order } = kernel;
  const model = tangentModel(smoothedSums(sample, theta, h, kernel), theta, chart);
  const covariance = sandwich(model, sample.n);
  const bias = smoothingBias(problem, theta, scale);
  if (covariance === null || bias === null) return null;
  let variance = 0;
  for (let j = 0; j < theta.length; j++) variance += covariance[j * theta.length + j];
  const square = norm(bias) * norm(bias);
  // V / n = variance h and B = square / h^(2r): relative to h, the best bandwidth is (variance / (2 r square))^(1 / (2r + 1)).
  const factor = powerOf(variance / (2 * order * Math.max(square, Number.MIN_VALUE)), 1 / (2 * order + 1));
  const usual = rateBandwidth(scale, sample.n, order);
  return Math.min(MOST_PLUGGED * usual, Math.max(usual / MOST_PLUGGED, factor * h));
}
