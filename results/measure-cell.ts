import type { Cell } from '../functions/study/plan.ts';
import type { EstimatorOutcomes } from '../functions/study/run-block.ts';
import { NO_TABLES, type Tables } from '../kernels/populations/table.ts';
import { type MeasuredEstimator, measureEstimator } from './cell-measures.ts';
import { comparePairs } from './pairs.ts';
import type { CellSummary, Summary } from './summary.ts';

/** Outcomes of one estimator in a cell, one entry a block in block order, null where a block is missing. */
export type Blocks = readonly (EstimatorOutcomes | null)[];

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
 * blocks: one list for each estimator of the cell, in its order. tables: those that the study names.
 */
export function measureCell(cell: Cell, blocks: readonly Blocks[], tables: Tables = NO_TABLES): MeasuredCell {
  const missing = cell.estimators.flatMap(({ id }, i) => {
    const gaps = gapsIn(blocks[i], cell.blocks);
    return gaps.length === 0 ? [] : [{ cell: cell.key, estimator: id, blocks: gaps }];
  });
  const measured = cell.estimators.flatMap((estimator, i) => {
    if (missing.some((gap) => gap.estimator === estimator.id)) return [];
    const present = blocks[i].slice(0, cell.blocks).filter((block) => block !== null);
    return [measureEstimator(cell, estimator, present, tables)];
  });
  const summary = {
    key: cell.key,
    factors: cell.factors,
    n: cell.n,
    estimators: measured.map((one) => one.summary),
    pairs: comparePairs(measured.map((one) => ({ id: one.summary.id, angles: one.angles }))),
  };
  return { cell, summary, shapes: measured.map(({ shape }) => shape), missing };
}

/** Which of the first `count` blocks are not there. */
export const gapsIn = (blocks: Blocks, count: number): readonly number[] =>
  Array.from({ length: count }, (_, block) => block).filter((block) => !blocks[block]);
