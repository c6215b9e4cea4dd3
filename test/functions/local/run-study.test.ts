import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runBatch } from '../../../functions/compute/run-batch.ts';
import {
  type RunEvent,
  type RunOptions,
  type RunResult,
  runStudy,
} from '../../../functions/local/run-study.ts';
import type { BatchRunner } from '../../../functions/local/worker-pool.ts';
import { createEngine } from '../../../functions/study/engine.ts';
import { studyHash } from '../../../functions/study/mechanism.ts';
import { planStudy } from '../../../functions/study/plan.ts';
import type { EstimatorSpec, Study } from '../../../functions/study/study.ts';
import { recordAddress } from '../../../results/records.ts';
import { openDirectoryStore } from '../../../results/store/directory.ts';
import { blockKey } from '../../../results/store/keys.ts';
import { RLHF, SIGN, scenariosOf, tinyStudy } from '../../support/studies.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const engine = createEngine('js');

/** Computes in this thread; `before` sees each batch first and may throw in place of a worker. */
const inline = (before: (keys: readonly string[]) => void = () => {}): BatchRunner => ({
  run: async (batch) => {
    before(batch.tasks.map(({ cell, block }) => `${cell.key}/${block}`));
    return runBatch(batch, engine);
  },
  close: async () => {},
});

const run = (study: Study, store: string, options: Partial<RunOptions> = {}): Promise<RunResult> =>
  runStudy(study, { store, backend: 'js', workers: 2, runner: inline(), ...options });

const summaryText = (store: string): Promise<string> =>
  readFile(join(store, 'studies/tiny/summary.json'), 'utf8');

async function blockFiles(store: string): Promise<string[]> {
  const names = await readdir(join(store, 'blocks'), { recursive: true });
  return names.filter((name) => name.endsWith('.json')).sort();
}

const ANNEALED: EstimatorSpec = {
  id: 'annealed',
  kind: 'sign',
  solver: 'anneal',
  lambda: [1, 15],
  steps: 20,
};

describe('a study that runs to its end', () => {
  test('writes summary, digests, provenance, report and study file, and says where', async () => {
    const store = temporaryFolder();
    const result = await run(tinyStudy(), store, { source: 'name: tiny' });
    expect(result.status).toBe('complete');
    expect(result.summaryPath).toBe(join(store, 'studies/tiny/summary.json'));
    expect((await readdir(join(store, 'studies/tiny'))).sort()).toEqual(
      [
        'digests.json',
        'error-against-n.svg',
        'provenance.json',
        'report.html',
        'run.json',
        'study.yaml',
        'summary.json',
      ].sort(),
    );
    expect(JSON.parse(await summaryText(store))).toEqual(result.summary);
    expect(result.provenance).toMatchObject({
      backend: 'js',
      workers: 2,
      replicatesComputed: 1200,
      blocksReused: 0,
    });
  });

  test('keeps the study file it was given, and how it was run', async () => {
    const store = temporaryFolder();
    await run(tinyStudy(), store, { source: 'name: tiny # as written' });
    expect(await readFile(join(store, 'studies/tiny/study.yaml'), 'utf8')).toBe('name: tiny # as written');
    const kept = JSON.parse(await readFile(join(store, 'studies/tiny/run.json'), 'utf8'));
    expect(kept).toEqual({ profile: 'full', backend: 'js', studyHash: studyHash(tinyStudy()) });
  });

  test('has a digest for every record that is the SHA-256 of its file', async () => {
    const store = temporaryFolder();
    await run(tinyStudy(), store);
    const { createHash } = await import('node:crypto');
    const { records } = JSON.parse(await readFile(join(store, 'studies/tiny/digests.json'), 'utf8'));
    const blocks = records.flatMap((one: { readonly blocks: Record<string, string> }) =>
      Object.entries(one.blocks),
    );
    expect(blocks).toHaveLength(12);
    for (const [record, sha256] of blocks) {
      const file = await readFile(join(store, 'blocks', record.slice(0, 2), `${record}.json`));
      expect(createHash('sha256').update(file).digest('hex')).toBe(sha256);
    }
  });

  test('computes nothing when run again', async () => {
    const store = temporaryFolder();
    await run(tinyStudy(), store);
    const before = await summaryText(store);
    const again = await run(tinyStudy(), store, {
      runner: inline(() => {
        throw new Error('nothing should be computed');
      }),
    });
    expect(again.provenance).toMatchObject({ replicatesComputed: 0, blocksReused: 6 });
    expect(await summaryText(store)).toBe(before);
  });

  test('says how many blocks it found, those of later looks and behind one that was missing too', async () => {
    const study = tinyStudy({
      sampleSizes: [10],
      looks: [[400, 800, 1600]],
      until: { measure: 'rmsAngle', relativeMcse: 1e-4 },
    });
    const store = temporaryFolder();
    expect((await run(study, store)).provenance).toMatchObject({ replicatesComputed: 1600, blocksReused: 0 });
    const [cell] = planStudy(study);
    await rm(join(store, blockKey(recordAddress(cell, 0, cell.estimators[0]).key)));
    const again = await run(study, store);
    expect(again.provenance).toMatchObject({ replicatesComputed: 200, blocksReused: 7 });
    expect(again.status).toBe('complete');
  });

  test('reports its progress to the last block', async () => {
    const events: RunEvent[] = [];
    await run(tinyStudy(), temporaryFolder(), { onEvent: (event) => events.push(event) });
    expect(events.at(-1)).toMatchObject({ event: 'progress', blocksDone: 6, blocksTotal: 6, etaSeconds: 0 });
  });
});

