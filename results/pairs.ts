import { rmsDifference } from './measures/rms-difference.ts';
import type { PairSummary } from './summary.ts';

/** The angle errors of one estimator in one cell, by replicate; NaN where the fit failed. */
export interface NamedAngles {
  readonly id: string;
  readonly angles: ArrayLike<number>;
}

/**
 * Differences of RMS angle for every two estimators, the earlier one first, over the replicates on which both fits
 * succeeded: the estimators see the same data (common random numbers), so that most of the noise cancels.
 */
export function comparePairs(estimators: readonly NamedAngles[]): readonly PairSummary[] {
  return estimators.flatMap((a, i) =>
    estimators.slice(i + 1).map((b) => {
      const { first, second } = complete(a.angles, b.angles);
      return { a: a.id, b: b.id, rmsAngleDifference: rmsDifference(first, second) };
    }),
  );
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
