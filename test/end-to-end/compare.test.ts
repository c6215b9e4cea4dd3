import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signbench, writeSmallStudy } from '../support/cli.ts';

const TIMEOUT = { timeout: 120_000 };

let folder = '';
let first = '';
let second = '';

/** The folder of the result of a small study with this seed. */
async function resultOf(seed: number): Promise<string> {
  const study = await writeSmallStudy(folder, { sampleSizes: [20, 100], replicates: [400, 400] });
  await writeFile(study, (await readFile(study, 'utf8')).replace(/seed: \d+/, `seed: ${seed}`));
  const store = join(folder, `store-${seed}`);
  const { code, stderr } = await signbench('run', study, '--store', store, '--quiet');
  expect(code, stderr).toBe(0);
  return join(store, 'studies/small');
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signbench-'));
  [first, second] = [await resultOf(1), await resultOf(2)];
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

test('a result is the same to the bit as itself', TIMEOUT, async () => {
  const { code, stdout } = await signbench('compare', first, join(first, 'summary.json'));
  expect(code).toBe(0);
  expect(stdout).toMatch(/^All \d+ numbers are the same to the bit\.\nA number has changed where/);
});

test('results of two seeds differ within their noise', TIMEOUT, async () => {
  const { code, stdout } = await signbench('compare', first, second, '--json');
  expect(code, stdout).toBe(0);
  const found = JSON.parse(stdout);
  expect(found).toMatchObject({ sameStudy: false, differing: [] });
  expect(found.counts).toMatchObject({ changed: 0, missing: 0 });
  expect(found.counts.noise).toBeGreaterThan(10);
});

test('a number that was changed by 10 of its errors is named, alone', TIMEOUT, async () => {
  const summary = JSON.parse(await readFile(join(first, 'summary.json'), 'utf8'));
  const measure = summary.cells[0].estimators[0].measures.rmsAngle;
  measure.value += 10 * measure.mcse;
  const path = join(folder, 'changed.json');
  await writeFile(path, JSON.stringify(summary));
  const { code, stdout } = await signbench('compare', second, path);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^1 of \d+ numbers changed by more than their noise\./);
  expect(stdout).toMatch(/^n=20\s+sign\s+rmsAngle\s/m);
});

test('what is no result is refused in a sentence', TIMEOUT, async () => {
  const absent = await signbench('compare', first, 'no-such-result');
  expect([absent.code, absent.stderr]).toEqual([2, expect.stringContaining('There is no result at')]);
  const other = await signbench('compare', first, join(first, 'digests.json'));
  expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('is no summary of a study')]);
});
