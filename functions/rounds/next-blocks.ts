import type { StudyState } from '../../results/study-state.ts';
import { msPerBlockOf } from '../compute/cell-speeds.ts';
import type { BlockTask, Cell } from '../study/plan.ts';
import type { WeighedBlock } from './batches.ts';
import type { RunHistory } from './history.ts';
import type { MsPerBlock } from './measure-worker.ts';

/** A block is tried once with others and then twice more alone, as on local workers. */
const ATTEMPTS = 3;

/** Where no worker measured anything: a comparison of one feature, drawn and fitted by one estimator, on one vCPU of a worker. */
const ASSUMED_MS_PER_VALUE = 5e-5;

/** What a study lacks and how much of it may still be tried. */
export interface NextBlocks {
  /** Blocks that lack a record of some estimator. */
  readonly lacking: number;
  readonly blocks: readonly WeighedBlock[];
}

/**
 * The blocks that a study lacks by now, those that were tried three times left out.
 *
 * @param msPerBlock what a worker measured before the run, by cells.
 */
export function nextBlocks(
  { cells }: StudyState,
  history: RunHistory,
  msPerBlock: MsPerBlock = {},
): NextBlocks {
  const msPerFit = speedsOf(
    cells.map(({ planned }) => planned),
    history,
    msPerBlock,
  );
  const lacking = cells.flatMap(({ planned, lacking: blocks }) =>
    blocks.map((one): BlockTask => ({ cell: planned, ...one })),
  );
  const blocks = lacking.flatMap((task) => {
    const attempts = history.attempts(task.cell.key, task.block);
    if (attempts >= ATTEMPTS) return [];
    return [{ ...task, alone: attempts > 0, expectedMs: msPerFit(task.cell) * task.estimators.length }];
  });
  return { lacking: lacking.length, blocks };
}

/** Milliseconds of a block for each estimator: as this run has measured the cell, or in proportion to what a worker measured before it, or else assumed. */
function speedsOf(
  cells: readonly Cell[],
  history: RunHistory,
  msPerBlock: MsPerBlock,
): (cell: Cell) => number {
  const measured = cells.flatMap((cell) =>
    Object.hasOwn(msPerBlock, cell.key) ? [{ cell, ms: msPerBlock[cell.key] }] : [],
  );
  const before = measured.length === 0 ? null : msPerBlockOf(measured);
  return (cell) =>
    history.msPerFit(cell.key) ??
    (before === null ? assumedMsPerFit(cell) : before(cell) / cell.estimators.length);
}

/** In proportion to what a block draws and fits. */
const assumedMsPerFit = ({ n, population, blockSize }: Cell): number =>
  n * population.features.dimension * blockSize * ASSUMED_MS_PER_VALUE;
