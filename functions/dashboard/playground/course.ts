import type { FitStatus } from '../../../kernels/estimators/fit.ts';
import { aggregate } from '../../../results/aggregate.ts';
import { type Columns, createColumns } from '../../../results/cell-columns.ts';
import { listedValues } from '../../../results/listed-values.ts';
import { measureCell } from '../../../results/measure-cell.ts';
import type { Summary } from '../../../results/summary.ts';
import type { Engine } from '../../study/engine.ts';
import { studyHash } from '../../study/mechanism.ts';
import type { Cell } from '../../study/plan.ts';
import { runBlock } from '../../study/run-block.ts';
import type { Study } from '../../study/study.ts';
import { closeSize, playedCells } from './played-study.ts';

/** A study on its way: batch after batch, small and large sizes by turns, so that the whole curve settles at once. */
export interface Course {
  /** Computes one batch; false where none is left. */
  step(): boolean;
  /** Data sets computed of those to compute. */
  readonly share: () => number;
  /** The numbers over what was computed so far. */
  summary(): Summary;
  /** What the estimators found on the first data set that is looked at closely; null before. */
  first(): readonly FirstFit[] | null;
}

export interface FirstFit {
  readonly id: string;
  readonly status: FitStatus;
  readonly direction: readonly number[];
}

/** Begins the course of a study of one scenario. */
export function startCourse(study: Study, engine: Engine): Course {
  const runs = playedCells(study).map((cell) => ({
    cell,
    columns: cell.estimators.map((estimator) => createColumns(cell, estimator)),
    done: 0,
  }));
  const hash = studyHash(study);
  let first: readonly FirstFit[] | null = null;
  const total = runs.reduce((sum, { cell }) => sum + cell.replicates, 0);
  return {
    step() {
      const next = leastDone(runs);
      if (next === null) return false;
      const outcomes = runBlock(
        { cell: next.cell, block: next.done, estimators: next.cell.estimators },
        engine,
      );
      outcomes.forEach((found, i) => {
        next.columns[i].add(next.done, found);
      });
      if (next.done === 0 && next.cell.n === closeSize(study)) {
        first = outcomes.map(({ estimator: { id }, statuses, directions }) => ({
          id,
          status: statuses[0],
          direction: directions[0],
        }));
      }
      next.done++;
      return true;
    },
    share: () => runs.reduce((sum, { cell, done }) => sum + seenOf(cell, done), 0) / total,
    summary() {
      const measured = runs
        .filter(({ done }) => done > 0)
        .map(({ cell, columns, done }) => measureSoFar(cell, columns, done));
      return aggregate(study, hash, measured);
    },
    first: () => first,
  };
}

interface Run {
  readonly cell: Cell;
  readonly columns: readonly Columns[];
  done: number;
}

/** The cell with the smallest share of its data sets, the smaller size first; null where all are done. */
function leastDone(runs: readonly Run[]): Run | null {
  const open = runs.filter(({ cell, done }) => done < cell.blocks);
  if (open.length === 0) return null;
  return open.reduce((least, run) =>
    run.done / run.cell.blocks < least.done / least.cell.blocks ? run : least,
  );
}

const seenOf = (cell: Cell, done: number): number => Math.min(cell.replicates, done * cell.blockSize);

const measureSoFar = (cell: Cell, columns: readonly Columns[], done: number) =>
  measureCell({ ...cell, replicates: seenOf(cell, done), blocks: done }, listedValues(columns));
