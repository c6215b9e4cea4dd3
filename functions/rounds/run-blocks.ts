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

/** A block may take this many times as long as the slowest before it, in proportion to its size. */
const CAUTION = 1.25;

/**
 * Computes blocks one after the other, each on its own: one that fails is named and takes no other with it. One is begun only
 * where the time that is left is enough by the measure of those before it; the first is begun in any case.
 *
 * @param remainingMs time that is left for computing.
 */
export async function runBlocks(
  tasks: readonly BlockTask[],
  compute: BlockComputer,
  remainingMs: () => number,
): Promise<RunBlocks> {
  const done: { task: BlockTask; durationMs: number }[] = [];
  const failed: { task: BlockTask; reason: string }[] = [];
  const records: PackedRecord[] = [];
  let gpu: GpuExecution | null = null;
  let msPerValue = 0;
  for (const [i, task] of tasks.entries()) {
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
