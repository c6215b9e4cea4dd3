import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runBatch } from '../../../functions/compute/run-batch.ts';
import { type RunOptions, type RunResult, runStudy } from '../../../functions/local/run-study.ts';
import type { BatchRunner } from '../../../functions/local/worker-pool.ts';
import type { Claim } from '../../../functions/study/claim.ts';
import { createEngine } from '../../../functions/study/engine.ts';
import { plannedLooks } from '../../../functions/study/spec/sampling.ts';
import type { Study } from '../../../functions/study/study.ts';
import { NO_TABLES } from '../../../kernels/populations/table.ts';
import { openDirectoryStore } from '../../../results/store/directory.ts';
import { takenCells } from '../../../results/taken-cells.ts';
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

const LOOKS = plannedLooks(50, 1600);
const EASY: Claim = {
  kind: 'limit',
  estimator: 'rlhf',
  against: -0.2,
  within: 1,
  at: 10,
};
/** Decided somewhere on the way. */
const HARD: Claim = {
  kind: 'same',
  estimator: 'sign',
  as: 'rlhf',
  measure: 'rmsAngle',
  within: 0.3,
  from: 30,
};
/** The estimate lies too near an edge for the data there are. */
const HOPELESS: Claim = { kind: 'limit', estimator: 'sign', against: -0.1, within: 0.03, at: 100 };

const claiming = (claims: readonly Claim[], overrides: Partial<Study> = {}): Study =>
  tinyStudy({
    sampleSizes: [10, 30, 100],
    looks: [LOOKS, LOOKS, LOOKS],
    claims,
    alpha: 0.01,
    ...overrides,
  });

const run = (study: Study, store: string, options: Partial<RunOptions> = {}): Promise<RunResult> =>
  runStudy(study, { store, backend: 'js', workers: 2, runner: inline(), ...options });

const summaryText = (store: string): Promise<string> =>
  readFile(join(store, 'studies/tiny/summary.json'), 'utf8');

