import { log } from '../kernels/math/log.ts';
import { type Moments, momentsOf } from './claims/reading.ts';
import { mean } from './measures/mean.ts';
import { pairwiseSum } from './measures/pairwise-sum.ts';
import { rmsDifference } from './measures/rms-difference.ts';
import type { Paired } from './sample.ts';

/**
 * Two lists of errors, one a replicate and NaN where a fit failed, over the replicates on which both are numbers.
 *
 * squared: whether the measure is the root mean square, or the mean.
 */
export function listedPair(a: Float64Array, b: Float64Array, squared: boolean): Paired {
  const { first, second } = complete(a, b);
  return {
    count: first.length,
    rmsDifference: () => rmsDifference(first, second),
    meanDifference: () => mean(first.map((value, i) => value - second[i])),
    logRatio: () => logRatio(first, second, squared),
  };
}

/** The replicates on which both are numbers, in order. */
function complete(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
): { readonly first: Float64Array; readonly second: Float64Array } {
  const first = new Float64Array(a.length);
  const second = new Float64Array(a.length);
  let count = 0;
  for (let i = 0; i < a.length; i++) {
    if (Number.isNaN(a[i]) || Number.isNaN(b[i])) continue;
    first[count] = a[i];
    second[count] = b[i];
    count++;
  }
  return { first: first.subarray(0, count), second: second.subarray(0, count) };
}

/**
 * The log of the ratio of two measures as the jackknife's pseudo-values R T - (R - 1) T_(-i): their mean is the log ratio with its bias of
 * order 1 / R removed, and their spread its standard error, in which most of the noise of data that both saw has cancelled.
 * Null where a measure is zero, or would be without one replicate. Source: Tukey 1958; Miller 1974, The jackknife, a review.
 */
function logRatio(first: Float64Array, second: Float64Array, squared: boolean): Moments | null {
  const size = squared ? (x: number) => x * x : (x: number) => x;
  const [above, below] = [first.map(size), second.map(size)];
  const count = above.length;
  const [sumAbove, sumBelow] = [above, below].map((list) => pairwiseSum(count, (i) => list[i]));
  if (!(sumAbove > 0 && sumBelow > 0)) return null;
  const root = squared ? 0.5 : 1;
  const whole = root * log(sumAbove / sumBelow);
  const pseudo = above.map((one, i) => {
    const without = root * log((sumAbove - one) / (sumBelow - below[i]));
    return count * whole - (count - 1) * without;
  });
  if (!pseudo.every(Number.isFinite)) return null;
  const moments = momentsOf(pseudo);
  const relative = above.map((one, i) => one / sumAbove + below[i] / sumBelow);
  // `relative` is per sum, not per mean: its values add up to 2.
  const covariance =
    pairwiseSum(count, (i) => (pseudo[i] - moments.mean) * (relative[i] * count - 2)) / count;
  return studentised(moments, covariance);
}

/**
 * The third moment that belongs to the studentised log ratio: that of the pseudo-values less 3/2 of their variance times their covariance
 * with the relative sizes a / mean a + b / mean b, since both the logarithm and its standard error bend with the means.
 */
export const studentised = (moments: Moments, covariance: number): Moments => ({
  ...moments,
  third: moments.third - 1.5 * moments.variance * covariance,
});
