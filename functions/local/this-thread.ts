import { setImmediate } from 'node:timers/promises';
import type { Tables } from '../../kernels/populations/table.ts';
import { createBatchComputer } from '../compute/batch-computer.ts';
import type { BatchRunner } from './worker-pool.ts';

/**
 * Computes batches in the calling thread, one after the other: for drivers of graphics cards, which load in the main thread
 * only. Between two batches other work gets its turn, an interruption too.
 */
export function createThisThread(tables: Tables): BatchRunner {
  const compute = createBatchComputer(tables);
  let before: Promise<unknown> = Promise.resolve();
  let closed = false;
  return {
    run(batch) {
      const result = before.then(async () => {
        await setImmediate();
        if (closed) throw new Error('the run was stopped');
        return compute(batch);
      });
      before = result.catch(() => {});
      return result;
    },
    close: async () => {
      closed = true;
    },
  };
}
