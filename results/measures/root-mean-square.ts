import type { Measure } from '../summary.ts';
import { NO_REPLICATES, type SquaredSpread } from './mean.ts';
import { pairwiseSum } from './pairwise-sum.ts';

/**
 * The root mean square over replicates, sqrt(m2), with Monte Carlo standard error
 * sqrt((m4 - m2^2) / R) / (2 sqrt(m2)), m_k the raw moments (delta method).
 *
 * values: any R >= 0 finite numbers. The value is null for R = 0, the error for R <= 1; it is 0 when all values are 0.
 * m4 - m2^2 is summed as the centred squares, which cannot come out negative.
 * Source: Morris, White & Crowther 2019, table 6 (MSE), and the delta method.
 */
export function rootMeanSquare(values: ArrayLike<number>): Measure {
  const count = values.length;
  const m2 = pairwiseSum(count, (i) => values[i] * values[i]) / count;
  const squares = pairwiseSum(count, (i) => {
    const deviation = values[i] * values[i] - m2;
    return deviation * deviation;
  });
  return rootMeanSquareFrom({ count, mean: m2, squares });
}

/** The same from the mean of the squares and the sum of their squared deviations from it. */
export function rootMeanSquareFrom({ count: replicates, mean: m2, squares }: SquaredSpread): Measure {
  if (replicates === 0) return NO_REPLICATES;
  const value = Math.sqrt(m2);
  if (replicates === 1) return { value, mcse: null, replicates };
  if (m2 === 0) return { value, mcse: 0, replicates };
  return { value, mcse: Math.sqrt(squares) / replicates / (2 * value), replicates };
}
