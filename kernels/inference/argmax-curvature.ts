import { cubeRoot } from '../math/cube-root.ts';
import type { ChartedRows } from './chart.ts';

/** (2 / pi)^(1/2) E|U|^(1/2) / 2, U standard normal: the share of a narrow kernel is this times eta^(-3/2). */
const NARROW = 0.3280061;
/** What eta^(1/2), eta and eta^(3/2) add to 1 below it; the last is NARROW / 0.0918. Fitted to simulated values. */
const [HALF, ONE, THREE_HALVES] = [0.431875, -0.868417, 3.573071];

/**
 * By what share a smoothed second derivative of the score is too large in the mean at the score's own maximum:
 * beta(eta) = 1/2 Int K''(tau) E[W(Z) - W(Z + tau)] dtau, K the normal density of scale eta, Z = argmax_t (W(t) - t^2). A maximum is where the noise happens
 * to be high, and what is high by chance falls off to both sides.
 *
 * eta > 0: the kernel's width over the scale delta = (4 A / (V^2 n))^(1/3) of the error. Relative error 2 % for eta up to 10; beta falls like
 * 0.0978 eta^-3. test/golden/argmax_curvature.py simulates it.
 */
export function selectionShare(eta: number): number {
  const root = Math.sqrt(eta);
  return NARROW / (eta * root * (1 + HALF * root + ONE * eta + THREE_HALVES * eta * root));
}

export interface AtArgmax {
  /** What a normal kernel of this bandwidth finds at the estimate, in the chart's coordinate. */
  readonly curvature: number;
  readonly bandwidth: number;
  /** A, the variance a unit of the coordinate of the score's noise. */
  readonly noise: number;
}

const BINS = 256;
const STEPS = 100;
/** Rows within so many bandwidths of the boundary say how long slopes are there. */
const NEAR = 2;

/**
 * The curvature V of which the kernel's estimate at the maximum of the score is V (1 + share), d = 2: the share is `selectionShare` at h / (|s| delta(V)), a
 * mean over rows by how much of the score's noise their slope s carries. By bisection, since V (1 + share) rises with V.
 *
 * Null where the estimate is no larger than what noise alone makes of it.
 */
export function argmaxCurvature(rows: ChartedRows, { curvature, bandwidth, noise }: AtArgmax): number | null {
  const slopes = slopesAtBoundary(rows, bandwidth);
  const found = (v: number): number => {
    const delta = cubeRoot((4 * noise) / (v * v * rows.n));
    let share = 0;
    for (const { slope, weight } of slopes) share += weight * selectionShare(bandwidth / (slope * delta));
    return v * (1 + share);
  };
  let [low, high] = [curvature * 1e-6, curvature];
  if (!(curvature > 0 && noise > 0) || slopes.length === 0 || !(found(low) < curvature)) return null;
  for (let step = 0; step < STEPS && high - low > 1e-12 * high; step++) {
    const middle = (low + high) / 2;
    if (found(middle) < curvature) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

interface SlopeShare {
  readonly slope: number;
  readonly weight: number;
}

/** Sizes of the slopes of rows near the boundary in equal bins, with the share of the score's noise in each. */
function slopesAtBoundary({ n, offsets, slopes }: ChartedRows, bandwidth: number): readonly SlopeShare[] {
  const isNear = (i: number): boolean => Math.abs(offsets[i]) < NEAR * bandwidth;
  let longest = 0;
  for (let i = 0; i < n; i++) if (isNear(i)) longest = Math.max(longest, Math.abs(slopes[i]));
  const sums = new Float64Array(BINS);
  const moments = new Float64Array(BINS);
  let total = 0;
  for (let i = 0; i < n; i++) {
    if (!isNear(i)) continue;
    const size = Math.abs(slopes[i]);
    const bin = Math.min(BINS - 1, Math.floor((BINS * size) / longest));
    sums[bin] += size;
    moments[bin] += size * size;
    total += size;
  }
  if (!(total > 0)) return [];
  return Array.from(sums, (sum, k) => ({ slope: moments[k] / sum, weight: sum / total })).filter(
    ({ weight }) => weight > 0,
  );
}
