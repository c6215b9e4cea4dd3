import { setImmediate } from 'node:timers/promises';
import type { PackedRecord } from '../../results/packs/pack-format.ts';
import { recordAddress } from '../../results/records.ts';
import type { ComputedBlock } from '../compute/run-batch.ts';
import type { GpuExecution } from '../study/backends.ts';
import type { BlockTask } from '../study/plan.ts';

/** Computes one block; rejects where it cannot, and goes on working for others. */
export type BlockComputer = (task: BlockTask) => Promise<ComputedBlock>;

/** What was done of some blocks before a deadline. */
export interface RunBlocks {
  readonly done: readonly { readonly task: BlockTask; readonly durationMs: number }[];
  readonly failed: readonly { readonly task: BlockTask; readonly reason: string }[];
  /** Never begun. */
  readonly left: readonly BlockTask[];
  /** Of the blocks that are done, in their order. */
  readonly records: readonly PackedRecord[];
  readonly gpu: GpuExecution | null;
}

/** What computes blocks, and when it stops. */
export interface BlocksHost {
  readonly compute: BlockComputer;
  /** Time that is left for computing, in milliseconds. */
  readonly remainingMs: () => number;
  /** Where the blocks turn out to be stored, or null; if they are, those after the first are neither computed nor left. */
  readonly stored: Promise<string | null>;
}

/** A block may take this many times as long as the slowest before it, in proportion to its size. */
const CAUTION = 1.25;

/**
 * Computes blocks one after the other, each on its own: one that fails is named and takes no other with it. One is begun only
 * where the time that is left is enough by the measure of those before it; the first is begun in any case.
 */
export async function runBlocks(
  tasks: readonly BlockTask[],
  { compute, remainingMs, stored }: BlocksHost,
): Promise<RunBlocks> {
  const done: { task: BlockTask; durationMs: number }[] = [];
  const failed: { task: BlockTask; reason: string }[] = [];
  const records: PackedRecord[] = [];
  let gpu: GpuExecution | null = null;
  let msPerValue = 0;
  // A block keeps the thread: what asks whether they are stored is sent before the first begins.
  await setImmediate();
  for (const [i, task] of tasks.entries()) {
    if (i === 1 && (await stored) !== null) break;
    if (i > 0 && remainingMs() < CAUTION * msPerValue * valuesOf(task)) {
      return { done, failed, left: tasks.slice(i), records, gpu };
    }
    const start = performance.now();
    try {
      const block = await compute(task);
      for (const [k, { bytes }] of block.records.entries()) {
        records.push({ key: recordAddress(task.cell, task.block, task.estimators[k]).key, bytes });
      }
      gpu = block.gpu ?? gpu;
      done.push({ task, durationMs: block.durationMs });
    } catch (error) {
      failed.push({ task, reason: error instanceof Error ? error.message : String(error) });
    }
    msPerValue = Math.max(msPerValue, (performance.now() - start) / valuesOf(task));
  }
  return { done, failed, left: [], records, gpu };
}

/** Features times comparisons times estimators: what the time of a block is roughly proportional to. */
const valuesOf = ({ cell, estimators }: BlockTask): number =>
  cell.n * cell.population.features.dimension * cell.blockSize * estimators.length;
