import { expect, test } from 'vitest';
import { measureWorker } from '../../../functions/rounds/measure-worker.ts';
import { planRound } from '../../../functions/rounds/plan-round.ts';
import type { BlockComputer } from '../../../functions/rounds/run-blocks.ts';
import { planStudy } from '../../../functions/study/plan.ts';
import { parseStudy } from '../../../functions/study/spec/parse-study.ts';
import { computerOf, fileOf, manifestOf, runItem, runRounds, storeWith } from '../../support/rounds.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const textOf = (sizes: string, keep = ''): string => `name: piloted
seed: 7
population:
  features: { law: gaussian, dimension: 2 }
  users: { law: mixture, types: [[3, 2], [1, -2]], weights: [0.5, 0.5] }
  choice: logit
estimators: [sign, rlhf]
sampleSizes: [${sizes}]
replicates: 1000
${keep}`;
const studyOf = (sizes: string) => parseStudy(textOf(sizes), 'study.yaml', 'full');

/** Computes nothing for so long a data set, and tells of what it was asked. */
function busy(msOf: (n: number) => number): { compute: BlockComputer; readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    compute: async ({ cell: { key, n, blockSize } }) => {
      asked.push(`${key} ${blockSize}`);
      const end = performance.now() + blockSize * msOf(n);
      while (performance.now() < end);
      return { records: [], durationMs: 0 };
    },
  };
}

test('every cell is measured where there is time: one data set, a tenth of a block, a block, the lightest cell first', async () => {
  const { compute, asked } = busy(() => 0.01);
  const found = await measureWorker(studyOf('10, 100, 30'), compute, 60);
  const parts = ['1', '20', '200'];
  expect(asked).toEqual([
    'n=10 1',
    ...['n=10', 'n=30', 'n=100'].flatMap((key) => parts.map((part) => `${key} ${part}`)),
  ]);
  for (const key of ['n=10', 'n=30', 'n=100']) {
    // 200 data sets of 0.01 ms; another program may take the processor away meanwhile.
    expect(found[key]).toBeGreaterThanOrEqual(2);
    expect(found[key]).toBeLessThan(200);
  }
});

test('what would take longer than is left is not begun, whole blocks or parts, and is said as the parts say', async () => {
  // A block of n=10 takes 0.2 s, one of n=1000 20 s.
  const { compute, asked } = busy((n) => n / 10);
  const start = performance.now();
  const found = await measureWorker(studyOf('10, 1000'), compute, 1.2);
  expect(performance.now() - start).toBeLessThan(10_000);
  expect(asked).not.toContain('n=1000 200');
  expect(asked).not.toContain('n=1000 20');
  expect(found['n=1000']).toBeGreaterThanOrEqual(20_000);
});

test('a cell that fails is left out, and the others are measured', async () => {
  const { compute } = busy(() => 0.001);
  const failing: BlockComputer = async (task) => {
    if (task.cell.n === 30) throw new Error('out of memory');
    return compute(task);
  };
  expect(Object.keys(await measureWorker(studyOf('10, 30, 100'), failing, 60))).toEqual(['n=10', 'n=100']);
});

test('no time, no measurement; data sets that might not fit are not tried; a hundred of many cells are', async () => {
  const { compute, asked } = busy(() => 0);
  expect(await measureWorker(studyOf('10'), compute, 0)).toEqual({});
  expect(await measureWorker(studyOf('1000001'), compute, 60)).toEqual({});
  expect(asked).toEqual([]);
  const many = studyOf(Array.from({ length: 450 }, (_, i) => i + 10).join(', '));
  const found = Object.keys(await measureWorker(many, compute, 60));
  expect(found.length).toBeGreaterThan(80);
  expect(found.length).toBeLessThanOrEqual(100);
});

test.each(['', 'keep: summaries\n'])(
  'real data sets are measured, whatever is kept of them: %j',
  async (keep) => {
    const study = parseStudy(textOf('10, 300', keep), 'study.yaml', 'full');
    const found = await measureWorker(study, computerOf(), 60);
    for (const { key } of planStudy(study)) expect(found[key]).toBeGreaterThan(0);
  },
);

test('batches are as long as what was measured says, for cells that were not in proportion to the nearest', async () => {
  const { store } = await storeWith(textOf('10, 100'), temporaryFolder());
  const batches = async (msPerBlock: Record<string, number>): Promise<readonly (readonly number[])[]> => {
    const plan = { study: 'piloted', runId: 'r', round: 0, msPerBlock };
    const planned = await planRound(store, plan, { targetMs: 100, workerMemoryMb: 1769 });
    return (await manifestOf(store, planned)).map(({ ranges }) => ranges.map(({ count }) => count));
  };
  // Five blocks of each size.
  expect(await batches({ 'n=10': 50, 'n=100': 100 })).toEqual([[2], [2], [1], [1], [1], [1], [1], [1]]);
  expect(await batches({ 'n=10': 5 })).toEqual([[5, 1], [2], [2]]);
  expect(await batches({ 'n=10': 10, 'n=100': 10 })).toEqual([[5, 5]]);
});

test('the bytes of a result do not depend on what was measured', async () => {
  const texts: string[] = [];
  for (const ms of [0.001, 40]) {
    const folder = temporaryFolder();
    const { store } = await storeWith(textOf('10, 100'), folder);
    const plan = { study: 'piloted', runId: 'r', round: 0, msPerBlock: { 'n=10': ms, 'n=100': ms } };
    const planned = await planRound(store, plan, { targetMs: 100, workerMemoryMb: 1769 });
    for (const item of await manifestOf(store, planned)) await runItem(store, item);
    await runRounds(store, 'piloted', { runId: 'later' });
    texts.push(fileOf(folder, 'piloted', 'summary.json'), fileOf(folder, 'piloted', 'digests.json'));
  }
  expect(texts[2]).toBe(texts[0]);
  expect(texts[3]).toBe(texts[1]);
});
