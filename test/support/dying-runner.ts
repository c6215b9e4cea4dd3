import { runBatch } from '../../functions/compute/run-batch.ts';
import type { BatchRunner } from '../../functions/local/worker-pool.ts';
import { createEngine } from '../../functions/study/engine.ts';

/** A runner whose workers are gone after so many batches. */
export function dyingAfter(batches: number): BatchRunner {
  const engine = createEngine('js');
  let done = 0;
  return {
    run: async (batch) => {
      if (batch.tasks.length > 0 && ++done > batches) throw new Error('the worker is gone');
      return runBatch(batch, engine);
    },
    close: async () => {},
  };
}
