import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { signbench } from '../support/cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const STUDY = `name: small
seed: 11
population:
  features: { law: gaussian, dimension: 2 }
  users: { law: mixture, types: [[3, 2], [1, -2]], weights: [0.5, 0.5] }
estimators: [sign, rlhf]
sampleSizes: [100, 1000]
replicates: { min: 100, max: 6400, until: { measure: rmsAngle, relativeMcse: 0.03 } }
vary: { population.users.types.0.0: [3, 9] }
`;

async function run(folder: string, store: string, workers: number): Promise<string> {
  const study = join(folder, 'small.yaml');
  await writeFile(study, STUDY);
  const finished = await signbench('run', study, '--store', store, '--workers', String(workers), '--json');
  expect(finished.code).toBe(0);
  const { path } = JSON.parse(finished.stdout.trim().split('\n').at(-1) ?? '');
  return readFile(path, 'utf8');
}

test('a study with a stopping rule ends at the same looks, with the same bytes, on 1 worker and on 7', async () => {
  const folder = temporaryFolder();
  const one = await run(folder, join(folder, 'one'), 1);
  const seven = await run(folder, join(folder, 'seven'), 7);
  expect(seven).toBe(one);
  const looks = JSON.parse(one).cells.map(({ look }: { readonly look: number }) => look);
  // The four cells do not all stop together, and none at its first look or at its last.
  expect(new Set(looks).size).toBeGreaterThan(1);
  expect(Math.min(...looks)).toBeGreaterThan(1);
  expect(Math.max(...looks)).toBeLessThan(7);
});
