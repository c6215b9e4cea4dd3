import type { Measure } from '../summary.ts';
import { pairwiseSum } from './pairwise-sum.ts';

/** How many numbers there are, their mean, and the sum of their squared deviations from it. */
export interface SquaredSpread {
  readonly count: number;
  readonly mean: number;
  readonly squares: number;
}

/** Of zero replicates nothing is known. */
export const NO_REPLICATES: Measure = { value: null, mcse: null, replicates: 0 };

/**
 * The mean over replicates, with Monte Carlo standard error s / sqrt(R), s with R - 1.
 *
 * values: any R >= 0 finite numbers. The value is null for R = 0, the error for R <= 1.
 * Source: Morris, White & Crowther 2019, table 6.
 */
export function mean(values: ArrayLike<number>): Measure {
  const count = values.length;
  const centre = pairwiseSum(count, (i) => values[i]) / count;
  const squares = pairwiseSum(count, (i) => (values[i] - centre) * (values[i] - centre));
  return meanFrom({ count, mean: centre, squares });
}

/** The same from the mean and the sum of squared deviations from it. */
export function meanFrom({ count: replicates, mean: value, squares }: SquaredSpread): Measure {
  if (replicates === 0) return NO_REPLICATES;
  if (replicates === 1) return { value, mcse: null, replicates };
  return { value, mcse: Math.sqrt(squares / (replicates - 1) / replicates), replicates };
}
