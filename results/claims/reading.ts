import type { ErrorAtSize } from '../measures/drift.ts';
import { pairwiseSum } from '../measures/pairwise-sum.ts';

/** A sample of numbers, one a data set, as far as the interval of its mean depends on it. */
export interface Moments {
  readonly count: number;
  readonly mean: number;
  /** Sum of squared deviations over count - 1. */
  readonly variance: number;
  /** Mean of the cubed deviations. */
  readonly third: number;
}

/** What a claim takes from one cell at one look. */
export interface Reading {
  readonly moments: Moments;
  /** The error measure at this size, where the claim is about how it falls. */
  readonly error: ErrorAtSize | null;
  /** How far the mean of the moments may be from the data's because numbers were put into bins; 0 where absent. */
  readonly slack?: number;
  /** Quantiles of the scaled errors, where the claim is about their law. */
  readonly quantiles?: readonly number[];
}

/** The moments of R >= 2 finite numbers, summed along a fixed tree. */
export function momentsOf(values: ArrayLike<number>): Moments {
  const count = values.length;
  const mean = pairwiseSum(count, (i) => values[i]) / count;
  const squares = pairwiseSum(count, (i) => (values[i] - mean) * (values[i] - mean));
  const cubes = pairwiseSum(count, (i) => {
    const deviation = values[i] - mean;
    return deviation * deviation * deviation;
  });
  return { count, mean, variance: squares / (count - 1), third: cubes / count };
}
