import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, describe, expect, it } from 'vitest';
import { signbench } from '../support/cli.ts';
import { recipeRows } from '../support/samples.ts';

const folder = mkdtempSync(join(tmpdir(), 'signbench-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string): string => join(folder, name);
/** Rows are already signed: every other one is turned round and answered 0. */
const rows = recipeRows({ n: 400, d: 3, seed: 6, beta: [2, -1, 1] }).map((row, i) => ({
  x: i % 2 === 0 ? row : row.map((v) => -v),
  y: 1 - (i % 2),
}));
const csv = ['y,price,speed,"size, m"', ...rows.map(({ x, y }) => `${y},${x.join(',')}`)].join('\r\n');
writeFileSync(file('choices.csv'), csv);

async function fitted(...args: readonly string[]) {
  const { code, stdout, stderr } = await signbench('fit', ...args, '--json');
  expect(stderr).not.toMatch(/unexpected error/);
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout);
}

describe('signbench fit', () => {
  it('prints one object an estimator, whatever the file is', async () => {
    const names = ['price', 'speed', 'size, m'];
    writeFileSync(
      file('choices.parquet'),
      new Uint8Array(
        parquetWriteBuffer({
          columnData: [
            { name: 'y', data: rows.map(({ y }) => y), type: 'INT32' },
            ...names.map((name, j) => ({ name, data: rows.map(({ x }) => x[j]), type: 'DOUBLE' as const })),
          ],
        }),
      ),
    );
    const args = ['--outcome', 'y', '--estimator', 'exact,rlhf,certified'];
    const [found, again] = [
      await fitted(file('choices.csv'), ...args),
      await fitted(file('choices.parquet'), ...args),
    ];
    expect(found.map((one: { estimator: string }) => one.estimator)).toEqual(['exact', 'rlhf', 'certified']);
    for (const [k, one] of found.entries()) {
      expect(one).toMatchObject({ n: 400, d: 3, status: 'ok' });
      expect(Object.keys(one.direction)).toEqual(names);
      expect(again[k].direction).toEqual(one.direction);
      expect(Object.keys(one)).toEqual(
        expect.arrayContaining(['score', 'bound', 'gap', 'proven', 'nodes', 'seconds']),
      );
    }
    // The certificate and the exact maximiser of three dimensions agree on the best score; the centroid of several best cells may miss it.
    const best = (400 + 400 * found[0].objective) / 2;
    expect(found[2]).toMatchObject({ proven: true, gap: 0, score: best, bound: best });
    expect(found[0].score).toBeLessThanOrEqual(best);
    expect(found[1].score).toBeLessThanOrEqual(found[2].bound);
  });
  it('gives intervals, a picture and a sentence on what estimators disagree about', async () => {
    const picture = file('fit.svg');
    const flags = ['--outcome', 'y', '--interval', '--draws', '50', '--picture', picture];
    const { code, stdout } = await signbench('fit', file('choices.csv'), ...flags);
    expect(code).toBe(0);
    expect(stdout).toMatch(/What sign and rlhf disagree about is (within|more than) noise/);
    expect(stdout).toMatch(/-?\d\.\d{4} to -?\d\.\d{4}/);
    expect(readFileSync(picture, 'utf8')).toMatch(/^<svg [^>]*xmlns/);
  });
  it.each([
    [['nowhere.csv', '--outcome', 'y'], /nowhere\.csv does not exist/],
    [
      ['choices.csv', '--outcome', 'Y'],
      /choices\.csv has no column "Y", which --outcome names; did you mean y\?/,
    ],
    [['choices.csv'], /--outcome is missing; a file of single choices needs --outcome/],
    [
      ['choices.csv', '--outcome', 'y', '--chosen', 'y', '--chooser', 'a'],
      /--outcome does not go together with the long format/,
    ],
    [['choices.csv', '--outcome', 'y', '--estimator', 'rlfh'], /--estimator has "rlfh"; did you mean rlhf\?/],
    [['choices.csv', '--outcome', 'y', '--items', 'a'], /two different beginnings or endings/],
  ])('%j is bad input and a sentence', async (args, sentence) => {
    const [name, ...flags] = args;
    const { code, stderr } = await signbench('fit', file(name), ...flags);
    expect(code).toBe(2);
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toMatch(/at .*\.ts|unexpected/);
  });
});

/** Horowitz's 842 commuters, beside the repository where they are at hand. */
const WORK_TRIPS = join(import.meta.dirname, '../../../shared/data/work-trip.csv');

describe.skipIf(!existsSync(WORK_TRIPS))('the work trips (skipped where ../shared/data is absent)', () => {
  it('are told rightly 765 times by a certified direction and 761 times by RLHF', async () => {
    const [certified, rlhf] = await fitted(
      WORK_TRIPS,
      '--outcome',
      'auto',
      '--intercept',
      '--estimator',
      'certified,rlhf',
    );
    expect(certified).toMatchObject({ n: 842, d: 5, score: 765, bound: 765, gap: 0, proven: true });
    expect(rlhf).toMatchObject({ score: 761, proven: null });
  });
});
