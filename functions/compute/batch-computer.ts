import type { Tables } from '../../kernels/populations/table.ts';
import type { ComputeId } from '../study/backends.ts';
import { type Engine, openEngine } from '../study/engine.ts';
import { type Batch, type ComputedBlock, runBatch } from './run-batch.ts';

/** Computes batches on engines that it keeps. */
export function createBatchComputer(tables: Tables): (batch: Batch) => Promise<readonly ComputedBlock[]> {
  const engines = new Map<ComputeId, Engine>();
  return async (batch) => {
    const engine = engines.get(batch.backend) ?? (await openEngine(batch.backend, tables));
    engines.set(batch.backend, engine);
    try {
      return runBatch(batch, engine);
    } catch (error) {
      // What a failed block has reserved stays reserved in its engine: the blocks after it would fail for its memory.
      engines.delete(batch.backend);
      throw error;
    }
  };
}
