import type { Claim } from '../../functions/study/claim.ts';
import type { Cell } from '../../functions/study/plan.ts';
import type { Factors } from '../../functions/study/study.ts';
import type { CellValues, Sample } from '../sample.ts';
import type { Foretold } from './foretold.ts';
import type { Judgement } from './judgement.ts';
import type { Reading } from './reading.ts';

/** A cell with exactly the replicates of one look, and the values of its estimators. */
export interface CellView {
  readonly cell: Cell;
  readonly values: CellValues;
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

export const isEnough = <Counted extends { readonly count: number }>(
  sample: Counted | null,
): sample is Counted => sample !== null && sample.count >= FEWEST_VALUES;

/** Why a claim without enough values is undecided. */
export const TOO_FEW = `fewer than ${FEWEST_VALUES} data sets have a value`;

/** A column of an estimator over the first replicates of a view, failed fits left out; null where it has none. */
export function sampleOf({ cell, values }: CellView, estimator: string, column: string): Sample | null {
  const place = placeOf(cell, estimator);
  return place === -1 ? null : values.estimators[place].sample(column, cell.replicates);
}

/** The place of an estimator among those of a cell; -1 where it is not there. */
export const placeOf = (cell: Cell, estimator: string): number =>
  cell.estimators.findIndex(({ id }) => id === estimator);
