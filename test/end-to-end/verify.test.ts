import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { condensedDigests } from '../../results/digests-file.ts';
import { signbench, writeSmallStudy } from '../support/cli.ts';

const TIMEOUT = { timeout: 120_000 };

let folder = '';
let published = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signbench-'));
  const study = await writeSmallStudy(folder, { sampleSizes: [20, 100], replicates: [400, 400] });
  const store = join(folder, 'store');
  const { code, stderr } = await signbench('run', study, '--store', store, '--quiet');
  expect(code, stderr).toBe(0);
  published = join(store, 'studies/small');
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

/** A copy of the result in which one file reads otherwise. */
async function tampered(file: string, change: (text: string) => string): Promise<string> {
  const copy = await mkdtemp(join(folder, 'copy-'));
  await cp(published, copy, { recursive: true });
  await writeFile(join(copy, file), change(await readFile(join(copy, file), 'utf8')));
  return copy;
}

/** The digest at this place of the file, with other digits. */
const forged = (place: number) => (text: string) => {
  const digests = [...text.matchAll(/":"([0-9a-f]{64})"/g)].map(([, digest]) => digest);
  return text.replace(
    digests[place],
    digests[place].replace(/./g, (digit) => (digit === '0' ? '1' : '0')),
  );
};

test('a result as it was published is verified, and says what made it', TIMEOUT, async () => {
  const { code, stdout, stderr } = await signbench('verify', published, '--sample', '100%', '--json');
  expect(code, stderr).toBe(0);
  const found = JSON.parse(stdout);
  expect(found).toMatchObject({ study: 'small', published: 8, checked: 8, differing: [], unknown: 0 });
  expect(found.madeBy.node).toBe(process.version);
});

test('a sample is at least one block with all of its estimators', TIMEOUT, async () => {
  const { code, stdout } = await signbench('verify', published, '--quiet');
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^small: 2 of 8 records computed again, 2 the same to the bit\.\nMade by signbench /,
  );
});

test('a digest that was forged is found and named when its block is taken', TIMEOUT, async () => {
  const copy = await tampered('digests.json', forged(3));
  const { code, stdout } = await signbench('verify', copy, '--sample', '100%', '--quiet');
  expect(code).toBe(1);
  expect(stdout).toContain('8 of 8 records computed again, 7 the same to the bit');
  expect(stdout).toMatch(/differs: n=20, block 1, rlhf/);
});

test('a record of another study or revision is not taken for one of this', TIMEOUT, async () => {
  const copy = await tampered('digests.json', (text) =>
    text.replace(/"[0-9a-f]{64}":/, `"${'a'.repeat(64)}":`),
  );
  const { code, stdout } = await signbench('verify', copy, '--quiet');
  expect(code).toBe(1);
  expect(stdout).toContain('1 published records are not of this study as this version computes it');
});

test.each([
  [
    'another seed',
    'study.yaml',
    (text: string) => text.replace(/seed: \d+/, 'seed: 99'),
    'they do not belong together',
  ],
  ['no digests', 'digests.json', () => '{}', 'is no list of digests'],
  ['no word of how it was run', 'run.json', () => 'x', 'does not say how the study was run'],
])('a result with %s is refused in a sentence', TIMEOUT, async (_, file, change, sentence) => {
  const { code, stderr } = await signbench('verify', await tampered(file, change));
  expect(code).toBe(2);
  expect(stderr).toContain(sentence);
});

test('a result that is not there, and a share that is none, are refused', TIMEOUT, async () => {
  const absent = await signbench('verify', 'no-such-result');
  expect([absent.code, absent.stderr]).toEqual([2, expect.stringContaining('holds no published result')]);
  const share = await signbench('verify', published, '--sample', '0');
  expect([share.code, share.stderr]).toEqual([2, expect.stringContaining('A share above 0')]);
});

describe('a result that signbench publish wrote', () => {
  let result = '';

  beforeAll(async () => {
    const store = join(folder, 'store');
    const { code, stdout, stderr } = await signbench('publish', 'small', '--store', store, '--to', folder);
    expect(code, stderr).toBe(2);
    expect(stderr).toContain('names a path of this machine');
    expect(stdout).toBe('');
    const provenance = join(published, 'provenance.json');
    const text = await readFile(provenance, 'utf8');
    await writeFile(provenance, text.replace(/"command": ".*"/, '"command": "signbench run small.yaml"'));
    const done = await signbench('publish', 'small', '--store', store, '--to', folder);
    expect(done.code, done.stderr).toBe(0);
    result = done.stdout.trim();
    expect(result).toBe(join(folder, 'small'));
  }, 120_000);

  test('holds six files, and is verified', TIMEOUT, async () => {
    expect((await readdir(result)).sort()).toEqual([
      'digests.json',
      'provenance.json',
      'report.html',
      'run.json',
      'study.yaml',
      'summary.json',
    ]);
    const { code, stdout, stderr } = await signbench('verify', result, '--sample', '100%', '--quiet');
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('8 of 8 records computed again, 8 the same to the bit');
  });

  test(
    'with one digest for several blocks is verified as a whole, and a changed one is found',
    TIMEOUT,
    async () => {
      const text = await readFile(join(result, 'digests.json'), 'utf8');
      const small = condensedDigests(text, 4);
      expect(JSON.parse(small ?? '')).toMatchObject({
        blocksPerDigest: 2,
        records: [{ count: 2 }, {}, {}, {}],
      });
      await writeFile(join(result, 'digests.json'), small ?? '');
      const same = await signbench('verify', result, '--sample', '100%', '--quiet');
      expect(same.code, same.stderr).toBe(0);
      expect(same.stdout).toContain('4 of 4 groups of up to 2 records computed again, 4 the same to the bit');

      await writeFile(join(result, 'digests.json'), forged(1)(small ?? ''));
      const other = await signbench('verify', result, '--sample', '100%', '--quiet');
      expect(other.code).toBe(1);
      expect(other.stdout).toMatch(/differs: n=20, block 0, rlhf/);
    },
  );

  test('is refused while the study is not complete', TIMEOUT, async () => {
    const { code, stderr } = await signbench(
      'publish',
      'absent',
      '--store',
      join(folder, 'store'),
      '--to',
      folder,
    );
    expect(code).toBe(2);
    expect(stderr).toContain('is missing: only a study that is complete can be published');
  });
});
