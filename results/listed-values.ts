import { FIT_STATUSES, type FitStatus } from '../kernels/estimators/fit.ts';
import { type Columns, diagnosticOf, mayLack } from './cell-columns.ts';
import { listedPair } from './listed-pair.ts';
import { listedSample } from './listed-sample.ts';
import { type CellValues, type EstimatorValues, type Failures, PAIRED_COLUMNS } from './sample.ts';

/** What columns know of a cell; one for each of its estimators, in its order. */
export const listedValues = (columns: readonly Columns[]): CellValues => ({
  estimators: columns.map(listedEstimator),
  paired(a, b, measure, replicates) {
    const { column, squared } = PAIRED_COLUMNS[measure];
    return listedPair(columns[a].all(column, replicates), columns[b].all(column, replicates), squared);
  },
});

/** What columns know of one estimator. */
export const listedEstimator = (columns: Columns): EstimatorValues => ({
  gaps: columns.gaps,
  failures: (replicates) => failuresOf(columns, replicates),
  sample(name, replicates) {
    const found = columns.successes(name, replicates);
    if (found === null) return null;
    return listedSample(mayLack(name) ? found.filter((value) => !Number.isNaN(value)) : found);
  },
  diagnostics: () => columns.names().flatMap((name) => diagnosticOf(name) ?? []),
  worst: () => null,
});

/** Coded failures by status, in the order of the codes, and the first of them. */
export function failuresOf(columns: Pick<Columns, 'status'>, replicates: number): Failures {
  const counts = new Map<FitStatus, number>();
  let first: Failures['first'] = null;
  for (let replicate = 0; replicate < replicates; replicate++) {
    const status = columns.status(replicate);
    if (status === 'ok') continue;
    counts.set(status, (counts.get(status) ?? 0) + 1);
    first ??= { replicate, status };
  }
  return { counts: inOrder(counts), first };
}

const inOrder = (counts: ReadonlyMap<FitStatus, number>): ReadonlyMap<FitStatus, number> =>
  new Map(
    FIT_STATUSES.flatMap((status): [FitStatus, number][] => {
      const count = counts.get(status);
      return count === undefined ? [] : [[status, count]];
    }),
  );
