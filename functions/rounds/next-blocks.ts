import type { StudyState } from '../../results/study-state.ts';
import type { BlockTask, Cell } from '../study/plan.ts';
import type { WeighedBlock } from './batches.ts';
import type { RunHistory } from './history.ts';

/** A block is tried once with others and then twice more alone, as on local workers. */
const ATTEMPTS = 3;

/** Before a cell is measured: a comparison of one feature, drawn and fitted by one estimator, on one vCPU of a worker. */
const ASSUMED_MS_PER_VALUE = 5e-5;

/** What a study lacks and how much of it may still be tried. */
export interface NextBlocks {
  /** Blocks that lack a record of some estimator. */
  readonly lacking: number;
  readonly blocks: readonly WeighedBlock[];
}

/** The blocks that a study lacks by now, those that were tried three times left out. */
export function nextBlocks({ cells }: StudyState, history: RunHistory): NextBlocks {
  const lacking = cells.flatMap(({ planned, lacking: blocks }) =>
    blocks.map((one): BlockTask => ({ cell: planned, ...one })),
  );
  const blocks = lacking.flatMap((task) => {
    const attempts = history.attempts(task.cell.key, task.block);
    if (attempts >= ATTEMPTS) return [];
    return [{ ...task, alone: attempts > 0, expectedMs: expectedMs(task, history) }];
  });
  return { lacking: lacking.length, blocks };
}

/** As this run has measured the cell, or else in proportion to what the block draws and fits. */
function expectedMs({ cell, estimators }: BlockTask, history: RunHistory): number {
  return (history.msPerFit(cell.key) ?? assumedMsPerFit(cell)) * estimators.length;
}

/** Milliseconds that a block takes for each of its estimators, in proportion to what it draws and fits. */
export const assumedMsPerFit = ({ n, population, blockSize }: Cell): number =>
  n * population.features.dimension * blockSize * ASSUMED_MS_PER_VALUE;
