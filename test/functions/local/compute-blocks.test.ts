import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Batch, ComputedBlock } from '../../../functions/compute/run-batch.ts';
import {
  type ComputeOptions,
  computeBlocks,
  type LostBlock,
} from '../../../functions/local/compute-blocks.ts';
import type { BlockTask } from '../../../functions/study/plan.ts';
import { cellOf, tasksOf } from '../../support/studies.ts';

const BLOCK: ComputedBlock = { records: [], durationMs: 1 };
const name = ({ cell, block }: BlockTask): string => `${cell.key}/${block}`;

interface Trial {
  readonly stored: string[];
  readonly retried: LostBlock[];
  readonly attempts: Map<string, number>;
  readonly closed: () => boolean;
  readonly options: ComputeOptions;
}

/** Options whose runner does `work` with each batch, and a record of what happened. */
function trial(work: (batch: Batch) => void | Promise<void>, overrides: Partial<ComputeOptions> = {}): Trial {
  const stored: string[] = [];
  const retried: LostBlock[] = [];
  const attempts = new Map<string, number>();
  let closed = false;
  return {
    stored,
    retried,
    attempts,
    closed: () => closed,
    options: {
      runner: {
        run: async (batch) => {
          for (const task of batch.tasks) attempts.set(name(task), (attempts.get(name(task)) ?? 0) + 1);
          await work(batch);
          if (closed) throw new Error('terminated');
          return batch.tasks.map(() => BLOCK);
        },
        close: async () => {
          closed = true;
        },
      },
      backend: 'js',
      workers: 2,
      signal: new AbortController().signal,
      onBlock: async (task) => {
        stored.push(name(task));
      },
      onRetry: (failed) => retried.push(failed),
      ...overrides,
    },
  };
}

const TASKS = tasksOf([cellOf(10, 200, 40), cellOf(1000, 200, 3)]);
const ALL = TASKS.map(name).sort();

test('every block is stored once', async () => {
  const { options, stored } = trial(() => {});
  expect(await computeBlocks(TASKS, options)).toEqual([]);
  expect(stored.sort()).toEqual(ALL);
});

test('a worker that crashes once costs nothing but the retry', async () => {
  let crashed = false;
  const { options, stored, retried } = trial(() => {
    if (crashed) return;
    crashed = true;
    throw new Error('Worker exited with code 134');
  });
  expect(await computeBlocks(TASKS, options)).toEqual([]);
  expect(stored.sort()).toEqual(ALL);
  expect(retried.length).toBeGreaterThan(0);
});

test('a block that always kills its worker is tried three times and then missing, and takes no other with it', async () => {
  const { options, stored, attempts } = trial(({ tasks }) => {
    if (tasks.some((task) => name(task) === 'n=10/17')) throw new Error('out of memory');
  });
  const lost = await computeBlocks(TASKS, options);
  expect(lost.map(({ task }) => name(task))).toEqual(['n=10/17']);
  expect(lost[0]).toMatchObject({ attempts: 3, reason: 'out of memory' });
  expect(attempts.get('n=10/17')).toBe(3);
  expect(stored.sort()).toEqual(ALL.filter((block) => block !== 'n=10/17'));
});

test('an abort gives out no more blocks and stores those in flight', async () => {
  const controller = new AbortController();
  const { options, stored, attempts, closed } = trial(
    async () => {
      controller.abort();
      await delay(20);
    },
    { signal: controller.signal },
  );
  expect(await computeBlocks(TASKS, options)).toEqual([]);
  expect(stored.sort()).toEqual([...attempts.keys()].sort());
  expect(stored.length).toBeLessThan(TASKS.length);
  expect(closed()).toBe(true);
});

test('a store that fails stops the computation with its error', async () => {
  const { options, attempts, closed } = trial(() => {}, {
    onBlock: async () => {
      throw new Error('the disk is full');
    },
  });
  await expect(computeBlocks(TASKS, options)).rejects.toThrow('the disk is full');
  expect(attempts.size).toBeLessThan(TASKS.length);
  expect(closed()).toBe(true);
});

test('at most two batches a worker are in flight', async () => {
  let flying = 0;
  let most = 0;
  const { options } = trial(async () => {
    flying++;
    most = Math.max(most, flying);
    await delay(2);
    flying--;
  });
  await computeBlocks(TASKS, options);
  expect(most).toBe(4);
});
