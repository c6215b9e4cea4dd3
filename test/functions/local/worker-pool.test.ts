import { expect, onTestFinished, test } from 'vitest';
import type { Batch } from '../../../functions/compute/run-batch.ts';
import { type BatchRunner, createWorkerPool } from '../../../functions/local/worker-pool.ts';
import { cellOf, SIGN } from '../../support/studies.ts';

const WORKER = new URL('../../support/misbehaving-worker.mjs', import.meta.url);

/** A batch that makes the worker do what the word says. */
const batchThat = (word: string): Batch => ({
  backend: 'js',
  tasks: [{ cell: { ...cellOf(10, 200, 1), key: word }, block: 0, estimators: [SIGN] }],
});

function pool(workers: number): BatchRunner {
  const runner = createWorkerPool(workers, WORKER, { heapMebibytes: 64 });
  onTestFinished(() => runner.close());
  return runner;
}

test('a worker computes', async () => {
  expect(await pool(1).run(batchThat('compute'))).toEqual([{ records: [], durationMs: 1 }]);
});

test.each([
  ['exit', /exited|terminat/i],
  ['throw', /thrown on purpose/],
  ['out of memory', /memory/],
])(
  'a worker that suffers "%s" fails its batch alone and is replaced',
  { timeout: 60_000 },
  async (word, reason) => {
    const runner = pool(2);
    const answers = await Promise.allSettled([
      runner.run(batchThat('compute')),
      runner.run(batchThat(word)),
      runner.run(batchThat('compute')),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(answers[1]).toMatchObject({ reason: { message: expect.stringMatching(reason) } });
    for (let i = 0; i < 4; i++) expect(await runner.run(batchThat('compute'))).toHaveLength(1);
  },
);

test('close ends a worker that never comes back', async () => {
  const runner = createWorkerPool(1, WORKER);
  const outcome = expect(runner.run(batchThat('endless'))).rejects.toThrow();
  await runner.close();
  await outcome;
});
