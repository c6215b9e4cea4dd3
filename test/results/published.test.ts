import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { studyHash } from '../../functions/study/mechanism.ts';
import { parseStudy } from '../../functions/study/spec/parse-study.ts';
import { measuredCrossing } from '../../results/charts/crossing.ts';
import { grouped, rounded } from '../../results/charts/numbers.ts';
import { seriesOf } from '../../results/charts/series.ts';
import { createPredict } from '../../results/predictions/predict.ts';
import { renderPicture } from '../../results/report/report.ts';
import {
  checkedNumbers,
  PUBLISHED_FOLDER,
  publishedNames,
  publishedResult,
  textOf,
  untrueNumbers,
  verdictCounts,
} from '../support/published.ts';
import { publishedIndex } from '../support/published-index.ts';

const NAMES = publishedNames();
const MOST_BYTES = 1_000_000;
/** Folders of somebody's machine. */
const PRIVATE = /(?:^|[\s"'=(])\/(?:tmp|home|root|work|Users|var|mnt|opt)\b|[A-Z]:\\/;

/** The row of a study in the README's table of answers. */
const rowOf = (name: string): string =>
  textOf('README.md')
    .split('\n')
    .find((line) => line.startsWith('|') && line.includes(`(studies/${name}.md)`)) ?? '';

test('the README links every published result, and every write-up has one', () => {
  const writeUps = readdirSync(join(PUBLISHED_FOLDER, '../../studies'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => file.slice(0, -'.md'.length));
  expect(writeUps.filter((name) => name !== 'README').sort()).toEqual(NAMES);
  for (const name of NAMES) expect(rowOf(name), name).toContain(`(results/published/${name}/)`);
});

test('the list of published results is what they say; if not: npx vitest run test/results/published.test.ts -u', async () => {
  await expect(publishedIndex(NAMES.map(publishedResult))).toMatchFileSnapshot(
    join(PUBLISHED_FOLDER, 'README.md'),
  );
});

describe.each(NAMES)('%s, as published,', (name) => {
  const { summary, provenance } = publishedResult(name);
  const writeUp = (): string => textOf('studies', `${name}.md`);

  test('is the full profile of the study as it is, complete and computed in one run', () => {
    const study = parseStudy(textOf('studies', `${name}.yaml`), name, 'full');
    expect(summary.studyHash).toBe(studyHash(study));
    expect(summary.status).toBe('complete');
    expect(provenance.studyHash).toBe(summary.studyHash);
    expect(provenance.blocksReused).toBe(0);
    const longest = new Map<string, number>();
    for (const { key, estimators } of summary.cells) {
      for (const { measures } of estimators)
        longest.set(key, Math.max(longest.get(key) ?? 0, measures.failureRate?.replicates ?? 0));
    }
    const all = [...longest.values()].reduce((sum, count) => sum + count, 0);
    expect(provenance.replicatesComputed).toBeGreaterThanOrEqual(all);
  });

  test('names no path of a machine, and no file of it is larger than 1 MB', () => {
    const folder = join(PUBLISHED_FOLDER, name);
    for (const file of readdirSync(folder)) {
      expect(statSync(join(folder, file)).size, file).toBeLessThanOrEqual(MOST_BYTES);
      expect(PRIVATE.exec(textOf('results/published', name, file))?.[0], file).toBeUndefined();
    }
  });

  test('has a write-up and a row of the README whose numbers are those of its summary', () => {
    expect(untrueNumbers(writeUp(), summary)).toEqual([]);
    expect(checkedNumbers(writeUp())).toBeGreaterThan(2);
    expect(untrueNumbers(rowOf(name), summary)).toEqual([]);
    expect(checkedNumbers(rowOf(name))).toBeGreaterThan(0);
  });

  test('has a write-up that counts its verdicts', () => {
    expect(writeUp().replaceAll(/\s+/g, ' ')).toContain(verdictCounts(summary));
  });
});

describe('the opening of the README', () => {
  const { summary } = publishedResult('cube-root');
  const opening = textOf('README.md').split('```')[0];
  const degrees = (id: string, n: number): number =>
    seriesOf(summary, 'rmsAngle')
      .find((one) => one.id === id)!
      .points.find((point) => point.n === n)!.value;

  test('has the numbers of the published flagship', () => {
    expect(untrueNumbers(opening, summary)).toEqual([]);
    expect(checkedNumbers(opening)).toBe(3);
    expect(opening).toContain(`stops ${degrees('rlhf', 1_000_000).toFixed(1)}° away`);
    const crossing = measuredCrossing(seriesOf(summary, 'rmsAngle'));
    expect(opening).toContain(`Below about ${grouped(rounded(crossing!.n))} comparisons`);
  });

  test('has its picture as it is drawn now; if not: npx vitest run test/results/published.test.ts -u', async () => {
    await expect(renderPicture(summary, createPredict())).toMatchFileSnapshot(
      join(PUBLISHED_FOLDER, '../../docs/cube-root.svg'),
    );
  });
});

test('a number that is off by one in its last digit is found', () => {
  const { summary } = publishedResult('cube-root');
  expect(untrueNumbers('at most 10.788° (0.010), slope −0.334 [−0.351, −0.318]', summary)).toEqual([]);
  expect(untrueNumbers('10.789° (0.010)', summary)).toEqual(['10.789° (0.010)']);
  expect(untrueNumbers('10.788° (0.011)', summary)).toEqual(['10.788° (0.011)']);
  expect(untrueNumbers('slope −0.334 [−0.351, −0.319]', summary)).toEqual(['−0.334 [−0.351, −0.319]']);
});
