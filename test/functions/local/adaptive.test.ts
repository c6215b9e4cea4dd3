import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runBatch } from '../../../functions/compute/run-batch.ts';
import { type RunOptions, type RunResult, runStudy } from '../../../functions/local/run-study.ts';
import type { BatchRunner } from '../../../functions/local/worker-pool.ts';
import { createEngine } from '../../../functions/study/engine.ts';
import { planStudy } from '../../../functions/study/plan.ts';
import { plannedLooks } from '../../../functions/study/spec/sampling.ts';
import type { Study } from '../../../functions/study/study.ts';
import { NO_TABLES } from '../../../kernels/populations/table.ts';
import { readCellStates } from '../../../results/cell-state.ts';
import { openDirectoryStore } from '../../../results/store/directory.ts';
import { tinyStudy } from '../../support/studies.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const engine = createEngine('js');

/** Computes in this thread; answers later batches first where they are shuffled. */
const inline = (delayOf: (count: number) => number = () => 0): BatchRunner => {
  let count = 0;
  return {
    run: async (batch) => {
      const delay = delayOf(count++);
      await new Promise((resolve) => setTimeout(resolve, delay));
      return runBatch(batch, engine);
    },
    close: async () => {},
  };
};

const RELATIVE_MCSE = 0.03;
const LOOKS = plannedLooks(50, 3200);

const adaptive = (overrides: Partial<Study> = {}): Study =>
  tinyStudy({
    sampleSizes: [10, 30],
    looks: [LOOKS, LOOKS],
    until: { measure: 'rmsAngle', relativeMcse: RELATIVE_MCSE },
    ...overrides,
  });

const run = (study: Study, store: string, options: Partial<RunOptions> = {}): Promise<RunResult> =>
  runStudy(study, { store, backend: 'js', workers: 2, runner: inline(), ...options });

const summaryText = (store: string): Promise<string> =>
  readFile(join(store, 'studies/tiny/summary.json'), 'utf8');

/** Relative errors of a cell's estimators over exactly its first replicates, from what a store has. */
async function relativeErrors(store: string, n: number, replicates: number): Promise<readonly number[]> {
  const cells = planStudy(tinyStudy({ sampleSizes: [n], looks: [[replicates]] }));
  const [{ measured }] = await readCellStates(openDirectoryStore(store), cells, {
    until: null,
    tables: NO_TABLES,
  });
  return measured.summary.estimators.map(({ measures }) => {
    const { value, mcse } = measures.rmsAngle ?? {};
    return (mcse ?? Number.NaN) / (value ?? Number.NaN);
  });
}

describe('a study with a stopping rule', () => {
  test('stops every cell at the first look at which every estimator is known well enough', async () => {
    const store = temporaryFolder();
    const { summary } = await run(adaptive(), store);
    expect(summary.status).toBe('complete');
    for (const { n, look = 0, estimators } of summary.cells) {
      const replicates = LOOKS[look - 1];
      expect(estimators.map(({ measures }) => measures.failureRate?.replicates)).toEqual([
        replicates,
        replicates,
      ]);
      expect(look).toBeGreaterThan(1);
      expect(Math.max(...(await relativeErrors(store, n, LOOKS[look - 1])))).toBeLessThanOrEqual(
        RELATIVE_MCSE,
      );
      for (const earlier of LOOKS.slice(0, look - 1)) {
        expect(Math.max(...(await relativeErrors(store, n, earlier)))).toBeGreaterThan(RELATIVE_MCSE);
      }
    }
  });

  test('gives the same bytes for any number of workers and any order in which blocks arrive', async () => {
    const stores = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
    await run(adaptive(), stores[0], { workers: 1 });
    await run(adaptive(), stores[1], { workers: 7, runner: inline((count) => (count % 3 === 0 ? 20 : 0)) });
    await run(tinyStudy({ sampleSizes: [10, 30], looks: [[6400], [50]] }), stores[2]);
    await run(adaptive(), stores[2]);
    const [first, ...others] = await Promise.all(stores.map(summaryText));
    for (const other of others) expect(other).toBe(first);
  });

  test('gives the same bytes after being interrupted between any two rounds', async () => {
    const [whole, broken] = [temporaryFolder(), temporaryFolder()];
    await run(adaptive(), whole);
    const statuses: string[] = [];
    for (let blocks = 1; statuses.at(-1) !== 'complete'; blocks++) {
      const controller = new AbortController();
      const limit = blocks;
      const { status } = await run(adaptive(), broken, {
        workers: 1,
        signal: controller.signal,
        onEvent: (event) => {
          if (event.event === 'progress' && event.blocksDone >= limit) controller.abort();
        },
      });
      statuses.push(status);
      if (blocks > 100) throw new Error('never complete');
    }
    expect(statuses.length).toBeGreaterThan(3);
    expect(await summaryText(broken)).toBe(await summaryText(whole));
  });

  test('ends at the last look where the error asked for is out of reach', async () => {
    const looks = plannedLooks(50, 300);
    const study = adaptive({ looks: [looks, looks], until: { measure: 'rmsAngle', relativeMcse: 1e-4 } });
    const { summary } = await run(study, temporaryFolder());
    expect(summary.status).toBe('complete');
    expect(summary.cells.map(({ look }) => look)).toEqual([4, 4]);
  });
});