describe('the bytes of the summary', () => {
  test('do not depend on the number of workers or the order of the blocks', async () => {
    const [one, seven] = [temporaryFolder(), temporaryFolder()];
    await run(tinyStudy(), one, { workers: 1 });
    await run(tinyStudy(), seven, { workers: 7 });
    expect(await summaryText(seven)).toBe(await summaryText(one));
  });

  test('are those of one run of 400 replicates after extending one of 100', async () => {
    const [extended, whole] = [temporaryFolder(), temporaryFolder()];
    await run(tinyStudy({ looks: [[100], [100], [100]] }), extended);
    await run(tinyStudy(), extended);
    await run(tinyStudy(), whole);
    expect(await summaryText(extended)).toBe(await summaryText(whole));
  });

  test('use the first replicates only, even if more are stored', async () => {
    const [shrunk, small] = [temporaryFolder(), temporaryFolder()];
    const fewer = tinyStudy({ looks: [[100], [100], [100]] });
    await run(tinyStudy(), shrunk);
    await run(fewer, shrunk);
    await run(fewer, small);
    expect(await summaryText(shrunk)).toBe(await summaryText(small));
  });

  test("keep the old estimators' numbers when an estimator is added, without computing them again", async () => {
    const store = temporaryFolder();
    const before = await run(tinyStudy(), store);
    const records = await blockFiles(store);
    const after = await run(tinyStudy({ scenarios: scenariosOf(SIGN, RLHF, ANNEALED) }), store);
    for (const [i, cell] of before.summary.cells.entries()) {
      expect(after.summary.cells[i].estimators.slice(0, 2)).toEqual(cell.estimators);
    }
    expect(await blockFiles(store)).toEqual(expect.arrayContaining(records));
    expect(await blockFiles(store)).toHaveLength(records.length * 1.5);
  });

  test('do not depend on an interruption', async () => {
    const [broken, whole] = [temporaryFolder(), temporaryFolder()];
    const controller = new AbortController();
    const first = await run(tinyStudy(), broken, {
      workers: 1,
      signal: controller.signal,
      onEvent: (event) => {
        if (event.event === 'progress' && event.blocksDone === 2) controller.abort();
      },
    });
    expect(first.status).toBe('interrupted');
    expect(first.summaryPath).toMatch(/summary\.partial\.json$/);
    const second = await run(tinyStudy(), broken);
    expect(second.provenance.blocksReused).toBeGreaterThanOrEqual(2);
    await run(tinyStudy(), whole);
    expect(await summaryText(broken)).toBe(await summaryText(whole));
    expect(await readdir(join(broken, 'studies/tiny'))).not.toContain('summary.partial.json');
  });

  test('are the same after a record was damaged, which is moved away and computed again', async () => {
    const store = temporaryFolder();
    await run(tinyStudy(), store);
    const before = await summaryText(store);
    const [victim] = await blockFiles(store);
    await writeFile(join(store, 'blocks', victim), 'cut o');
    const events: RunEvent[] = [];
    await run(tinyStudy(), store, { onEvent: (event) => events.push(event) });
    expect(events.filter(({ event }) => event === 'damaged')).toHaveLength(1);
    expect(await readdir(join(store, 'quarantine'))).toEqual([victim.slice(3)]);
    expect(await summaryText(store)).toBe(before);
  });

  test('are the same when two runs share one store', async () => {
    const [shared, alone] = [temporaryFolder(), temporaryFolder()];
    await Promise.all([run(tinyStudy(), shared), run(tinyStudy(), shared)]);
    await run(tinyStudy(), alone);
    expect(await summaryText(shared)).toBe(await summaryText(alone));
  });
});

