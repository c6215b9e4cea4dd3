import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EstimatorOf } from '../../../functions/twins/fit/fit-job.ts';
import { createFitTeam, fitHere } from '../../../functions/twins/fit/fit-team.ts';
import { chosenBy } from '../../support/dense.ts';

const folder = mkdtempSync(join(tmpdir(), 'signbench-fit-'));
const outfile = join(folder, 'fit-worker.mjs');
const script = pathToFileURL(outfile);

beforeAll(async () => {
  const entryPoints = ['functions/twins/fit/fit-worker.ts'];
  await build({ entryPoints, outfile, bundle: true, format: 'esm', platform: 'node', target: 'node20' });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Large enough that threads share an evaluation: 2^20 features at least. */
const [ROWS, COLUMNS] = [5000, 230];

const ESTIMATORS: readonly EstimatorOf[] = [
  { kind: 'rlhf', ridge: 1e-4 },
  { kind: 'staged', lambda: [1, 4, 15] },
  { kind: 'em', components: 2, ridge: 1e-3, starts: 1, seed: 3, tolerance: 1e-2 },
];

describe('a team of threads', () => {
  it.each(ESTIMATORS)('fits $kind to the same bytes for any number of threads', async (estimator) => {
    const { table, judged } = chosenBy(ROWS, COLUMNS);
    const job = { ...judged, estimator, personas: Uint32Array.from(judged.rows, (i) => i % 50) };
    const alone = await fitHere(table).fit(job);
    expect(alone.status).toBe('ok');
    for (const threads of [1, 2, 3]) {
      const team = createFitTeam(table, { script, threads });
      expect(await team.fit(job)).toEqual(alone);
      expect(await team.fit(job)).toEqual(alone);
      await team.close();
    }
  });

  it('answers for personas in their order, whoever was asked', async () => {
    const { table, judged } = chosenBy(900, 6);
    const labels = Array.from({ length: 9 }, (_, u) => ({
      rows: judged.rows.slice(100 * u, 100 * u + 100),
      signs: judged.signs.slice(100 * u, 100 * u + 100),
      folds: Uint8Array.from({ length: 100 }, (_, i) => i % 5),
    }));
    const here = await fitHere(table).personas({ kind: 'fit', labels, ridge: 0.1 });
    const team = createFitTeam(table, { script, threads: 2 });
    const heard: number[] = [];
    expect(await team.personas({ kind: 'fit', labels, ridge: 0.1 }, (done) => heard.push(done))).toEqual(
      here,
    );
    expect(heard).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    await team.close();
  });

  it('ends at once when the signal comes, although a fit is under way', async () => {
    const { table, judged } = chosenBy(ROWS, COLUMNS);
    const controller = new AbortController();
    const team = createFitTeam(table, { script, threads: 2, signal: controller.signal });
    const estimator = { kind: 'anneal', lambda: [1, 15], steps: 1_000_000 } as const;
    const fit = team.fit({ ...judged, estimator }, () => controller.abort());
    await expect(fit).rejects.toThrow(/interrupted/);
    await team.close();
  });
});
