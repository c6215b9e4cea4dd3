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
  const replicates = errors.length;
  const m1 = pairwiseSum(replicates, (i) => errors[i]) / replicates;
  const m2 = pairwiseSum(replicates, (i) => errors[i] * errors[i]) / replicates;
  if (replicates <= 1 || !(m1 > 0 && m2 > 0)) return null;
  const spread = pairwiseSum(replicates, (i) => {
    const influence = (errors[i] * errors[i] - m2) / (2 * m2) - (errors[i] - m1) / m1;
    return influence * influence;
  });
  return { value: log(m2) / 2 - log(m1), se: Math.sqrt(spread) / replicates };
}
