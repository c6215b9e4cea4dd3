import { encodeRecord, recordAddress } from '../../results/records.ts';
import { type Tally, tally } from '../../results/tally.ts';
import type { ComputeId, GpuExecution } from '../study/backends.ts';
import type { Engine } from '../study/engine.ts';
import type { BlockTask } from '../study/plan.ts';
import { runBlock } from '../study/run-block.ts';

/** Blocks that a worker computes in one go. */
export interface Batch {
  readonly backend: ComputeId;
  readonly tasks: readonly BlockTask[];
}

interface ComputedRecord {
  /** Id of the estimator. */
  readonly estimator: string;
  readonly bytes: Uint8Array;
  readonly tally: Tally;
}

export interface ComputedBlock {
  /** In the order of the task's estimators. */
  readonly records: readonly ComputedRecord[];
  readonly durationMs: number;
  /** How gpu.js executed, where it did. */
  readonly gpu?: GpuExecution;
}

/** Computes the blocks of a batch, in order, and encodes their records. */
export function runBatch(batch: Batch, engine: Engine): readonly ComputedBlock[] {
  return batch.tasks.map((task) => {
    const start = performance.now();
    const records = runBlock(task, engine).map((outcomes) => ({
      estimator: outcomes.estimator.id,
      bytes: encodeRecord(recordAddress(task.cell, task.block, outcomes.estimator), outcomes),
      tally: tally(task.cell, outcomes),
    }));
    const durationMs = performance.now() - start;
    return { records, durationMs, ...(engine.gpu === undefined ? {} : { gpu: engine.gpu }) };
  });
}
