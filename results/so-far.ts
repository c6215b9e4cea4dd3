import { type Cell, withReplicates } from '../functions/study/plan.ts';
import { measureCell } from './measure-cell.ts';
import type { CellValues } from './sample.ts';
import type { CellSummary } from './summary.ts';

/** The numbers of a cell that is being computed, over its first data sets; another look at it will give others. */
export interface ProvisionalCell extends CellSummary {
  /** Data sets that the numbers stand on: those of the blocks before the first that is not there. */
  readonly replicates: number;
  /** Data sets that the study asks of the cell at most. */
  readonly most: number;
}

/**
 * Measures a cell as far as its blocks are there without a gap for every estimator, so that the numbers are those of its first data sets and do not
 * depend on which worker was fast; measured again only when that is further than at the time before. Null before the first block.
 */
export function createSoFar(cell: Cell): (values: CellValues) => ProvisionalCell | null {
  let last: ProvisionalCell | null = null;
  let measured = 0;
  return ({ estimators, ...rest }) => {
    const whole = estimators.map((one) => wholeBlocks(cell, one.gaps));
    const blocks = Math.min(...whole);
    // Summaries of blocks are known where all end together: one estimator may be a block ahead until the other is stored.
    const isLevel = cell.keep !== 'summaries' || whole.every((count) => count === blocks);
    if (blocks > measured && isLevel) {
      const replicates = Math.min(cell.replicates, blocks * cell.blockSize);
      const { summary } = measureCell(withReplicates(cell, replicates), { estimators, ...rest });
      last = { ...summary, replicates, most: cell.replicates };
      measured = blocks;
    }
    return last;
  };
}

/** How many blocks come before the first that is not there. */
function wholeBlocks({ blocks }: Cell, gaps: (blocks: number) => readonly number[]): number {
  // Most cells of a large study wait, and are asked for their first block alone.
  return gaps(1).length > 0 ? 0 : (gaps(blocks).at(0) ?? blocks);
}
