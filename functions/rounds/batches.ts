import type { BlockTask } from '../study/plan.ts';
import type { BlockRange } from './inputs.ts';

/** A block to compute, with what is expected of it. */
export interface WeighedBlock extends BlockTask {
  readonly expectedMs: number;
  /** Whether it may have brought a worker down, and comes without others. */
  readonly alone: boolean;
}

/** Items of a manifest: at most so many objects a round, and one listing of them. */
const MOST_BATCHES = 1000;

/** Of one batch: a worker ends well within its 15 minutes. */
const LONGEST_MS = 300_000;

/** Of the records of one batch, which are in memory together. */
const MOST_BYTES = 16_000_000;

/** Of the ranges of one item as JSON: an item stays below 8 KB. */
const MOST_TEXT = 7000;

/** What a batch may hold at most. */
interface Limits {
  readonly blocks: number;
  readonly ms: number;
}

/**
 * The batches of a round: blocks in their order, a batch as long as the target, or as the work shared by 1,000 batches, or as
 * a limit of time, memory or text allows. Blocks that come alone are first; where they are more than half of 1,000, some
 * share a batch. What a thousand batches do not hold waits for the next round.
 *
 * A pure function of its arguments.
 */
export function batchesOf(
  blocks: readonly WeighedBlock[],
  targetMs: number,
): readonly (readonly WeighedBlock[])[] {
  const alone = blocks.filter((block) => block.alone);
  const others = blocks.filter((block) => !block.alone);
  const room = others.length === 0 ? MOST_BATCHES : MOST_BATCHES / 2;
  const single = grouped(alone, { blocks: Math.ceil(alone.length / room), ms: Infinity });
  const total = others.reduce((sum, { expectedMs }) => sum + expectedMs, 0);
  const shared = total / (MOST_BATCHES - single.length);
  const ms = Math.min(LONGEST_MS, Math.max(targetMs, shared));
  return [...single, ...grouped(others, { blocks: Infinity, ms })].slice(0, MOST_BATCHES);
}

/** Blocks one after the other in batches, each full before the next begins. */
function grouped(blocks: readonly WeighedBlock[], limits: Limits): readonly (readonly WeighedBlock[])[] {
  const batches: WeighedBlock[][] = [];
  let batch: WeighedBlock[] = [];
  let sums = { ms: 0, bytes: 0, text: 0 };
  for (const block of blocks) {
    const last = batch.at(-1);
    const text = last !== undefined && continues(last, block) ? 0 : JSON.stringify(rangeOf(block)).length;
    const next = {
      ms: sums.ms + block.expectedMs,
      bytes: sums.bytes + recordBytes(block),
      text: sums.text + text,
    };
    const isFull =
      batch.length >= limits.blocks ||
      next.ms > limits.ms ||
      next.bytes > MOST_BYTES ||
      next.text > MOST_TEXT;
    if (last === undefined || isFull) {
      batch = [block];
      batches.push(batch);
      sums = {
        ms: block.expectedMs,
        bytes: recordBytes(block),
        text: JSON.stringify(rangeOf(block)).length,
      };
    } else {
      batch.push(block);
      sums = next;
    }
  }
  return batches;
}

/** Of the records of a block: numbers of 20 characters, d of a direction and four more a replicate, and 600 beside them; summaries are bounded. */
export function recordBytes({ cell, estimators }: BlockTask): number {
  const numbers = cell.population.features.dimension + 4;
  const replicates = 600 + 20 * numbers * cell.blockSize;
  return estimators.length * (cell.keep === 'summaries' ? Math.min(SUMMARY_BYTES, replicates) : replicates);
}

const SUMMARY_BYTES = 40_000;

/** The blocks of a batch as ranges of cells. */
export function rangesOf(batch: readonly BlockTask[]): readonly BlockRange[] {
  const ranges: BlockRange[] = [];
  for (const [i, block] of batch.entries()) {
    const range = ranges.at(-1);
    if (range !== undefined && continues(batch[i - 1], block)) range.count++;
    else ranges.push(rangeOf(block));
  }
  return ranges;
}

const rangeOf = ({ cell, block, estimators }: BlockTask): BlockRange => ({
  cell: cell.key,
  first: block,
  count: 1,
  estimators: estimators.map(({ id }) => id),
});

/** Whether a block is the next of the same cell, for the same estimators. */
const continues = (last: BlockTask, next: BlockTask): boolean =>
  last.cell.key === next.cell.key &&
  last.block + 1 === next.block &&
  last.estimators.length === next.estimators.length &&
  last.estimators.every(({ id }, i) => id === next.estimators[i].id);
