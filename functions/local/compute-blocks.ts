import { setTimeout as delay } from 'node:timers/promises';
import pMap from 'p-map';
import type { ComputedBlock } from '../compute/run-batch.ts';
import type { ComputeId } from '../study/backends.ts';
import type { BlockTask } from '../study/plan.ts';
import { createSchedule } from './schedule.ts';
import type { BatchRunner } from './worker-pool.ts';

/** A block that no worker could compute. */
export interface LostBlock {
  readonly task: BlockTask;
  readonly attempts: number;
  readonly reason: string;
}

export interface ComputeOptions {
  readonly runner: BatchRunner;
  readonly backend: ComputeId;
  readonly workers: number;
  readonly signal: AbortSignal;
  /** Stores a computed block; when it rejects, the computation stops with its error. */
  readonly onBlock: (task: BlockTask, block: ComputedBlock) => Promise<void>;
  /** Called when a worker failed on a block that will be tried again. */
  readonly onRetry: (failed: LostBlock) => void;
}

/** A block is tried once and then twice more, alone, so that one bad block takes no other with it. */
const ATTEMPTS = 3;

/** One batch computing and one waiting for each worker: none idles, and memory stays bounded. */
const BATCHES_PER_WORKER = 2;

/** Blocks of a batch: a store may answer each write only after 50 ms, and one on a disk opens a file for each. */
const STORED_AT_ONCE = 16;

/** After a stop, batches in flight may end and be stored for this long. */
const PATIENCE_MS = 2000;

/**
 * Computes blocks, the heaviest first, and hands each to `onBlock`; resolves to the blocks that could not be computed.
 *
 * On abort it gives out no more blocks, lets those in flight end for two seconds, and closes the runner.
 */
export async function computeBlocks(
  tasks: readonly BlockTask[],
  options: ComputeOptions,
): Promise<readonly LostBlock[]> {
  const { runner, backend, signal } = options;
  const schedule = createSchedule(tasks, options.workers);
  const failures = new Map<BlockTask, number>();
  const lost: LostBlock[] = [];
  const stop = new AbortController();
  const stopped = AbortSignal.any([signal, stop.signal]);

  const fail = (batch: readonly BlockTask[], error: unknown): void => {
    const reason = error instanceof Error ? error.message : String(error);
    for (const task of batch) {
      const attempts = (failures.get(task) ?? 0) + 1;
      failures.set(task, attempts);
      if (attempts >= ATTEMPTS) {
        lost.push({ task, attempts, reason });
      } else {
        schedule.retry(task);
        options.onRetry({ task, attempts, reason });
      }
    }
  };

  const slot = async (): Promise<void> => {
    while (!stopped.aborted) {
      const batch = schedule.next();
      if (batch.length === 0) return;
      let blocks: readonly ComputedBlock[];
      try {
        blocks = await runner.run({ backend, tasks: batch });
      } catch (error) {
        if (stopped.aborted) return;
        fail(batch, error);
        continue;
      }
      for (const [i, task] of batch.entries()) schedule.measured(task, blocks[i].durationMs);
      await pMap(batch, (task, i) => options.onBlock(task, blocks[i]), { concurrency: STORED_AT_ONCE });
    }
  };

  const slots = Array.from({ length: options.workers * BATCHES_PER_WORKER }, () =>
    slot().catch((error) => {
      stop.abort();
      throw error;
    }),
  );
  const settled = Promise.allSettled(slots);
  const impatience = new AbortController();
  await Promise.race([settled, patienceAfter(stopped, impatience.signal)]);
  impatience.abort();
  if (stopped.aborted) await runner.close();
  await settled;
  await Promise.all(slots);
  return lost;
}

/** Resolves PATIENCE_MS after the stop, or as soon as it is no longer waited for. */
async function patienceAfter(stopped: AbortSignal, unneeded: AbortSignal): Promise<void> {
  if (!stopped.aborted) {
    await new Promise<void>((resolve) => {
      stopped.addEventListener('abort', () => resolve(), { once: true });
      unneeded.addEventListener('abort', () => resolve(), { once: true });
    });
  }
  await delay(PATIENCE_MS, undefined, { signal: unneeded }).catch(() => {});
}
