import { describe, expect, it } from 'vitest';
import type { FeatureFiles } from '../../../../functions/study/spec/feature-files.ts';
import { parseStudy } from '../../../../functions/study/spec/parse-study.ts';
import type { Scenario } from '../../../../functions/study/study.ts';
import { withLine } from './study-text.ts';

const TABLE = { rows: 842, dimension: 2, sha256: 'ab'.repeat(32) };
const files: FeatureFiles = () => TABLE;

/** The first scenario of the right study with one line replaced. */
function read(key: 'users' | 'features' | 'choice', value: string): Scenario {
  return parseStudy(withLine(key, `  ${key}: ${value}`), 'mine.yaml', 'full', files).scenarios[0];
}

describe('a study file may say', () => {
  it.each([
    ['{ law: point, mean: [2, 0] }', { law: 'point', mean: [2, 0] }],
    [
      '{ law: gaussian, mean: [2, 0], covariance: [[1, 0.5], [0.5, 1]] }',
      {
        law: 'gaussian',
        mean: [2, 0],
        covariance: [
          [1, 0.5],
          [0.5, 1],
        ],
      },
    ],
    ['{ law: mixture, types: [[1, 0]], weights: [1] }', { law: 'mixture', types: [[1, 0]], weights: [1] }],
    [
      '{ law: scale, direction: [1, 0], scales: [1, 4], weights: [0.25, 0.75] }',
      { law: 'scale', direction: [1, 0], scales: [1, 4], weights: [0.25, 0.75] },
    ],
    [
      '{ law: gamma, mean: [2, 0], along: [1, 2], skew: -1.5, scale: 4 }',
      { law: 'gamma', mean: [2, 0], along: [1, 2], skew: -1.5, scale: 4 },
    ],
    [
      '{ law: gamma, mean: [2, 0], along: [1e-9, 0], skew: 0, scale: 0 }',
      { law: 'gamma', mean: [2, 0], along: [1e-9, 0], skew: 0, scale: 0 },
    ],
  ])('the users %s, alone and as a panel', (written, users) => {
    expect(read('users', written).population.users).toStrictEqual(users);
    const panel = written.replace(/ \}$/, ', panel: { labelsPerUser: 5 } }');
    expect(read('users', panel).population.users).toStrictEqual({ ...users, panel: { labelsPerUser: 5 } });
  });

  it.each([1000, -1000, 1e-300, -1e-300, 0])('a skewness of %d', (skew) => {
    const users = `{ law: gamma, mean: [2, 0], along: [1, 2], skew: ${skew}, scale: 4 }`;
    expect(read('users', users).population.users).toHaveProperty('skew', skew);
  });

  it.each([
    ['{ law: gaussian, dimension: 2 }', { law: 'gaussian', dimension: 2, covariance: null }],
    ['{ law: power, dimension: 2, exponent: 0.57 }', { law: 'power', dimension: 2, exponent: 0.57 }],
    ['{ law: sphere, dimension: 2 }', { law: 'sphere', dimension: 2 }],
    ['{ law: box, dimension: 2 }', { law: 'box', dimension: 2 }],
    ['{ law: student, dimension: 2, degrees: 0.5 }', { law: 'student', dimension: 2, degrees: 0.5 }],
    [
      '{ law: independent, columns: [{ law: normal }, { law: uniform }] }',
      {
        law: 'independent',
        dimension: 2,
        columns: [
          { law: 'normal', mean: 0, sd: 1 },
          { law: 'uniform', low: -1, high: 1 },
        ],
      },
    ],
    [
      '{ law: independent, columns: [{ law: normal, mean: 1, sd: 0 }, { law: student, degrees: 3 }] }',
      {
        law: 'independent',
        dimension: 2,
        columns: [
          { law: 'normal', mean: 1, sd: 0 },
          { law: 'student', degrees: 3, location: 0, scale: 1 },
        ],
      },
    ],
    ['{ law: file, path: trips.csv }', { law: 'file', path: 'trips.csv', ...TABLE }],
  ])('the features %s', (written, features) => {
    const { population, estimators } = read('features', written);
    expect(population.features).toStrictEqual(features);
    // The dimension reaches the estimators, wherever it is written.
    expect(estimators[0]).toEqual({ id: 'sign', kind: 'sign', solver: 'exact' });
  });

  it('features of more columns, which the exact solver does not take', () => {
    const text = withLine('features', '  features: { law: file, path: trips.npy }').replace(
      /types: .*, weights/,
      'types: [[3, 2, 0, 0], [1, -2, 0, 0]], weights',
    );
    const { estimators } = parseStudy(text, 'mine.yaml', 'full', () => ({ ...TABLE, dimension: 4 }))
      .scenarios[0];
    expect(estimators[0]).toMatchObject({ solver: 'staged' });
  });

  const cubic = (base: unknown, polynomial: readonly number[]) => ({
    law: 'heteroskedastic',
    base,
    along: [1, 1],
    polynomial,
  });
  it.each([
    ['logit', 'logit'],
    ['probit', 'probit'],
    ['{ law: logit }', 'logit'],
    ['{ law: probit }', 'probit'],
    ['{ law: logistic }', 'logit'],
    ['{ law: logistic, scale: 1 }', 'logit'],
    ['{ law: logistic, scale: 2 }', { law: 'logistic', scale: 2 }],
    ['{ law: student, degrees: 3 }', { law: 'student', degrees: 3, scale: 1 }],
    ['{ law: student, degrees: 0.1, scale: 2 }', { law: 'student', degrees: 0.1, scale: 2 }],
    ['{ law: heteroskedastic, base: logit, along: [1, 1], polynomial: [1, 2] }', cubic('logit', [1, 2])],
    [
      '{ law: heteroskedastic, base: { law: logistic, scale: 1 }, along: [1, 1], polynomial: [0, 2, 0, 0] }',
      cubic('logit', [0, 2]),
    ],
    [
      '{ law: heteroskedastic, base: { law: student, degrees: 3 }, along: [1, 1], polynomial: [0, 2] }',
      cubic({ law: 'student', degrees: 3, scale: 1 }, [0, 2]),
    ],
    [
      '{ law: heteroskedastic, base: { law: logit }, along: [1, 1], polynomial: [0, 0] }',
      cubic('logit', [0]),
    ],
    ['{ law: heteroskedastic, base: probit, along: [1, 1], polynomial: [2] }', cubic('probit', [2])],
    ['{ law: heteroskedastic, base: probit, along: [1, 1], polynomial: [-1] }', 'probit'],
    ['{ law: heteroskedastic, base: logit, along: [1, 1], polynomial: [1, 0] }', 'logit'],
    ['{ law: heteroskedastic, base: logit, along: [1, 1], polynomial: [-3] }', { law: 'logistic', scale: 3 }],
    [
      '{ law: heteroskedastic, base: { law: logistic, scale: 0.5 }, along: [1, 1], polynomial: [2] }',
      'logit',
    ],
    [
      '{ law: heteroskedastic, base: { law: student, degrees: 3, scale: 2 }, along: [1, 1], polynomial: [2] }',
      { law: 'student', degrees: 3, scale: 4 },
    ],
  ])('the choice %s, in one form for each law', (written, choice) => {
    expect(read('choice', written).population.choice).toStrictEqual(choice);
  });

  it('one label a user, which is no panel', () => {
    const users = '{ law: point, mean: [2, 0], panel: { labelsPerUser: 1 } }';
    expect(read('users', users).population.users).toStrictEqual({ law: 'point', mean: [2, 0] });
  });

  it('what coefficients are relative to, which reaches every estimator and not the population', () => {
    const { population, estimators } = read('choice', 'logit\n  normalise: first');
    expect(estimators).toStrictEqual([
      { id: 'sign', kind: 'sign', solver: 'exact', normalise: 'first' },
      { id: 'rlhf', kind: 'rlhf', normalise: 'first' },
    ]);
    expect(population).toStrictEqual(read('choice', 'logit').population);
    expect(read('choice', 'logit').estimators[1]).toStrictEqual({ id: 'rlhf', kind: 'rlhf' });
  });

  it('several populations, each with its own files and dimension', () => {
    const shapes: Readonly<Record<string, number>> = { 'a.csv': 2, 'b.csv': 4 };
    const text = `${withLine('features', '  features: { law: file, path: a.csv }')}vary:
  zip:
    - population.features.path: [a.csv, b.csv]
      population.users: [{ label: plane, value: { law: point, mean: [1, 0] } }, { label: space, value: { law: point, mean: [1, 0, 0, 0] } }]
`;
    const { scenarios } = parseStudy(text, 'mine.yaml', 'full', (path) => ({
      ...TABLE,
      dimension: shapes[path],
    }));
    expect(scenarios.map(({ population }) => population.features.dimension)).toEqual([2, 4]);
    expect(scenarios.map(({ estimators }) => estimators[0])).toMatchObject([
      { solver: 'exact' },
      { solver: 'staged' },
    ]);
  });
});
