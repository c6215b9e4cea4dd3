import type { Cell } from '../functions/study/plan.ts';
import type { Tables } from '../kernels/populations/table.ts';
import { createColumns } from './cell-columns.ts';
import type { Kept } from './kept.ts';
import { listedValues } from './listed-values.ts';
import type { CellValues } from './sample.ts';
import { createSummedCell } from './summaries/summed-cell.ts';

/** The values of a cell, as far as what was kept of its blocks has been taken in. */
export interface KeptValues {
  readonly values: CellValues;
  /** Takes in what is kept of a block of an estimator, by its place in the cell; blocks come in increasing order. */
  add(estimator: number, block: number, kept: Kept): void;
}

/** Values of a cell without a block, at first. */
export function createKeptValues(cell: Cell, tables: Tables): KeptValues {
  if (cell.keep === 'summaries') {
    const { values, add } = createSummedCell(cell);
    return {
      values,
      add(estimator, block, kept) {
        if (kept.keep === 'summaries') add(estimator, block, kept.parts);
      },
    };
  }
  const columns = cell.estimators.map((estimator) => createColumns(cell, estimator, tables));
  return {
    values: listedValues(columns),
    add(estimator, block, kept) {
      if (kept.keep === 'replicates') columns[estimator].add(block, kept.outcomes);
    },
  };
}
