import { describe, expect, test } from 'vitest';
import type { Batch } from '../../../functions/compute/run-batch.ts';
import { runBatch } from '../../../functions/compute/run-batch.ts';
import { createThisThread } from '../../../functions/local/this-thread.ts';
import { createEngine } from '../../../functions/study/engine.ts';
import { NO_TABLES } from '../../../kernels/populations/table.ts';
import { cellOf, RLHF, SIGN } from '../../support/studies.ts';

const batchOf = (block: number): Batch => ({
  backend: 'js',
  tasks: [{ cell: cellOf(50, 20, 3, [SIGN, RLHF]), block, estimators: [SIGN, RLHF] }],
});

describe('computing in the calling thread', () => {
  test('gives the bytes that a batch has anywhere', async () => {
    const runner = createThisThread(NO_TABLES);
    const [block] = await runner.run(batchOf(1));
    const [expected] = runBatch(batchOf(1), createEngine('js'));
    expect(block.records).toEqual(expected.records);
    await runner.close();
  });

  test('lets other work have its turn between two batches', async () => {
    const runner = createThisThread(NO_TABLES);
    const order: string[] = [];
    const batches = [0, 1].map(async (block) => {
      await runner.run(batchOf(block));
      order.push(`batch ${block}`);
      if (block === 0) setImmediate(() => order.push('other work'));
    });
    await Promise.all(batches);
    expect(order).toEqual(['batch 0', 'other work', 'batch 1']);
  });

  test('computes no batch once it is closed', async () => {
    const runner = createThisThread(NO_TABLES);
    const waiting = runner.run(batchOf(0));
    await runner.close();
    await expect(waiting).rejects.toThrow('the run was stopped');
  });

  test('a batch that fails leaves the next alone', async () => {
    const runner = createThisThread(NO_TABLES);
    const { tasks } = batchOf(0);
    const impossible = { ...tasks[0], cell: { ...tasks[0].cell, n: -1 } };
    await expect(runner.run({ backend: 'js', tasks: [impossible] })).rejects.toThrow();
    expect(await runner.run(batchOf(2))).toHaveLength(1);
  });
});
