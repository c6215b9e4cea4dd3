import { workerData } from 'piscina';
import { NO_TABLES, type Tables } from '../../kernels/populations/table.ts';
import type { ComputeId } from '../study/backends.ts';
import { type Engine, openEngine } from '../study/engine.ts';
import { type Batch, type ComputedBlock, runBatch } from './run-batch.ts';

/** The tables that the pool was made with. */
const tables: Tables = workerData instanceof Map ? workerData : NO_TABLES;

const engines = new Map<ComputeId, Engine>();

/** What a worker thread does with each message: computes a batch on the engine it keeps. */
export default async function work(batch: Batch): Promise<readonly ComputedBlock[]> {
  const engine = engines.get(batch.backend) ?? (await openEngine(batch.backend, tables));
  engines.set(batch.backend, engine);
  try {
    return runBatch(batch, engine);
  } catch (error) {
    // What a failed block has reserved stays reserved in its engine: the blocks after it would fail for its memory.
    engines.delete(batch.backend);
    throw error;
  }
}
