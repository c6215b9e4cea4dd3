import type { Cell } from '../functions/study/plan.ts';
import type { Columns } from './cell-columns.ts';
import { type MeasuredEstimator, measureEstimator } from './cell-measures.ts';
import { comparePairs } from './pairs.ts';
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
 *
 * columns: one for each estimator of the cell, in its order.
 */
export function measureCell(cell: Cell, columns: readonly Columns[]): MeasuredCell {
  const missing = cell.estimators.flatMap(({ id }, i) => {
    const blocks = columns[i].gaps(cell.blocks);
    return blocks.length === 0 ? [] : [{ cell: cell.key, estimator: id, blocks }];
  });
  const measured = cell.estimators.flatMap((estimator, i) =>
    missing.some((gap) => gap.estimator === estimator.id)
      ? []
      : [measureEstimator(cell, estimator, columns[i])],
  );
  const summary = {
    key: cell.key,
    factors: cell.factors,
    n: cell.n,
    estimators: measured.map((one) => one.summary),
    pairs: comparePairs(measured.map((one) => ({ id: one.summary.id, angles: one.angles }))),
  };
  return { cell, summary, shapes: measured.map(({ shape }) => shape), missing };
}
