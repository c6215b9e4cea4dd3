import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { signbench, startSignbench, writeSmallStudy } from '../support/cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const SMALL = { sampleSizes: [100, 1000], replicates: [1000, 400] };
const TIMEOUT = { timeout: 180_000 };

const summaryOf = (store: string): Promise<string> =>
  readFile(join(store, 'studies/small/summary.json'), 'utf8');

async function summaryOfRun(study: string, ...flags: readonly string[]): Promise<string> {
  const store = join(temporaryFolder(), 'store');
  const { code, stderr } = await signbench('run', study, '--store', store, ...flags);
  expect(code, stderr).toBe(0);
  return summaryOf(store);
}

/** Numbers in [0, 1) that look random and are the same in every run of the test. */
function* fractions(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}

test('1, 2 and 7 workers and the plain backend give the same summary, byte for byte', TIMEOUT, async () => {
  const study = await writeSmallStudy(temporaryFolder(), SMALL);
  const one = await summaryOfRun(study, '--workers', '1');
  expect(await summaryOfRun(study, '--workers', '2')).toBe(one);
  expect(await summaryOfRun(study, '--workers', '7')).toBe(one);
  expect(await summaryOfRun(study, '--backend', 'js')).toBe(one);
});

test(
  'a run killed twenty times at random moments ends with the summary of a run left alone',
  TIMEOUT,
  async () => {
    const folder = temporaryFolder();
    const store = join(folder, 'store');
    const study = await writeSmallStudy(folder, {
      sampleSizes: [100, 1000, 10_000],
      replicates: [2000, 2000, 6000],
    });
    const random = fractions(20251028);
    let killed = 0;
    for (let kill = 0; kill < 20; kill++) {
      const run = startSignbench(['run', study, '--store', store, '--workers', '1']);
      await delay(150 + 500 * random.next().value);
      run.process.kill('SIGKILL');
      const { signal } = await run.finished;
      if (signal === 'SIGKILL') killed++;
    }
    expect(killed).toBeGreaterThan(5);
    const { code, stderr } = await signbench('run', study, '--store', store);
    expect(code, stderr).toBe(0);
    expect(stderr).not.toContain('damaged');
    expect(await summaryOf(store)).toBe(await summaryOfRun(study));
  },
);

test('two processes at once on one store end with the summary of one alone', TIMEOUT, async () => {
  const folder = temporaryFolder();
  const store = join(folder, 'store');
  const study = await writeSmallStudy(folder, SMALL);
  const runs = await Promise.all(
    [1, 2].map(() => signbench('run', study, '--store', store, '--workers', '1')),
  );
  for (const { code, stderr } of runs) expect(code, stderr).toBe(0);
  expect(await summaryOf(store)).toBe(await summaryOfRun(study));
});

test('a run extended from 100 to 400 replicates has the summary of one run of 400', TIMEOUT, async () => {
  const folder = temporaryFolder();
  const store = join(folder, 'store');
  const sampleSizes = [100, 1000];
  await signbench(
    'run',
    await writeSmallStudy(folder, { sampleSizes, replicates: [100, 100] }),
    '--store',
    store,
  );
  const study = await writeSmallStudy(folder, { sampleSizes, replicates: [400, 400] });
  const { code, stderr } = await signbench('run', study, '--store', store);
  expect(code, stderr).toBe(0);
  expect(await summaryOf(store)).toBe(await summaryOfRun(study));
});

test("adding an estimator leaves the old estimators' numbers", TIMEOUT, async () => {
  const folder = temporaryFolder();
  const store = join(folder, 'store');
  await signbench('run', await writeSmallStudy(folder, { ...SMALL, estimators: ['sign'] }), '--store', store);
  const before = JSON.parse(await summaryOf(store));
  await signbench(
    'run',
    await writeSmallStudy(folder, { ...SMALL, estimators: ['rlhf', 'sign'] }),
    '--store',
    store,
  );
  const after = JSON.parse(await summaryOf(store));
  for (const [i, cell] of before.cells.entries()) {
    expect(after.cells[i].estimators[1]).toEqual(cell.estimators[0]);
    expect(after.cells[i].estimators[0].id).toBe('rlhf');
  }
});
