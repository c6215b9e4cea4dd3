import { describe, expect, it } from 'vitest';
import type { FeatureFiles } from '../../../../functions/study/spec/feature-files.ts';
import { parseStudy } from '../../../../functions/study/spec/parse-study.ts';
import { StudyError } from '../../../../functions/study/spec/study-error.ts';
import { withLine } from './study-text.ts';

const files: FeatureFiles = (path) =>
  path === 'trips.csv'
    ? { rows: 842, dimension: 3, sha256: 'ab'.repeat(32) }
    : { found: 'has "x" in line 3, column "cost"', allowed: 'every value must be a number' };

/** Problems of the right study with one line replaced, without their positions, which must be on that line. */
function refused(key: 'users' | 'features' | 'choice', value: string, ...more: readonly FeatureFiles[]) {
  const text = withLine(key, `  ${key}: ${value}`);
  const line = text.split('\n').findIndex((each) => each.trim().startsWith(`${key}:`)) + 1;
  try {
    parseStudy(text, 'mine.yaml', 'full', ...more);
  } catch (error) {
    if (!(error instanceof StudyError)) throw error;
    return error.problems
      .filter((problem) => problem.line >= line && problem.path.startsWith('population'))
      .map(({ path, sentence }) => [path, sentence.replace(/^line \d+, column \d+: /, '')]);
  }
  throw new Error('refused: the text was accepted');
}

const gamma = (change: string) =>
  `{ ${['law: gamma', 'mean: [2, 0]', 'along: [1, 2]', 'skew: 1', 'scale: 4']
    .map((part) => (part.split(':')[0] === change.split(':')[0] ? change : part))
    .join(', ')} }`;
const columns = (...laws: readonly string[]) =>
  `{ law: independent, columns: [${laws.map((one) => `{ ${one} }`).join(', ')}] }`;
const varying = (change: string) =>
  `{ ${['law: heteroskedastic', 'base: logit', 'along: [1, 1]', 'polynomial: [1, 2]']
    .map((part) => (part.split(':')[0] === change.split(':')[0] ? change : part))
    .join(', ')} }`;

const SKEW = 'a number from -1000 to 1000';
const DEGREES = 'a number from 0.1 to 1000000';
const DIMENSION = 'population.features.dimension is 2';

