import type { PairedMeasure } from '../functions/study/claim.ts';
import type { FitStatus } from '../kernels/estimators/fit.ts';
import type { Moments } from './claims/reading.ts';
import type { LogRatio } from './measures/log-ratio.ts';
import type { NotedError, NotedFailure } from './summaries/block-summary.ts';
import type { Measure } from './summary.ts';

/** Where numbers lie: `count` of them between two ends, which are one number where it is known. */
export interface Bin {
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

/** Numbers in increasing order, as far as they are known. */
export interface Ordered {
  readonly bins: Iterable<Bin>;
  /** The number at a place from 0, to within the width of its bin. */
  at(place: number): number;
  /** The bin of that number. */
  binAt(place: number): Bin;
}

/** scale |x - about|^power. */
export interface Deviation {
  readonly about: number;
  readonly power: 1 | 2;
  readonly scale: number;
}

/**
 * The numbers of one column over the successes of some replicates, as far as measures and claims need them: all of them, or what
 * summaries of blocks have kept.
 */
export interface Sample {
  readonly count: number;
  mean(): Measure;
  rootMeanSquare(): Measure;
  standardDeviation(): Measure;
  median(): Measure;
  logRmsOverMean(): LogRatio | null;
  /** For count >= 2. */
  moments(): Moments;
  /** Of the deviations, and how far their mean may be from the true one because numbers were put into bins. */
  deviations(deviation: Deviation): { readonly moments: Moments; readonly slack: number };
  ordered(): Ordered;
  /** How many are 1 where all are 0 or 1, else null. */
  ones(): number | null;
}

/** Two estimators in one measure over the replicates on which both fits succeeded. */
export interface Paired {
  readonly count: number;
  /** Of two root mean squares. */
  rmsDifference(): Measure;
  /** The mean of the differences; of a measure that is no root mean square. */
  meanDifference(): Measure;
  /** Of the pseudo-values of the log ratio of the measures, the third that of its studentised value; null where it has none. */
  logRatio(): Moments | null;
}

/** Failed fits by status, and the first of them. */
export interface Failures {
  readonly counts: ReadonlyMap<FitStatus, number>;
  readonly first: NotedFailure | null;
}

/** What is known of one estimator in a cell; `replicates` says how many of the first replicates to take. */
export interface EstimatorValues {
  /** Which of the first `blocks` blocks are not there. */
  gaps(blocks: number): readonly number[];
  failures(replicates: number): Failures;
  /** Null where the estimator has no such column. */
  sample(column: string, replicates: number): Sample | null;
  /** Names of the diagnostics seen so far, in alphabetical order. */
  diagnostics(): readonly string[];
  /** The largest error, where summaries keep it. */
  worst(replicates: number): NotedError | null;
}

/** What is known of a cell. */
export interface CellValues {
  /** One for each estimator of the cell, in its order. */
  readonly estimators: readonly EstimatorValues[];
  /** Two of its estimators by their places. */
  paired(a: number, b: number, measure: PairedMeasure, replicates: number): Paired;
}

/** The column that a paired measure is taken of, and whether its root mean square or its mean. */
export const PAIRED_COLUMNS: Readonly<
  Record<PairedMeasure, { readonly column: string; readonly squared: boolean }>
> = {
  rmsAngle: { column: 'angle', squared: true },
  meanAngle: { column: 'angle', squared: false },
  disagreement: { column: 'disagreement', squared: false },
  rmse: { column: 'coefficientError', squared: true },
  score: { column: 'score', squared: false },
};
