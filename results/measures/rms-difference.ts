import type { Measure } from '../summary.ts';
import { NO_REPLICATES } from './mean.ts';
import { pairwiseSum } from './pairwise-sum.ts';

/**
 * Root mean square of a minus root mean square of b over paired replicates, with the jackknife standard error
 * sqrt((R - 1) / R sum (T_(-i) - mean T)^2), T_(-i) the difference without replicate i.
 *
 * a, b: R >= 0 finite numbers each, a[i] and b[i] from the same data set. Equal lists give exactly 0. Each T_(-i) is
 * read off the two sums of squares, so the cost is O(R). The value is null for R = 0, the error for R <= 1.
 * Throws RangeError when the lengths differ.
 * Source: Efron & Stein 1981; the jackknife forms of the R package simhelpers.
 */
export function rmsDifference(a: ArrayLike<number>, b: ArrayLike<number>): Measure {
  if (a.length !== b.length) {
    throw new RangeError(`rmsDifference: ${a.length} values of a and ${b.length} of b, pairs expected`);
  }
  const replicates = a.length;
  const squaresA = pairwiseSum(replicates, (i) => a[i] * a[i]);
  const squaresB = pairwiseSum(replicates, (i) => b[i] * b[i]);
  const rest = replicates - 1;
  const without = Float64Array.from(
    { length: replicates },
    (_, i) => rootOf(squaresA - a[i] * a[i], rest) - rootOf(squaresB - b[i] * b[i], rest),
  );
  const centre = pairwiseSum(replicates, (i) => without[i]) / replicates;
  const spread = pairwiseSum(replicates, (i) => (without[i] - centre) * (without[i] - centre));
  return rmsDifferenceFrom({ count: replicates, squaresA, squaresB, spread });
}

/** The same from the sums of squares and the sum of squared deviations of the T_(-i) from their mean. */
export function rmsDifferenceFrom(sums: {
  readonly count: number;
  readonly squaresA: number;
  readonly squaresB: number;
  readonly spread: number;
}): Measure {
  const { count: replicates, squaresA, squaresB, spread } = sums;
  if (replicates === 0) return NO_REPLICATES;
  const value = Math.sqrt(squaresA / replicates) - Math.sqrt(squaresB / replicates);
  if (replicates === 1) return { value, mcse: null, replicates };
  return { value, mcse: Math.sqrt(((replicates - 1) / replicates) * spread), replicates };
}

/** Rounding may leave a sum of squares just below zero when one replicate holds all of it. */
const rootOf = (sum: number, count: number): number => Math.sqrt(Math.max(0, sum) / count);
