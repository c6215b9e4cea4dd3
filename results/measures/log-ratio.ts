import { log } from '../../kernels/math/log.ts';
import { pairwiseSum } from './pairwise-sum.ts';

/** A logarithm of a ratio of two measures of one sample, with the standard error that their correlation leaves. */
export interface LogRatio {
  readonly value: number;
  readonly se: number;
}

/**
 * log(root mean square / mean) of the errors of R replicates: a number that depends on the shape of their law alone.
 *
 * Its standard error is that of the mean of the influence values (e^2 - m2) / (2 m2) - (e - m1) / m1, e the errors and
 * m_k their raw moments (delta method), far below what the two measures' own errors suggest, since they rise together.
 * errors: R >= 0 finite numbers >= 0. Null for R <= 1 or when all are 0.
 */
export function logRmsOverMean(errors: ArrayLike<number>): LogRatio | null {
  const count = errors.length;
  const m1 = pairwiseSum(count, (i) => errors[i]) / count;
  const m2 = pairwiseSum(count, (i) => errors[i] * errors[i]) / count;
  const squares = pairwiseSum(count, (i) => {
    const influence = (errors[i] * errors[i] - m2) / (2 * m2) - (errors[i] - m1) / m1;
    return influence * influence;
  });
  return logRmsOverMeanFrom({ count, m1, m2, squares });
}

/** The same from the raw moments and the sum of squared influence values. */
export function logRmsOverMeanFrom(sums: {
  readonly count: number;
  readonly m1: number;
  readonly m2: number;
  readonly squares: number;
}): LogRatio | null {
  const { count, m1, m2, squares } = sums;
  if (count <= 1 || !(m1 > 0 && m2 > 0)) return null;
  return { value: log(m2) / 2 - log(m1), se: Math.sqrt(squares) / count };
}
