import type { CellValues } from './sample.ts';
import type { PairSummary } from './summary.ts';

/** An estimator by its id and its place in the cell. */
export interface Placed {
  readonly id: string;
  readonly place: number;
  readonly kind: string;
}

/**
 * Differences of RMS angle for every two estimators, the earlier one first, over those of the first `replicates` on which both fits
 * succeeded: the estimators see the same data (common random numbers), so that most of the noise cancels. For two of kind `sign`,
 * which maximise the score, the mean difference of their scores too.
 */
export function comparePairs(
  estimators: readonly Placed[],
  values: CellValues,
  replicates: number,
): readonly PairSummary[] {
  return estimators.flatMap((a, i) =>
    estimators.slice(i + 1).map((b) => ({
      a: a.id,
      b: b.id,
      rmsAngleDifference: values.paired(a.place, b.place, 'rmsAngle', replicates).rmsDifference(),
      ...(a.kind === 'sign' && b.kind === 'sign'
        ? { scoreDifference: values.paired(a.place, b.place, 'score', replicates).meanDifference() }
        : {}),
    })),
  );
}
