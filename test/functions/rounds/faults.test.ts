import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { runBatch } from '../../../functions/compute/run-batch.ts';
import { runStudy } from '../../../functions/local/run-study.ts';
import { finishRound } from '../../../functions/rounds/finish-round.ts';
import type { BatchItem } from '../../../functions/rounds/inputs.ts';
import { planRound } from '../../../functions/rounds/plan-round.ts';
import type { BlockComputer } from '../../../functions/rounds/run-blocks.ts';
import { readUsage } from '../../../functions/rounds/usage.ts';
import { createEngine } from '../../../functions/study/engine.ts';
import type { Store } from '../../../results/store/store.ts';
import { computerOf, fileOf, manifestOf, runItem, runRounds, storeWith } from '../../support/rounds.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const TEXT = `name: faults
seed: 7
population:
  features: { law: gaussian, dimension: 2 }
  users: { law: mixture, types: [[3, 2], [1, -2]], weights: [0.5, 0.5] }
  choice: logit
estimators: [sign, rlhf]
sampleSizes: [10, 30]
replicates: 1000
`;
const BLOCKS = 10;
const PLAN = { study: 'faults', runId: 'run-1', round: 0 };
const OPTIONS = { targetMs: 1, workerMemoryMb: 1769 };

const engine = createEngine('js');
let expected = '';
let expectedDigests = '';
beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'signbench-'));
  const { study } = await storeWith(TEXT, folder);
  const runner = {
    run: async (batch: Parameters<typeof runBatch>[0]) => runBatch(batch, engine),
    close: async () => {},
  };
  await runStudy(study, { store: folder, backend: 'js', workers: 1, runner });
  expected = fileOf(folder, 'faults', 'summary.json');
  expectedDigests = fileOf(folder, 'faults', 'digests.json');
  rmSync(folder, { recursive: true });
});

/** Fails on a block of n=30 as long as it is told to. */
function crashing(
  block: number,
  times = Infinity,
): { compute: BlockComputer; readonly crashes: () => number } {
  const ordinary = computerOf();
  let crashes = 0;
  return {
    crashes: () => crashes,
    compute: async (task) => {
      if (task.cell.n !== 30 || task.block !== block || crashes >= times) return ordinary(task);
      crashes++;
      throw new Error('out of memory');
    },
  };
}

const planned = async (store: Store, targetMs = 1): Promise<readonly BatchItem[]> =>
  manifestOf(store, await planRound(store, PLAN, { ...OPTIONS, targetMs }));

test('a block that crashes every time is tried once with others and twice alone, then named as missing; all others are kept', async () => {
  const folder = temporaryFolder();
  const { store } = await storeWith(TEXT, folder);
  const { compute, crashes } = crashing(2);
  const rounds = await runRounds(store, 'faults', { compute, targetMs: 1000 });
  expect(crashes()).toBe(3);
  expect(rounds.map(({ items }) => items.map(({ ranges }) => ranges.map(({ count }) => count)))).toEqual([
    [[5, 5]],
    [[1]],
    [[1]],
  ]);
  expect(rounds.at(-1)?.finished).toMatchObject({
    status: 'partial',
    again: false,
    missing: 1,
    stoppedBy: 'attempts',
    summary: 'studies/faults/summary.partial.json',
  });
  const { missing, status, cells } = JSON.parse(fileOf(folder, 'faults', 'summary.partial.json'));
  expect(status).toBe('partial');
  expect(missing).toEqual([
    { cell: 'n=30', estimator: 'sign', blocks: [2] },
    { cell: 'n=30', estimator: 'rlhf', blocks: [2] },
  ]);
  expect(cells[0]).toEqual(JSON.parse(expected).cells[0]);
});

test('after such a run, another one and a local one compute the missing block alone', async () => {
  const folder = temporaryFolder();
  const { store, study } = await storeWith(TEXT, folder);
  await runRounds(store, 'faults', { compute: crashing(2).compute });
  const local = await runStudy(study, {
    store: folder,
    backend: 'js',
    workers: 1,
    runner: { run: async (batch) => runBatch(batch, engine), close: async () => {} },
  });
  expect(local.provenance).toMatchObject({ replicatesComputed: 200 });
  expect(fileOf(folder, 'faults', 'summary.json')).toBe(expected);
  expect(fileOf(folder, 'faults', 'digests.json')).toBe(expectedDigests);
});

test('a block that crashes once is computed in the next round, and nobody can tell', async () => {
  const folder = temporaryFolder();
  const { store } = await storeWith(TEXT, folder);
  const rounds = await runRounds(store, 'faults', { compute: crashing(2, 1).compute });
  expect(rounds).toHaveLength(2);
  expect(fileOf(folder, 'faults', 'summary.json')).toBe(expected);
});

test('workers that die take their batches with them: the blocks come again alone, three times in all', async () => {
  const { store } = await storeWith(TEXT, temporaryFolder());
  const rounds = await runRounds(store, 'faults', { targetMs: 1000, worker: async () => {} });
  expect(rounds.map(({ items }) => items.length)).toEqual([1, BLOCKS, BLOCKS]);
  expect(rounds.at(-1)?.finished).toMatchObject({ missing: BLOCKS, again: false, stoppedBy: 'attempts' });
});

test('a batch that is delivered twice is computed once but for its first block, or stores the same again', async () => {
  const folder = temporaryFolder();
  const { store } = await storeWith(TEXT, folder);
  const [first] = await planned(store, 1000);
  const [one, other] = await Promise.all([runItem(store, first), runItem(store, first)]);
  expect(other.pack).toBe(one.pack);
  let computed = 0;
  const again = await runItem(store, first, {
    compute: async () => {
      computed++;
      throw new Error('out of memory');
    },
  });
  expect(computed).toBe(1);
  expect(again).toMatchObject({ done: BLOCKS, left: 0, failed: [], pack: one.pack });
  await finishRound(store, PLAN);
  const provenance = JSON.parse(fileOf(folder, 'faults', 'provenance.json'));
  expect(provenance).toMatchObject({ replicatesComputed: 2000 });
  // One batch at list prices: its gigabyte-seconds, a call and two transitions.
  expect(provenance.cost.gbSeconds).toBeGreaterThan(0);
  expect(provenance.cost.usd).toBeCloseTo(provenance.cost.gbSeconds * 0.0000133334 + 0.2e-6 + 2 * 25e-6, 12);
  expect(fileOf(folder, 'faults', 'summary.json')).toBe(expected);
});

test('a deadline leaves whole blocks: those done are committed, the rest are planned again together', async () => {
  const folder = temporaryFolder();
  const { store } = await storeWith(TEXT, folder);
  const [item] = await planned(store, 1000);
  let calls = 0;
  const cut = await runItem(store, item, { remainingMs: () => (++calls < 4 ? 1e9 : 0) });
  expect(cut).toMatchObject({ done: 4, left: 6, failed: [] });
  expect(await finishRound(store, PLAN)).toMatchObject({ again: true, missing: 6 });
  const next = await planRound(store, { ...PLAN, round: 1 }, { ...OPTIONS, targetMs: 1000 });
  expect(next).toMatchObject({ batches: 1, blocks: 6 });
  for (const rest of await manifestOf(store, next)) await runItem(store, rest);
  await finishRound(store, { ...PLAN, round: 1 });
  expect(fileOf(folder, 'faults', 'summary.json')).toBe(expected);
});

test('a worker with no time left tries its first block all the same, so that a run gets on', async () => {
  const { store } = await storeWith(TEXT, temporaryFolder());
  const [item] = await planned(store, 1000);
  expect(await runItem(store, item, { remainingMs: () => -1 })).toMatchObject({ done: 1, left: 9 });
});

test('a worker killed between its pack and its report loses nothing', async () => {
  const folder = temporaryFolder();
  const { store } = await storeWith(TEXT, folder);
  for (const item of await planned(store)) {
    await runItem({ ...store, replace: () => Promise.reject(new Error('killed')) }, item).catch(() => {});
  }
  expect(await store.list('runs/faults/run-1/usage/')).toEqual([]);
  expect(await finishRound(store, PLAN)).toMatchObject({ status: 'complete', missing: 0, again: false });
  expect(fileOf(folder, 'faults', 'summary.json')).toBe(expected);
});

test('a pack that is gone leaves its blocks missing by name, and running again mends it', async () => {
  const folder = temporaryFolder();
  const { store } = await storeWith(TEXT, folder);
  await runRounds(store, 'faults', { targetMs: 1 });
  const packs = await store.list('packs/');
  expect(packs.length).toBeGreaterThan(1);
  await store.remove(packs[0]);
  const finished = await finishRound(store, PLAN);
  expect(finished).toMatchObject({ status: 'partial' });
  expect(finished.missing).toBeGreaterThan(0);
  expect(JSON.parse(fileOf(folder, 'faults', 'summary.partial.json')).missing.length).toBeGreaterThan(0);
  await runRounds(store, 'faults', { runId: 'run-2' });
  expect(fileOf(folder, 'faults', 'summary.json')).toBe(expected);
});

test.each([
  ['truncated', (path: string) => truncateSync(path, readFileSync(path).length - 900)],
  [
    'bit-flipped',
    (path: string) => {
      const bytes = readFileSync(path);
      bytes[bytes.length - 300] ^= 4;
      writeFileSync(path, bytes);
    },
  ],
])('a %s pack is mended by running again, which computes no more than was damaged', async (_, damage) => {
  const folder = temporaryFolder();
  const { store } = await storeWith(TEXT, folder);
  await runRounds(store, 'faults', { targetMs: 1000 });
  const [pack] = await store.list('packs/');
  damage(store.locate(pack));
  const [round] = await runRounds(store, 'faults', { runId: 'run-2' });
  expect(round.planned.blocks).toBe(1);
  expect(round.items[0].ranges[0]).toMatchObject({ count: 1, estimators: ['rlhf'] });
  expect(fileOf(folder, 'faults', 'summary.json')).toBe(expected);
  expect(fileOf(folder, 'faults', 'digests.json')).toBe(expectedDigests);
});

test('workers that die are paid for: as long as their round lasted, and no longer than a worker may live', async () => {
  const spentAfter = async (minutes: number | null, died: number): Promise<number> => {
    const { store } = await storeWith(TEXT, temporaryFolder());
    const [first, ...others] = await planned(store);
    for (const item of died === 0 ? [first, ...others] : others) await runItem(store, item);
    const storedAt = async (key: string): Promise<Date | null> => {
      if (!key.endsWith('round-0.json')) return null;
      return minutes === null ? null : new Date(Date.now() - 60_000 * minutes);
    };
    return (await finishRound({ ...store, storedAt }, PLAN, { workerMemoryMb: 2048 })).spentUsd;
  };
  // Two gigabytes at list prices; what the others used is below a second each.
  const minute = 60 * 2 * 0.0000133334;
  const others = await spentAfter(10, 0);
  expect(others).toBeLessThan(minute);
  expect(Math.abs((await spentAfter(10, 1)) - 10 * minute)).toBeLessThan(minute);
  expect(Math.abs((await spentAfter(100, 1)) - 15 * minute)).toBeLessThan(minute);
  expect(Math.abs((await spentAfter(null, 1)) - 15 * minute)).toBeLessThan(minute);
});

test('a budget is spent by workers that die, so that a run of them ends', async () => {
  const { store } = await storeWith(TEXT, temporaryFolder());
  await planned(store, 1000);
  const storedAt = async (key: string) =>
    key.endsWith('round-0.json') ? new Date(Date.now() - 3_600_000) : null;
  const finished = await finishRound({ ...store, storedAt }, { ...PLAN, budgetUsd: 0.02 });
  expect(finished).toMatchObject({ again: false, stoppedBy: 'budget', missing: BLOCKS });
});

test('a budget stops a run cleanly, and another run goes on', async () => {
  const folder = temporaryFolder();
  const { store } = await storeWith(TEXT, folder);
  const rounds = await runRounds(store, 'faults', { budgetUsd: 0.00006 });
  const { finished } = rounds[rounds.length - 1];
  expect(finished).toMatchObject({ status: 'partial', again: false, stoppedBy: 'budget' });
  expect(finished.missing).toBeGreaterThan(0);
  expect(finished.missing).toBeLessThan(BLOCKS);
  await runRounds(store, 'faults', { runId: 'run-2' });
  expect(fileOf(folder, 'faults', 'summary.json')).toBe(expected);
});

test('what is left of a budget decides how much is planned: nothing where nothing is left', async () => {
  const { store } = await storeWith(TEXT, temporaryFolder());
  const batches = async (budgetUsd: number, spentUsd: number): Promise<number> =>
    (await planRound(store, { ...PLAN, budgetUsd, spentUsd }, OPTIONS)).batches;
  const all = await batches(1, 0);
  expect(all).toBeGreaterThan(4);
  expect(await batches(0.00018, 0)).toBe(3);
  expect(await batches(1, 0.99999)).toBe(1);
  expect(await planRound(store, { ...PLAN, budgetUsd: 1, spentUsd: 1 }, OPTIONS)).toMatchObject({
    work: false,
    batches: 0,
  });
});

test('a batch of another version of the study is refused', async () => {
  const { store } = await storeWith(TEXT, temporaryFolder());
  const [item] = await planned(store);
  await expect(runItem(store, { ...item, studyHash: 'f'.repeat(64) })).rejects.toMatchObject({
    name: 'StudyChanged',
  });
  const [range] = item.ranges;
  for (const other of [
    { ...range, cell: 'n=11' },
    { ...range, estimators: ['em'] },
  ]) {
    await expect(runItem(store, { ...item, ranges: [other] })).rejects.toMatchObject({
      name: 'StudyChanged',
    });
  }
});

test('a run whose study was replaced meanwhile ends by name, before it plans or writes anything of the other', async () => {
  const folder = temporaryFolder();
  const { store } = await storeWith(TEXT, folder);
  for (const item of await planned(store)) await runItem(store, item);
  await storeWith(TEXT.replace('seed: 7', 'seed: 8'), folder);
  await expect(planRound(store, { ...PLAN, round: 1 }, OPTIONS)).rejects.toMatchObject({
    name: 'StudyChanged',
  });
  await expect(finishRound(store, PLAN)).rejects.toMatchObject({ name: 'StudyChanged' });
  expect(await store.list('runs/faults/run-1/')).not.toContain('runs/faults/run-1/round-1.json');
  expect(await store.get('studies/faults/summary.partial.json')).toBeNull();
  await storeWith(TEXT, folder);
  expect(await finishRound(store, PLAN)).toMatchObject({ status: 'complete' });
});

test('a batch of many blocks that fail names the first, and what it used names all', async () => {
  const { store } = await storeWith(TEXT.replace('1000', '6000'), temporaryFolder());
  const [item] = await planned(store, 1e6);
  const compute: BlockComputer = () => Promise.reject(new Error('out of memory'));
  const { failed } = await runItem(store, item, { compute });
  expect(failed).toHaveLength(20);
  const [usage] = await readUsage(store, 'faults', 'run-1');
  expect(usage.failed).toHaveLength(60);
  expect(usage.failed.slice(0, 20)).toEqual(failed);
});

test('a worker of other arithmetic and a store without the study are refused before anything is planned', async () => {
  const { store } = await storeWith(TEXT, temporaryFolder());
  const wrong = planRound(store, { ...PLAN, digest: 'a'.repeat(64) }, OPTIONS);
  await expect(wrong).rejects.toMatchObject({ name: 'WrongNumbers' });
  const missing = planRound(store, { ...PLAN, study: 'other' }, OPTIONS);
  await expect(missing).rejects.toMatchObject({ name: 'StudyMissing' });
  expect(await store.list('runs/')).toEqual([]);
});
