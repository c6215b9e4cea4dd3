import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { estimateCost } from '../../../../functions/study/plan.ts';
import { parseStudy } from '../../../../functions/study/spec/parse-study.ts';
import type { Study } from '../../../../functions/study/study.ts';
import { RIGHT, sentences, withLine } from './study-text.ts';

const STUDIES = new URL('../../../../studies/', import.meta.url);
const read = (text: string, profile: 'quick' | 'full' = 'full'): Study =>
  parseStudy(text, 'mine.yaml', profile);

describe('parseStudy', () => {
  it('fills in every default', () => {
    expect(read(RIGHT)).toEqual({
      name: 'two-types',
      title: 'two-types',
      aim: '',
      seed: 7,
      scenarios: [
        {
          factors: {},
          population: {
            users: {
              law: 'mixture',
              types: [
                [3, 2],
                [1, -2],
              ],
              weights: [0.5, 0.5],
            },
            features: { law: 'gaussian', dimension: 2, covariance: null },
            choice: 'logit',
          },
          estimators: [
            { id: 'sign', kind: 'sign', solver: 'exact' },
            { id: 'rlhf', kind: 'rlhf' },
          ],
        },
      ],
      sampleSizes: [100, 1000],
      looks: [[400], [400]],
      until: null,
      profile: 'full',
    });
    expect(read(withLine('choice', '')).scenarios[0].population.choice).toBe('logit');
  });

  it('is exact in three dimensions too', () => {
    const text = withLine('features', '  features: { law: sphere, dimension: 3 }').replace(
      /types: .*, weights/,
      'types: [[3, 2, 0], [1, -2, 0]], weights',
    );
    expect(read(text).scenarios[0].estimators[0]).toEqual({ id: 'sign', kind: 'sign', solver: 'exact' });
  });

  it('goes by stages in more dimensions than three, with the default temperatures', () => {
    const text = withLine('features', '  features: { law: sphere, dimension: 4 }').replace(
      /types: .*, weights/,
      'types: [[3, 2, 0, 0], [1, -2, 0, 0]], weights',
    );
    expect(read(text).scenarios[0].estimators[0]).toEqual({
      id: 'sign',
      kind: 'sign',
      solver: 'staged',
      lambda: [1, 3, 7, 15],
    });
  });

  it('keeps the options an estimator is given', () => {
    const line = 'estimators: [{ id: a.1, kind: sign, solver: anneal, lambda: [0.5, 20], steps: 7 }]';
    expect(read(withLine('estimators', line)).scenarios[0].estimators).toEqual([
      { id: 'a.1', kind: 'sign', solver: 'anneal', lambda: [0.5, 20], steps: 7 },
    ]);
  });

  it.each([
    'law: point, mean: [2, 0]',
    'law: gaussian, mean: [2, 0], covariance: [[1, 0.5], [0.5, 1]]',
    'law: scale, direction: [1, 0], scales: [1, 4], weights: [0.25, 0.75]',
  ])('reads users { %s }', (users) => {
    const law = users.match(/law: (\w+)/)?.[1];
    expect(read(withLine('users', `  users: { ${users} }`)).scenarios[0].population.users.law).toBe(law);
  });

  it('takes an identity covariance of the features as the default it is', () => {
    const given = (covariance: string) =>
      read(withLine('features', `  features: { law: gaussian, dimension: 2, covariance: ${covariance} }`))
        .scenarios[0].population;
    expect(given('[[1, 0], [0, 1]]')).toEqual(read(RIGHT).scenarios[0].population);
    expect(given('[[1, 0], [0, 4]]').features).toHaveProperty('covariance', [
      [1, 0],
      [0, 4],
    ]);
  });

  it('sorts sample sizes and keeps each with its replicates', () => {
    const text = withLine('sampleSizes', 'sampleSizes: [1000, 100]').replace('400', '[20, 50]');
    expect(read(text)).toMatchObject({ sampleSizes: [100, 1000], looks: [[50], [20]] });
  });

  it('draws exactly max where min and max are given without a stopping rule', () => {
    const looks = (line: string) => read(withLine('replicates', `replicates: ${line}`)).looks;
    expect(looks('{ min: 10, max: 80 }')).toEqual([[80], [80]]);
    expect(looks('{ min: [10, 5], max: [80, 40] }')).toEqual([[80], [40]]);
    expect(looks('{ min: 5, max: [80, 40] }')).toEqual([[80], [40]]);
  });

  it('plans looks at min * 2^(k - 1), capped at max, where a stopping rule is given', () => {
    const until = 'until: { measure: rmsAngle, relativeMcse: 0.03 }';
    const study = read(withLine('replicates', `replicates: { min: [100, 7], max: [900, 7], ${until} }`));
    expect(study.looks).toEqual([[100, 200, 400, 800, 900], [7]]);
    expect(study.until).toEqual({ measure: 'rmsAngle', relativeMcse: 0.03 });
  });

  it('stops on the error of b only where the first coefficient is fixed', () => {
    const until = 'replicates: { min: 1, max: 2, until: { measure: rmse, relativeMcse: 0.1 } }';
    const text = withLine('replicates', until);
    expect(sentences(text)).toEqual([
      'line 9, column 49: replicates.until.measure is rmse; that measure needs population.normalise: first',
    ]);
    expect(read(text.replace('choice:', 'normalise: first\n  choice:')).until?.measure).toBe('rmse');
  });

  it('lets a profile override sizes, replicates or both, and is the whole file without one', () => {
    const quick = (profile: string) => read(`${RIGHT}profiles: { quick: { ${profile} } }\n`, 'quick');
    expect(quick('sampleSizes: [10]')).toMatchObject({ sampleSizes: [10], looks: [[400]] });
    expect(quick('replicates: [3, 4]')).toMatchObject({ sampleSizes: [100, 1000], looks: [[3], [4]] });
    expect(quick('sampleSizes: [10], replicates: 2')).toMatchObject({ sampleSizes: [10], looks: [[2]] });
    expect(read(RIGHT, 'quick')).toEqual({ ...read(RIGHT), profile: 'quick' });
    expect(read(`${RIGHT}profiles: { quick: { replicates: 2 } }\n`, 'full')).toEqual(read(RIGHT));
  });

  it('reads anchors and aliases, byte order marks and Windows line ends', () => {
    const aliased = RIGHT.replace('[3, 2]', '&loud [3, 2]').replace('[1, -2]', '*loud');
    expect(read(aliased).scenarios[0].population.users).toMatchObject({
      types: [
        [3, 2],
        [3, 2],
      ],
    });
    expect(read(`\uFEFF${RIGHT.replaceAll('\n', '\r\n')}`)).toEqual(read(RIGHT));
  });

  it('has one zero, since the hash cannot tell -0 from 0 and a kernel can', () => {
    const users = read(withLine('users', '  users: { law: point, mean: [2, -0.0] }')).scenarios[0].population
      .users;
    expect(users).toStrictEqual({ law: 'point', mean: [2, 0] });
  });

  it('folds the white space of title and aim', () => {
    const text = `${RIGHT}title: "two  words "\naim: |\n  one\n  two\n`;
    expect(read(text)).toMatchObject({ title: 'two words', aim: 'one two' });
  });

  it.each(readdirSync(STUDIES).filter((file) => file.endsWith('.yaml')))(
    'accepts the published study %s in both profiles',
    (file) => {
      const text = readFileSync(new URL(file, STUDIES), 'utf8');
      expect(`${read(text).name}.yaml`).toBe(file);
      const quick = read(text, 'quick');
      // The exact sweep and RLHF take 15 seconds for so many rows, an annealed fit many minutes.
      const fast = quick.scenarios.every(({ estimators }) =>
        estimators.every((one) => one.kind === 'rlhf' || (one.kind === 'sign' && one.solver === 'exact')),
      );
      expect(estimateCost(quick).rows).toBeLessThan(fast ? 2e8 : 1e7);
    },
  );

  it('plans the flagship as its 12,200 replicates', () => {
    const flagship = read(readFileSync(new URL('cube-root.yaml', STUDIES), 'utf8'));
    expect(flagship.looks.flat().reduce((sum, count) => sum + count, 0)).toBe(12_200);
    expect(flagship.sampleSizes).toHaveLength(9);
  });
});
