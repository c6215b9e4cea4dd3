import type { Measure } from '../summary.ts';
import { pairwiseSum } from './pairwise-sum.ts';

/** Of zero replicates nothing is known. */
export const NO_REPLICATES: Measure = { value: null, mcse: null, replicates: 0 };

/**
 * The mean over replicates, with Monte Carlo standard error s / sqrt(R), s with R - 1.
 *
 * values: any R >= 0 finite numbers. The value is null for R = 0, the error for R <= 1.
 * Source: Morris, White & Crowther 2019, table 6.
 */
export function mean(values: ArrayLike<number>): Measure {
  const replicates = values.length;
  if (replicates === 0) return NO_REPLICATES;
  const value = pairwiseSum(replicates, (i) => values[i]) / replicates;
  if (replicates === 1) return { value, mcse: null, replicates };
  const squares = pairwiseSum(replicates, (i) => (values[i] - value) * (values[i] - value));
  return { value, mcse: Math.sqrt(squares / (replicates - 1) / replicates), replicates };
}
