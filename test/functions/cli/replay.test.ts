import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadStudy } from '../../../functions/cli/load-study.ts';
import { runProgram } from '../../../functions/cli/program.ts';
import { createEngine } from '../../../functions/study/engine.ts';
import { type Cell, planStudy } from '../../../functions/study/plan.ts';
import { runBlock } from '../../../functions/study/run-block.ts';
import { storeRecord } from '../../../results/gather-records.ts';
import { encodeRecord, recordAddress } from '../../../results/records.ts';
import { openDirectoryStore } from '../../../results/store/directory.ts';
import { blockKey } from '../../../results/store/keys.ts';
import { captureHost } from '../../support/captured-host.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const FILE = `name: replayed
seed: 3
population:
  features: { law: gaussian, dimension: 2 }
  users: { law: mixture, types: [[3, 2], [1, -2]], weights: [0.5, 0.5] }
  choice: logit
estimators:
  - sign
  - rlhf
  - { id: annealed, kind: sign, solver: anneal, lambda: [1, 15], steps: 30 }
sampleSizes: [5, 600]
replicates: { min: 200, max: 800, until: { measure: rmsAngle, relativeMcse: 0.01 } }
vary: { 'population.users.weights': [[0.5, 0.5], [0.4, 0.6]] }
`;

interface Folder {
  readonly study: string;
  readonly store: string;
  readonly cells: readonly Cell[];
}

/** A study file, and a store with the first block of its first cell only. */
async function storedFolder(): Promise<Folder> {
  const folder = temporaryFolder();
  const study = join(folder, 'replayed.yaml');
  await writeFile(study, FILE);
  const store = join(folder, 'store');
  const cells = planStudy((await loadStudy(study, { studiesFolder: 'studies' })).study);
  const [cell] = cells;
  const task = { cell, block: 0, estimators: cell.estimators };
  for (const outcomes of runBlock(task, createEngine('js'))) {
    const address = recordAddress(cell, 0, outcomes.estimator);
    await storeRecord(openDirectoryStore(store), address, encodeRecord(address, outcomes));
  }
  return { study, store, cells };
}

async function replay({ study, store }: Folder, cell: string, replicate: number, ...more: readonly string[]) {
  const { host, stdout, stderr } = captureHost();
  const args = ['replay', study, '--cell', cell, '--replicate', String(replicate), '--store', store, ...more];
  const code = await runProgram(args, host);
  return { code, stdout: stdout(), stderr: stderr() };
}

const CELL = 'weights=[0.5,0.5],n=5';

describe('replay', () => {
  test('finds what the store has, failed fits included, by a key with factors', async () => {
    const folder = await storedFolder();
    const statuses = new Set<string>();
    for (let replicate = 0; replicate < 12; replicate++) {
      const { code, stdout, stderr } = await replay(folder, CELL, replicate, '--json');
      expect(code, stderr).toBe(0);
      const { estimators } = JSON.parse(stdout);
      for (const { stored, status } of estimators) {
        expect(stored).toBe('identical');
        statuses.add(status);
      }
    }
    expect(statuses).toContain('ok');
    expect(statuses).toContain('separable');
  });

  test('says why a fit failed, with the numbers that decided it, in text and JSON alike', async () => {
    const folder = await storedFolder();
    const { stdout } = await replay(folder, CELL, 0, '--json');
    const { dataSha256, estimators } = JSON.parse(stdout);
    const [sign, rlhf] = estimators;
    expect(sign.failure).toBeNull();
    expect(rlhf).toMatchObject({ status: 'separable', direction: null, angle: null, score: null });
    expect(rlhf.failure).toMatch(
      /^separable: a direction has none of the 5 rows on its wrong side, .*; at step \d+, the last: rows 5, objective [\d.e-]+, gradient [\d.e-]+, norm [\d.]+\.$/,
    );
    const text = (await replay(folder, CELL, 0)).stdout;
    expect(text).toContain(`rlhf (newton) failed: ${rlhf.failure}`);
    expect(text).toContain(dataSha256);
  });

  test('says once what decided a fit that ends and has no answer under normalise: first', async () => {
    const study = join(temporaryFolder(), 'first.yaml');
    const users = 'users: { law: point, mean: [0.001, 1] }\n  normalise: first\n';
    await writeFile(study, FILE.replace(/users: .*\n/, users).replace(/vary: .*\n/, ''));
    const folder = { study, store: join(temporaryFolder(), 'store'), cells: [] };
    const texts = await Promise.all([0, 1, 2, 3, 4, 5].map((r) => replay(folder, 'n=600', r)));
    const failed = texts.flatMap(({ stdout }) => stdout.match(/^rlhf .* failed: infeasible: .*$/m) ?? []);
    expect(failed.length).toBeGreaterThan(0);
    for (const line of failed) expect(line).toMatch(/; at step \d+, the last: [^;]*, norm [\d.]+\.$/);
  });

  test('shows the steps of every iteration, all in JSON and the ends of a long one in text', async () => {
    const folder = await storedFolder();
    const { estimators } = JSON.parse((await replay(folder, CELL, 1, '--json')).stdout);
    const [sign, rlhf, annealed] = estimators;
    expect(sign.steps).toHaveLength(1);
    expect(rlhf.steps[0]).toMatchObject({ rows: 5, norm: 0 });
    expect(annealed.steps).toHaveLength(30);
    const { stdout } = await replay(folder, CELL, 1);
    expect(stdout).toMatch(/annealed \(anneal\) direction .*\n {2}step +lambda +objective +gradient\n {2}1 /);
    expect(stdout).toContain('10 steps are left out here; --json has all.');
  });

  test('computes replicates up to the last look, and says that their record is absent', async () => {
    const folder = await storedFolder();
    const { code, stdout } = await replay(folder, 'weights=[0.4,0.6],n=600', 799, '--json');
    expect(code).toBe(0);
    const { block, estimators } = JSON.parse(stdout);
    expect(block).toBe(3);
    expect(new Set(estimators.map(({ stored }: { stored: string }) => stored))).toEqual(new Set(['absent']));
    expect((await replay(folder, CELL, 799)).stdout).toContain(
      'The store has no record of block 3 for sign, rlhf, annealed; signbench run computes it.',
    );
    const beyond = await replay(folder, CELL, 800);
    expect(beyond.code).toBe(2);
    expect(beyond.stderr).toContain(
      '--replicate is 800; cell weights=[0.5,0.5],n=5 has the replicates 0 to 799',
    );
  });

  test('has exit code 1 where the store has other numbers', async () => {
    const folder = await storedFolder();
    const [cell] = folder.cells;
    const store = openDirectoryStore(folder.store);
    const address = recordAddress(cell, 0, cell.estimators[0]);
    const [outcomes] = runBlock({ cell, block: 0, estimators: [cell.estimators[0]] }, createEngine('js'));
    const scores = outcomes.scores.map((score) => score / 2);
    await store.replace(blockKey(address.key), encodeRecord(address, { ...outcomes, scores }));
    const { code, stdout } = await replay(folder, CELL, 3);
    expect(code).toBe(1);
    expect(stdout.match(/DIFFERS/g)).toHaveLength(1);
  });

  test('draws the same data again, and other data for another replicate or another cell', async () => {
    const folder = await storedFolder();
    const digest = async (cell: string, replicate: number): Promise<string> =>
      JSON.parse((await replay(folder, cell, replicate, '--json')).stdout).dataSha256;
    const [a, b, c] = [
      await digest(CELL, 1),
      await digest(CELL, 2),
      await digest('weights=[0.4,0.6],n=5', 1),
    ];
    expect(new Set([a, b, c]).size).toBe(3);
    expect(await digest(CELL, 1)).toBe(a);
  });

  test('names a damaged record that it moves away', async () => {
    const folder = await storedFolder();
    const [cell] = folder.cells;
    const key = blockKey(recordAddress(cell, 0, cell.estimators[1]).key);
    await openDirectoryStore(folder.store).replace(key, new TextEncoder().encode('cut o'));
    const { code, stdout, stderr } = await replay(folder, CELL, 3, '--json');
    expect(code).toBe(0);
    expect(stderr).toMatch(/^signbench: damaged record .*; moved to /);
    expect(JSON.parse(stdout).estimators[1].stored).toBe('absent');
  });

  test('an unknown cell is answered with the nearest', async () => {
    const { code, stderr } = await replay(await storedFolder(), 'weights=[0.5,0.5],n=50', 3);
    expect(code).toBe(2);
    expect(stderr).toContain('Did you mean weights=[0.5,0.5],n=5?');
  });
});
