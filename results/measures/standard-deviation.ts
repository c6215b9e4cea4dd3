import type { Measure } from '../summary.ts';
import { NO_REPLICATES } from './mean.ts';
import { pairwiseSum } from './pairwise-sum.ts';

/**
 * The standard deviation over replicates, s with R - 1, with Monte Carlo standard error
 * sqrt((m4 - s^4 (R - 3) / (R - 1)) / R) / (2 s), m4 the central fourth moment.
 *
 * That is the variance of s^2 for any law, carried to s by the delta method; for normal values it is the familiar
 * s / sqrt(2 (R - 1)), but the errors here have other tails.
 * values: any R >= 0 finite numbers. Null below two replicates; the error is 0 when all values are equal.
 * Source: Cramer 1946, section 27.4 (variance of s^2); Morris, White & Crowther 2019, table 6 (normal case).
 */
export function standardDeviation(values: ArrayLike<number>): Measure {
  const count = values.length;
  const centre = pairwiseSum(count, (i) => values[i]) / count;
  const power = (exponent: 2 | 4) =>
    pairwiseSum(count, (i) => {
      const square = (values[i] - centre) * (values[i] - centre);
      return exponent === 2 ? square : square * square;
    });
  return standardDeviationFrom({ count, squares: power(2), fourths: power(4) });
}

/** The same from the sums of squared deviations from the mean and of their fourth powers. */
export function standardDeviationFrom(spread: {
  readonly count: number;
  readonly squares: number;
  readonly fourths: number;
}): Measure {
  const { count: replicates, squares, fourths } = spread;
  if (replicates === 0) return NO_REPLICATES;
  if (replicates === 1) return { value: null, mcse: null, replicates };
  const variance = squares / (replicates - 1);
  const value = Math.sqrt(variance);
  if (value === 0) return { value, mcse: 0, replicates };
  const ofVariance = fourths / replicates - (variance * variance * (replicates - 3)) / (replicates - 1);
  return { value, mcse: Math.sqrt(Math.max(0, ofVariance) / replicates) / (2 * value), replicates };
}
