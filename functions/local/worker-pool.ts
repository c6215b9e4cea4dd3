import { totalmem } from 'node:os';
import { Piscina } from 'piscina';
import { NO_TABLES, type Tables } from '../../kernels/populations/table.ts';
import type { Batch, ComputedBlock } from '../compute/run-batch.ts';

/** Computes batches somewhere: on worker threads, or in the calling thread in a test. */
export interface BatchRunner {
  /** Rejects when the batch could not be computed; the runner goes on working for other batches. */
  run(batch: Batch): Promise<readonly ComputedBlock[]>;
  /** Ends every worker, whatever it is doing. */
  close(): Promise<void>;
}

interface PoolOptions {
  /** Tables of features, on shared memory: every worker reads the same bytes. */
  readonly tables?: Tables;
  /** JavaScript heap of each worker; samples live outside it. */
  readonly heapMebibytes?: number;
}

const MEBIBYTE = 1024 * 1024;

/**
 * Worker threads that compute batches. A worker that crashes, exits or runs out of memory is replaced, and the batch
 * it was computing is rejected.
 *
 * @param workers number of threads, at least 1.
 * @param script module whose default export computes a batch.
 */
export function createWorkerPool(
  workers: number,
  script: URL,
  { tables = NO_TABLES, heapMebibytes = heapOf(workers) }: PoolOptions = {},
): BatchRunner {
  const pool: Piscina<Batch, readonly ComputedBlock[]> = new Piscina({
    filename: script.href,
    minThreads: workers,
    maxThreads: workers,
    workerData: tables,
    resourceLimits: { maxOldGenerationSizeMb: heapMebibytes },
  });
  // A worker may fail between two batches; the pool replaces it, and an unheard 'error' event would end the process.
  pool.on('error', () => {});
  return {
    run: (batch) => pool.run(batch),
    close: () => pool.destroy(),
  };
}

/** Half of the machine's memory shared by the workers, from 256 MiB to 2 GiB each. */
function heapOf(workers: number): number {
  return Math.max(256, Math.min(2048, Math.floor(totalmem() / MEBIBYTE / 2 / workers)));
}