describe('a wrong population is refused where it is wrong', () => {
  it.each([
    [gamma('along: [1, 2, 3]'), 'along', `has 3 coordinates; ${DIMENSION}`],
    [gamma('along: [0, 0]'), 'along', 'is zero; it must have a direction'],
    [gamma('along: [1e-120, 0]'), 'along', 'is zero; it must have a direction'],
    [gamma('mean: [1, 2, 3]'), 'mean', `has 3 coordinates; ${DIMENSION}`],
    [
      gamma('mean: [0, 0]'),
      'mean',
      'gives a mean taste of zero; its direction is the target of every estimator, so it must not be zero',
    ],
    [gamma('skew: -1001'), 'skew', `is -1001; allowed: ${SKEW}`],
    [gamma('skew: .nan'), 'skew', `is .nan; allowed: ${SKEW}`],
    [gamma('skew: .inf'), 'skew', `is .inf; allowed: ${SKEW}`],
    [gamma('scale: -1'), 'scale', 'is -1; allowed: a number from 0 to 1000000'],
    [gamma('scale: 1e308'), 'scale', 'is 1e+308; allowed: a number from 0 to 1000000'],
    [
      gamma('shape: 3').replace('skew: 1', 'skw: 1'),
      'skw',
      'is not a key of population.users; did you mean skew?',
    ],
    [
      '{ law: gama, mean: [2, 0] }',
      'law',
      'is "gama"; allowed: point, gaussian, mixture, scale, gamma; did you mean gamma?',
    ],
    [
      '{ law: point, mean: [2, 0], panel: 5 }',
      'panel',
      'is 5; allowed: an object with the keys labelsPerUser',
    ],
    [
      '{ law: point, mean: [2, 0], panel: { labelsPerUser: 0 } }',
      'panel.labelsPerUser',
      'is 0; allowed: an integer from 1 to 1000000',
    ],
    [
      '{ law: point, mean: [2, 0], panel: { labelsPerUser: 2.5 } }',
      'panel.labelsPerUser',
      'is 2.5; allowed: an integer from 1 to 1000000',
    ],
    [
      '{ law: gaussian, mean: [2, 0], covariance: [[1, 1], [1, 1]] }',
      'covariance',
      'is not positive definite; a covariance must be',
    ],
    ['{ law: gaussian, mean: [2, 0], covariance: [[1, 0], [0]] }', 'covariance[1]', undefined],
  ])('for the users %s', (users, key, rest) => {
    const all = refused('users', users);
    const [path, sentence] = all.find(([at]) => at === `population.users.${key}`) ?? [];
    expect(path).toBe(`population.users.${key}`);
    if (rest !== undefined) expect(sentence).toBe(`population.users.${key} ${rest}`);
  });

  it.each([
    ['{ law: power, dimension: 2 }', 'exponent', 'is missing; allowed: a number from -10 to 10'],
    ['{ law: power, dimension: 2, exponent: 11 }', 'exponent', 'is 11; allowed: a number from -10 to 10'],
    ['{ law: student, dimension: 2, degrees: 0 }', 'degrees', `is 0; allowed: ${DEGREES}`],
    ['{ law: student, dimension: 2, degrees: .nan }', 'degrees', `is .nan; allowed: ${DEGREES}`],
    [
      '{ law: box, dimension: 2, half-width: 2 }',
      'half-width',
      'is not a key of population.features; its keys are law, dimension',
    ],
    [columns('law: normal'), 'columns', 'is [{"law":"normal"}]; allowed: a list of 2 to 4096 columns'],
    [
      columns('law: normal, sd: 0', 'law: uniform'),
      'columns[0]',
      'is always 0; a column must vary, or be a constant other than 0',
    ],
    [
      columns('law: normal, mean: 1, sd: 0', 'law: normal, mean: 2, sd: 0'),
      'columns[1]',
      'is constant, as is columns[0]; two constants cannot be told apart, so one column at most may have sd: 0',
    ],
    [
      columns('law: normal', 'law: uniform, low: 1'),
      'columns[1]',
      'is uniform from 1 to 1; low must be below high',
    ],
    [
      columns('law: normal, sd: -1', 'law: normal'),
      'columns[0].sd',
      'is -1; allowed: a number from 0 to 1000000',
    ],
    [
      columns('law: student, degrees: 3, scale: 0', 'law: normal'),
      'columns[0].scale',
      'is 0; allowed: a number from 1e-9 to 1000000',
    ],
    [columns('law: student', 'law: normal'), 'columns[0].degrees', `is missing; allowed: ${DEGREES}`],
    [
      columns('law: cauchy', 'law: normal'),
      'columns[0].law',
      'is "cauchy"; allowed: normal, uniform, student',
    ],
    [
      '{ law: file, path: broken.csv }',
      'path',
      'is "broken.csv", which has "x" in line 3, column "cost"; every value must be a number',
    ],
    ['{ law: file }', 'path', 'is missing; allowed: printable text of 1 to 1000 characters'],
    ['{ law: box }', 'dimension', 'is missing; allowed: an integer from 2 to 4096'],
  ])('for the features %s', (features, key, rest) => {
    expect(refused('features', features, files)).toEqual([
      [`population.features.${key}`, `population.features.${key} ${rest}`],
    ]);
  });

  it('for tastes that are not as long as the columns written, or the table read', () => {
    const [first] = refused('features', columns('law: normal', 'law: normal', 'law: uniform'));
    expect(first[1]).toBe('population.users.types[0] has 2 coordinates; population.features.columns has 3');
    const [second] = refused('features', '{ law: file, path: trips.csv }', files);
    expect(second[1]).toBe(
      'population.users.types[0] has 2 coordinates; the table of population.features.path has 3 columns',
    );
  });

  it('for a file of features where there are no files', () => {
    expect(refused('features', '{ law: file, path: trips.csv }')).toEqual([
      [
        'population.features.path',
        'population.features.path is "trips.csv", which cannot be read here; files of features need a study that is read from a folder',
      ],
    ]);
  });

  it.each([
    ['probt', '', 'is "probt"; allowed: logit, probit, or an object with law; did you mean probit?'],
    [
      '3',
      '',
      'is 3; allowed: logit, probit, or an object with law: logit, probit, logistic, student or heteroskedastic',
    ],
    [
      '{ law: logistik }',
      '.law',
      'is "logistik"; allowed: logit, probit, logistic, student, heteroskedastic; did you mean logistic?',
    ],
    ['{ law: logistic, scale: 0 }', '.scale', 'is 0; allowed: a number from 1e-9 to 1000000'],
    ['{ law: probit, scale: 2 }', '.scale', 'is not a key of population.choice; its keys are law'],
    ['{ law: student }', '.degrees', `is missing; allowed: ${DEGREES}`],
    ['{ law: student, degrees: -3 }', '.degrees', `is -3; allowed: ${DEGREES}`],
    [varying('along: [1]'), '.along', 'is [1]; allowed: a list of 2 to 4096 numbers, one a feature'],
    [varying('along: [1, 2, 3]'), '.along', `has 3 coordinates; ${DIMENSION}`],
    [varying('along: [0, 0]'), '.along', 'is zero; it must have a direction'],
    [varying('polynomial: []'), '.polynomial', 'is []; allowed: a list of 1 to 20 coefficients c0, c1, ...'],
    [
      varying('polynomial: [1, .nan]'),
      '.polynomial[1]',
      'is .nan; allowed: a number from -1000000 to 1000000',
    ],
    [
      varying('base: logistc'),
      '.base',
      'is "logistc"; allowed: logit, probit, or an object with law; did you mean logit?',
    ],
    [
      varying('base: { law: heteroskedastic }'),
      '.base.law',
      'is "heteroskedastic"; allowed: logit, probit, logistic, student',
    ],
    [varying('base: { law: student, degrees: 0 }'), '.base.degrees', `is 0; allowed: ${DEGREES}`],
  ])('for the choice %s', (choice, key, rest) => {
    expect(refused('choice', choice)).toEqual([
      [`population.choice${key}`, `population.choice${key} ${rest}`],
    ]);
  });

  it('for a normalisation that the target does not have', () => {
    expect(refused('choice', 'logit\n  normalise: second')).toEqual([
      ['population.normalise', 'population.normalise is "second"; allowed: first'],
    ]);
    for (const [mean, first] of [
      ['[-1, 2]', '-1'],
      ['[0, 1]', '0'],
    ]) {
      const text = withLine('users', `  users: { law: point, mean: ${mean} }\n  normalise: first`);
      const parse = () => parseStudy(text, 'mine.yaml', 'full');
      expect(parse).toThrow(
        `line 6, column 14: population.normalise is first; the mean taste begins with ${first}, and its first coordinate must be positive to be fixed at 1.`,
      );
    }
  });
});
