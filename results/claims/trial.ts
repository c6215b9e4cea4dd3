import type { Claim } from '../../functions/study/claim.ts';
import type { Cell } from '../../functions/study/plan.ts';
import type { Factors } from '../../functions/study/study.ts';
import type { Columns } from '../cell-columns.ts';
import type { Foretold } from './foretold.ts';
import type { Judgement } from './judgement.ts';
import type { Reading } from './reading.ts';

/** A cell with exactly the replicates of one look, and the values of its estimators. */
export interface CellView {
  readonly cell: Cell;
  /** One for each estimator of the cell, in its order. */
  readonly columns: readonly Columns[];
}

/** A claim under one combination of what varies: what is judged. */
export interface Trial<Kind extends Claim = Claim> {
  readonly claim: Kind;
  /** Levels of the factors that its cells share. */
  readonly factors: Factors;
  /** The cells that it reads, by size, and for `monotone` by level within a size. */
  readonly cells: readonly Cell[];
  /** What theory says of its estimator in its first cell. */
  readonly foretold: () => Foretold;
}

/** How a claim is judged: what it takes of each cell, and what it makes of them all. Pure. */
export interface Judge {
  /** Null where the cell has too few values. */
  read(view: CellView): Reading | null;
  /** readings: in the order of the trial's cells. level: one-sided. */
  judge(readings: readonly (Reading | null)[], level: number): Judgement;
}

/** Fewer values carry no interval at the levels of claims. */
const FEWEST_VALUES = 20;

export const isEnough = (values: ArrayLike<number> | null): values is ArrayLike<number> =>
  values !== null && values.length >= FEWEST_VALUES;

/** Why a claim without enough values is undecided. */
export const TOO_FEW = `fewer than ${FEWEST_VALUES} data sets have a value`;

/** The values of a column of an estimator over the first replicates of a view, failed fits left out; null where it has none. */
export function successesOf(
  { cell, columns }: CellView,
  estimator: string,
  column: string,
): Float64Array | null {
  const index = cell.estimators.findIndex(({ id }) => id === estimator);
  return index === -1 ? null : columns[index].successes(column, cell.replicates);
}

/** The same with NaN where a fit failed, so that places are data sets. */
export function allOf({ cell, columns }: CellView, estimator: string, column: string): Float64Array {
  const index = cell.estimators.findIndex(({ id }) => id === estimator);
  return index === -1 ? new Float64Array(0) : columns[index].all(column, cell.replicates);
}
