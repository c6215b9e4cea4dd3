import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { signbench, writeSmallStudy } from '../support/cli.ts';

const TIMEOUT = { timeout: 120_000 };
const SUPPORTED = '{ kind: limit, estimator: rlhf, against: theory, within: 30deg }';
const REFUTED = '{ kind: limit, estimator: rlhf, against: 90deg, within: 1deg }';
/** More data sets than the study has would be needed. */
const UNDECIDED = '{ kind: limit, estimator: rlhf, against: theory, within: 0.01deg }';

let folder = '';
let store = '';

/** A study file with claims on the data of one store, which are computed once. */
async function claiming(...claims: readonly string[]): Promise<string> {
  const path = await writeSmallStudy(folder, { sampleSizes: [100], replicates: [200] });
  const text = await readFile(path, 'utf8');
  const lines = claims.map((claim) => `  - ${claim}\n`).join('');
  await writeFile(path, claims.length === 0 ? text : `${text}claims:\n${lines}`);
  return path;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signbench-'));
  store = join(folder, 'store');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test.each([
  ['0 where all claims are supported', [SUPPORTED], 0],
  ['1 where any is refuted, undecided ones or not', [SUPPORTED, UNDECIDED, REFUTED], 1],
  ['3 where any is undecided and none refuted', [UNDECIDED, SUPPORTED], 3],
])('check exits with %s, and run with 0', TIMEOUT, async (_, claims, expected) => {
  const study = await claiming(...claims);
  const { code, stdout, stderr } = await signbench('check', study, '--store', store, '--quiet');
  expect(code, stderr).toBe(expected);
  for (const [i] of claims.entries()) expect(stdout).toMatch(new RegExp(`^${i + 1}  (su|re|un)`, 'm'));
  const run = await signbench('run', study, '--store', store, '--quiet');
  expect(run.code, run.stderr).toBe(0);
  expect(run.stdout).toContain('Claims: intervals that hold together at 1 %');
});

test('summary.json has every claim with verdict, interval, margin and look', TIMEOUT, async () => {
  await signbench('check', await claiming(SUPPORTED, UNDECIDED), '--store', store, '--quiet');
  const { claims } = JSON.parse(await readFile(join(store, 'studies/small/summary.json'), 'utf8'));
  expect(claims).toHaveLength(2);
  expect(claims[0]).toMatchObject({
    claim: { kind: 'limit', estimator: 'rlhf', against: 'theory' },
    verdict: 'supported',
    look: 1,
    replicatesToDecide: null,
  });
  expect(claims[0].interval[0]).toBeGreaterThan(claims[0].margin[0]);
  expect(claims[0].interval[1]).toBeLessThan(claims[0].margin[1]);
  expect(claims[1].replicatesToDecide).toBeGreaterThan(200);
});

test('check --json prints a table with which --expect compares', TIMEOUT, async () => {
  const study = await claiming(SUPPORTED, REFUTED);
  const json = await signbench('check', study, '--store', store, '--quiet', '--json');
  expect(json.code).toBe(1);
  const table = JSON.parse(json.stdout);
  expect(table.claims.map(({ verdict }: { readonly verdict: string }) => verdict)).toEqual([
    'supported',
    'refuted',
  ]);
  const expected = join(folder, 'expected.json');
  await writeFile(expected, json.stdout);
  const as = await signbench('check', study, '--store', store, '--quiet', '--expect', expected);
  expect(as.code, as.stderr).toBe(0);

  const { study: name, claim, verdict } = table.claims[0];
  await writeFile(expected, stringify({ claims: [{ study: name, claim, verdict }] }));
  const more = await signbench('check', study, '--store', store, '--quiet', '--expect', expected);
  expect(more.code).toBe(1);
  const entry = /is refuted, and not in the table: add (.*)\.\n$/.exec(more.stderr)?.[1] ?? '';
  expect(JSON.parse(entry)).toMatchObject({ study: 'small', verdict: 'refuted', reason: '' });
  await writeFile(expected, stringify({ claims: [{ study: name, claim, verdict }, JSON.parse(entry)] }));
  const added = await signbench('check', study, '--store', store, '--quiet', '--expect', expected);
  expect(added.code, added.stderr).toBe(0);

  table.claims[1].verdict = 'supported';
  await writeFile(expected, JSON.stringify(table));
  const other = await signbench('check', study, '--store', store, '--quiet', '--expect', expected);
  expect(other.code).toBe(1);
  expect(other.stderr).toMatch(/small: .*"kind":"limit".* is refuted, supported expected\./);

  const fewer = await signbench(
    'check',
    await claiming(SUPPORTED),
    '--store',
    store,
    '--quiet',
    '--expect',
    expected,
  );
  expect(fewer.code).toBe(1);
  expect(fewer.stderr).toContain('is in the table, and not in the study');
});

test('check refuses in a sentence what it cannot read', TIMEOUT, async () => {
  const study = await claiming();
  const none = await signbench('check', study, '--store', store, '--quiet');
  expect([none.code, none.stderr]).toEqual([0, 'signbench: small claims nothing.\n']);
  for (const [args, sentence] of [
    [[], 'check needs a study, or --all and no study.'],
    [[study, '--all'], 'check needs a study, or --all and no study.'],
    [
      [study, '--expect', join(folder, 'absent.json')],
      `--expect ${join(folder, 'absent.json')} cannot be read.`,
    ],
    [
      [study, '--expect', study],
      `--expect ${study} is no table of verdicts; signbench check --json prints one.`,
    ],
  ] as const) {
    const { code, stderr } = await signbench('check', ...args, '--store', store);
    expect([code, stderr]).toEqual([2, `signbench: ${sentence}\n`]);
  }
});
