import type { Cell } from '../functions/study/plan.ts';
import { type MeasuredEstimator, measureEstimator } from './cell-measures.ts';
import { comparePairs } from './pairs.ts';
import type { CellValues } from './sample.ts';
import type { CellSummary, Summary } from './summary.ts';

/** A cell as far as its blocks are there. */
export interface MeasuredCell {
  readonly cell: Cell;
  /** Estimators with a missing block have no entry: a number never stands on part of a cell. */
  readonly summary: CellSummary;
  /** Shape of the law of the angles of each entry, which rates need. */
  readonly shapes: readonly MeasuredEstimator['shape'][];
  readonly missing: NonNullable<Summary['missing']>;
}

/**
 * The numbers of a cell over exactly its first `replicates` replicates; a pure function, whatever machine computed the blocks.
 */
export function measureCell(cell: Cell, values: CellValues): MeasuredCell {
  const missing = cell.estimators.flatMap(({ id }, i) => {
    const blocks = values.estimators[i].gaps(cell.blocks);
    return blocks.length === 0 ? [] : [{ cell: cell.key, estimator: id, blocks }];
  });
  const whole = cell.estimators.flatMap((estimator, place) =>
    missing.some((gap) => gap.estimator === estimator.id)
      ? []
      : [{ id: estimator.id, kind: estimator.kind, estimator, place }],
  );
  const measured = whole.map(({ estimator, place }) =>
    measureEstimator(cell, estimator, values.estimators[place]),
  );
  const summary = {
    key: cell.key,
    factors: cell.factors,
    n: cell.n,
    estimators: measured.map((one) => one.summary),
    pairs: comparePairs(whole, values, cell.replicates),
  };
  return { cell, summary, shapes: measured.map(({ shape }) => shape), missing };
}
