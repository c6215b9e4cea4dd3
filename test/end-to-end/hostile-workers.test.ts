import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type RunEvent, runStudy } from '../../functions/local/run-study.ts';
import { createWorkerPool } from '../../functions/local/worker-pool.ts';
import { parseStudy } from '../../functions/study/spec/parse-study.ts';
import { signbench, writeSmallStudy } from '../support/cli.ts';
import { completeStores, lastEvent, summaryOf } from '../support/complete-store.ts';
import { signbenchUnder } from '../support/limited.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const TIMEOUT = { timeout: 240_000 };
const DYING = new URL('../support/dying-worker.mjs', import.meta.url);

const copied = completeStores({ sampleSizes: [100, 300, 1000], replicates: [600, 400, 600] });

test(
  'workers that die are replaced: blocks that kill once are computed, blocks that kill always are missing',
  TIMEOUT,
  async () => {
    const { folder, study, summary } = await copied();
    const store = join(folder, 'deaths');
    process.env.DEATHS = join(folder, 'notes');
    onTestFinished(() => {
      delete process.env.DEATHS;
    });
    await mkdir(process.env.DEATHS);
    const source = await readFile(study, 'utf8');
    const runner = createWorkerPool(2, DYING, { heapMebibytes: 64 });
    const events: RunEvent[] = [];
    const result = await runStudy(parseStudy(source, study, 'full'), {
      store,
      source,
      runner,
      workers: 2,
      onEvent: (event) => events.push(event),
    });
    expect(result.status).toBe('partial');
    expect(result.lost.map(({ task, attempts }) => [task.cell.n, task.block, attempts]).sort()).toEqual([
      [300, 0, 3],
      [300, 1, 3],
    ]);
    expect(result.summaryPath).toBe(join(store, 'studies/small/summary.partial.json'));
    expect(result.summary.missing?.map(({ cell }) => cell)).toEqual(['n=300', 'n=300']);
    // Three blocks of n = 100 died once each, by leaving or by hoarding memory, and were computed after all.
    expect((await readdir(process.env.DEATHS)).sort()).toEqual(['100-0', '100-1', '100-2']);
    expect(events.filter(({ event }) => event === 'retry').length).toBeGreaterThanOrEqual(3 + 2 * 2);

    const { code, stderr } = await signbench('resume', 'small', '--store', store, '--quiet');
    expect([code, stderr]).toEqual([0, '']);
    expect(await summaryOf(store)).toBe(summary);
    expect(await readdir(join(store, 'studies/small'))).not.toContain('summary.partial.json');
  },
);

test(
  'a block too large for the memory is tried three times and missing, the others are there',
  TIMEOUT,
  async () => {
    const folder = temporaryFolder();
    const [store, undisturbed] = [join(folder, 'store'), join(folder, 'undisturbed')];
    const study = await writeSmallStudy(folder, {
      sampleSizes: [100, 1000, 20_000_000],
      replicates: [400, 400, 1],
      estimators: ['rlhf'],
    });
    // 1.8 GB of addresses: enough for the program and for small samples, not for 20 million rows.
    const args = ['run', study, '--store', store, '--workers', '1', '--backend', 'js', '--json', '--quiet'];
    const poor = await signbenchUnder('ulimit -v 1800000', args);
    expect(poor.code, poor.stderr).toBe(5);
    const partial = join(store, 'studies/small/summary.partial.json');
    expect(lastEvent(poor)).toEqual({ event: 'summary', path: partial, status: 'partial' });
    const { missing, cells } = JSON.parse(await readFile(partial, 'utf8'));
    expect(missing).toEqual([{ cell: 'n=20000000', estimator: 'rlhf', blocks: [0] }]);
    expect(cells[1].estimators[0].measures.rmsAngle.replicates).toBe(400);
    expect(poor.stderr.match(/a worker failed on n=20000000, block 0/g)).toHaveLength(3);
    expect(poor.stderr.match(/given up after 3 attempts/g)).toHaveLength(1);
    expect(poor.stderr).not.toMatch(/\n\s+at /);

    expect(
      (await signbench('resume', 'small', '--store', store, '--backend', 'wasm-f64', '--quiet')).code,
    ).toBe(0);
    expect((await signbench('run', study, '--store', undisturbed, '--quiet')).code).toBe(0);
    expect(await summaryOf(store)).toBe(await summaryOf(undisturbed));
  },
);

test('memory too short even for workers to start is a sentence and no result', TIMEOUT, async () => {
  const { folder, study } = await copied();
  const store = join(folder, 'poor');
  // The kernels reserve gigabytes of addresses for each memory of theirs.
  const { code, stderr, stdout } = await signbenchUnder('ulimit -v 4000000', [
    'run',
    study,
    '--store',
    store,
    '--quiet',
  ]);
  expect(code).not.toBe(0);
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(stdout).toBe('');
  expect((await signbench('resume', 'small', '--store', store, '--quiet')).code).toBe(0);
});
