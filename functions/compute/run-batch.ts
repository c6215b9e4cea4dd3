import { type EncodedRecord, encodeBlock, fittedFor } from '../../results/encode-block.ts';
import type { ComputeId, GpuExecution } from '../study/backends.ts';
import type { Engine } from '../study/engine.ts';
import type { BlockTask } from '../study/plan.ts';
import { runBlock } from '../study/run-block.ts';

/** Blocks that a worker computes in one go. */
export interface Batch {
  readonly backend: ComputeId;
  readonly tasks: readonly BlockTask[];
}

export interface ComputedBlock {
  /** In the order of the task's estimators. */
  readonly records: readonly EncodedRecord[];
  readonly durationMs: number;
  /** How gpu.js executed, where it did. */
  readonly gpu?: GpuExecution;
}

/** Computes the blocks of a batch, in order, and encodes their records. */
export function runBatch(batch: Batch, engine: Engine): readonly ComputedBlock[] {
  return batch.tasks.map((task) => {
    const start = performance.now();
    const outcomes = runBlock({ ...task, estimators: fittedFor(task) }, engine);
    const records = encodeBlock(task, outcomes, engine.tables);
    const durationMs = performance.now() - start;
    return { records, durationMs, ...(engine.gpu === undefined ? {} : { gpu: engine.gpu }) };
  });
}
