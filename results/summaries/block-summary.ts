import type { FitStatus } from '../../kernels/estimators/fit.ts';
import { type Histogram, mergeHistograms } from './histogram.ts';
import { mergePowerSums, type PowerSums } from './power-sums.ts';

/** A replicate that a person may want to look at. */
export interface NotedFailure {
  readonly replicate: number;
  readonly status: FitStatus;
}

export interface NotedError {
  readonly replicate: number;
  /** Angle to the target, radians. */
  readonly angle: number;
}

/** One estimator beside an earlier one of its cell, over the replicates on which both fits succeeded. */
export interface PairSummary {
  /** Joint sums by measure: x of the earlier estimator, y of this one. */
  readonly sums: Readonly<Record<string, PowerSums>>;
  /** By measure, the largest x and the largest y. */
  readonly largest: Readonly<Record<string, readonly [number, number]>>;
}

/** What is kept of one estimator on consecutive replicates of a cell: all that its measures need, and no replicate. */
export interface BlockSummary {
  readonly replicates: number;
  /** Failed fits by status; those that occur. */
  readonly failures: Readonly<Partial<Record<FitStatus, number>>>;
  readonly firstFailure: NotedFailure | null;
  /** The largest error, the first where several are. */
  readonly worst: NotedError | null;
  /** Of each column over its successes. */
  readonly columns: Readonly<Record<string, PowerSums>>;
  readonly histograms: Readonly<Record<string, Histogram>>;
  /** One for each earlier estimator of the cell, in its order. */
  readonly pairs: readonly PairSummary[];
}

/** The summary of the replicates of a, then of those of b, which follow them. */
export function mergeSummaries(a: BlockSummary, b: BlockSummary): BlockSummary {
  return {
    replicates: a.replicates + b.replicates,
    failures: merged(a.failures, b.failures, (x, y) => x + y),
    firstFailure: a.firstFailure ?? b.firstFailure,
    worst: a.worst === null || (b.worst !== null && b.worst.angle > a.worst.angle) ? b.worst : a.worst,
    columns: merged(a.columns, b.columns, mergePowerSums),
    histograms: merged(a.histograms, b.histograms, mergeHistograms),
    pairs: a.pairs.map((pair, i) => mergePairs(pair, b.pairs[i])),
  };
}

const mergePairs = (a: PairSummary, b: PairSummary): PairSummary => ({
  sums: merged(a.sums, b.sums, mergePowerSums),
  largest: merged(a.largest, b.largest, ([x, y], [u, v]) => [Math.max(x, u), Math.max(y, v)]),
});

/** Both where both are, else the one that is, in the order of the first and then of the second. */
function merged<V>(
  a: Readonly<Partial<Record<string, V>>>,
  b: Readonly<Partial<Record<string, V>>>,
  merge: (a: V, b: V) => V,
): Record<string, V> {
  const result: Record<string, V> = {};
  for (const name of [...Object.keys(a), ...Object.keys(b)]) {
    const [ofA, ofB] = [a[name], b[name]];
    const value = ofA === undefined ? ofB : ofB === undefined ? ofA : merge(ofA, ofB);
    if (value !== undefined) result[name] = value;
  }
  return result;
}