describe('a study with a block that no worker survives', () => {
  const poisoned = inline((keys) => {
    if (keys.includes('n=30/1')) throw new Error('out of memory');
  });

  test('is partial, names what is missing, and is complete once the block can be computed', async () => {
    const [store, whole] = [temporaryFolder(), temporaryFolder()];
    const result = await run(tinyStudy(), store, { runner: poisoned });
    expect(result.status).toBe('partial');
    expect(result.lost.map(({ task, attempts }) => [task.cell.key, task.block, attempts])).toEqual([
      ['n=30', 1, 3],
    ]);
    expect(result.summary.missing).toEqual([
      { cell: 'n=30', estimator: 'sign', blocks: [1] },
      { cell: 'n=30', estimator: 'rlhf', blocks: [1] },
    ]);
    expect(result.summaryPath).toBe(join(store, 'studies/tiny/summary.partial.json'));
    await run(tinyStudy(), store);
    await run(tinyStudy(), whole);
    expect(await summaryText(store)).toBe(await summaryText(whole));
  });

  test('keeps the complete summary of the same study, and removes that of another', async () => {
    const store = temporaryFolder();
    await run(tinyStudy(), store);
    const complete = await summaryText(store);
    await rm(join(store, 'blocks'), { recursive: true });
    await run(tinyStudy(), store, { runner: poisoned });
    expect(await summaryText(store)).toBe(complete);
    await run(tinyStudy({ seed: 8 }), store, { runner: poisoned });
    await expect(summaryText(store)).rejects.toThrow(/ENOENT/);
  });
});

test('a worker that cannot start is an error, not a partial result', async () => {
  const runner = inline((keys) => {
    if (keys.length === 0) throw new Error('Cannot find module worker.js');
  });
  await expect(run(tinyStudy(), temporaryFolder(), { runner })).rejects.toThrow('Cannot find module');
});

test('a disk that fills up stops the run, and what was stored stays', async () => {
  const folder = temporaryFolder();
  const disk = await import('node:fs/promises');
  let links = 0;
  const store = openDirectoryStore(folder, {
    ...disk,
    link: (from, to) =>
      ++links > 4
        ? Promise.reject(Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' }))
        : disk.link(from, to),
  });
  await expect(
    runStudy(tinyStudy(), { store, backend: 'js', workers: 1, runner: inline() }),
  ).rejects.toMatchObject({
    problem: 'full',
  });
  expect(await blockFiles(folder)).toHaveLength(4);
  expect(await readdir(join(folder, 'tmp'))).toEqual([]);
});