describe('a study with claims', () => {
  test('takes every cell as far as the claims that read it need, and no further', async () => {
    const { summary } = await run(claiming([EASY, HARD, HOPELESS]), temporaryFolder());
    const [easy, hard, hopeless] = summary.claims;
    expect(easy).toMatchObject({ verdict: 'supported', look: 1, replicatesToDecide: null });
    expect(hard.verdict).not.toBe('undecided');
    expect(hard.look).toBeGreaterThan(1);
    expect(hard.look).toBeLessThan(LOOKS.length);
    expect(hopeless).toMatchObject({ verdict: 'undecided', look: LOOKS.length });
    expect(summary.cells.map(({ look }) => look)).toEqual([1, hard.look, LOOKS.length]);
    expect(summary.cells.map(({ estimators }) => estimators[0].measures.failureRate?.replicates)).toEqual([
      LOOKS[0],
      LOOKS[hard.look - 1],
      LOOKS[LOOKS.length - 1],
    ]);
  });

  test('judges a look from exactly its first replicates, as a study of so many does', async () => {
    const claim: Claim = { ...HARD, within: 0.4 };
    const { summary } = await run(claiming([claim]), temporaryFolder());
    const [{ look, interval }] = summary.claims;
    expect(look).toBeGreaterThan(1);
    const replicates = LOOKS[look - 1];
    // Alone at its only look it has the level alpha / 2; at look k it has alpha / (k (k + 1)).
    const alpha = (2 * 0.01) / (look * (look + 1));
    const fixed = claiming([claim], { looks: [[replicates], [replicates], [replicates]], alpha });
    const alone = await run(fixed, temporaryFolder());
    expect(alone.summary.claims[0].interval).toEqual(interval);
    expect(alone.summary.claims[0].look).toBe(1);
    expect(Object.keys(alone.summary.cells[0])).not.toContain('look');
  });

  test('gives the same bytes for any number of workers, any order of arrival, and more data than it needs', async () => {
    const stores = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
    const study = claiming([EASY, HARD, HOPELESS], { until: { measure: 'rmsAngle', relativeMcse: 0.05 } });
    await run(study, stores[0], { workers: 1 });
    await run(study, stores[1], { workers: 7, runner: inline((count) => (count % 3 === 0 ? 20 : 0)) });
    await run(tinyStudy({ looks: [[3200], [1600], [50]] }), stores[2]);
    await run(study, stores[2]);
    const [first, ...others] = await Promise.all(stores.map(summaryText));
    for (const other of others) expect(other).toBe(first);
  });

  test('gives the same bytes after being interrupted again and again', async () => {
    const [whole, broken] = [temporaryFolder(), temporaryFolder()];
    const study = claiming([EASY, HARD, HOPELESS]);
    await run(study, whole);
    const statuses: string[] = [];
    for (let blocks = 1; statuses.at(-1) !== 'complete'; blocks++) {
      const controller = new AbortController();
      let first: number | null = null;
      const result = await run(study, broken, {
        workers: 1,
        signal: controller.signal,
        onEvent: (event) => {
          if (event.event !== 'progress') return;
          first ??= event.blocksDone;
          if (event.blocksDone > first) controller.abort();
        },
      });
      statuses.push(result.status);
      if (result.status !== 'complete') expect(result.summary.claims).toEqual([]);
      if (blocks > 100) throw new Error('never complete');
    }
    expect(statuses.length).toBeGreaterThan(3);
    expect(await summaryText(broken)).toBe(await summaryText(whole));
  });

  test('has no number changed by a claim, where every cell has one look', async () => {
    const [plain, claimed] = [temporaryFolder(), temporaryFolder()];
    const looks = [[400], [400], [400]];
    const before = await run(tinyStudy({ looks }), plain);
    const after = await run(claiming([HARD], { looks }), claimed);
    expect(after.summary.cells).toEqual(before.summary.cells);
    expect(after.summary.rates).toEqual(before.summary.rates);
    const again = await run(claiming([HARD, EASY], { looks }), plain);
    expect(again.provenance.replicatesComputed).toBe(0);
  });

  test('exports the replicates that its summary stands on', async () => {
    const store = temporaryFolder();
    const study = claiming([EASY, HARD]);
    const { summary } = await run(study, store);
    const cells = [];
    for await (const cell of takenCells(openDirectoryStore(store), study, { tables: NO_TABLES }))
      cells.push(cell);
    expect(cells.map(({ replicates }) => replicates)).toEqual(
      summary.cells.map(({ look }) => LOOKS[(look ?? 0) - 1]),
    );
  });

  test('is judged without verdicts where a block is lost', async () => {
    const runner: BatchRunner = {
      run: async (batch) => {
        if (batch.tasks.some(({ cell }) => cell.n === 30)) throw new Error('out of memory');
        return runBatch(batch, engine);
      },
      close: async () => {},
    };
    const { status, summary } = await run(claiming([EASY, HARD]), temporaryFolder(), { runner });
    expect(status).toBe('partial');
    expect(summary.claims).toEqual([]);
  });
});

describe('a study in which something varies', () => {
  const levels = [1, 0.3].map((share) => ({
    factors: { 'population.users.weights': `[${share}]` },
    population: {
      ...tinyStudy().scenarios[0].population,
      users: { law: 'point', mean: [4 * share, 0] } as const,
    },
    estimators: tinyStudy().scenarios[0].estimators,
  }));
  const varied = (claims: readonly Claim[]): Study => claiming(claims, { scenarios: levels });

  test('judges a claim under every combination, and under those of where alone', async () => {
    const where = { 'population.users.weights': '[0.3]' };
    const { summary } = await run(varied([EASY, { ...EASY, where }]), temporaryFolder());
    expect(summary.claims.map(({ factors }) => factors)).toEqual([
      levels[0].factors,
      levels[1].factors,
      where,
    ]);
  });

  test('judges a claim along a factor once, over its levels in order', async () => {
    const claim: Claim = {
      kind: 'monotone',
      estimator: 'sign',
      measure: 'rmsAngle',
      along: 'population.users.weights',
      direction: 'increasing',
      from: 30,
    };
    const { summary } = await run(varied([claim, { ...claim, direction: 'decreasing' }]), temporaryFolder());
    expect(summary.claims.map(({ verdict }) => verdict)).toEqual(['supported', 'refuted']);
    expect(Object.keys(summary.claims[0])).not.toContain('factors');
  });
});
