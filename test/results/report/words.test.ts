import { describe, expect, it } from 'vitest';
import { choiceSentence } from '../../../results/report/choice-words.ts';
import { estimatorSentence } from '../../../results/report/estimator-words.ts';
import {
  featuresSentence,
  listed,
  prose,
  sizeWord,
  usersPhrase,
  usersSentence,
} from '../../../results/report/words.ts';
import { ANNEALED, RLHF, SIGN } from '../../support/fixture-summary.ts';

const mixture = {
  law: 'mixture',
  types: [
    [3, 2],
    [1, -2],
    [0, 1],
  ],
  weights: [2, 1, 1],
} as const;

describe('the words of a report', () => {
  it('say a sample size as a reader would', () => {
    expect([100, 31_623, 1e6, 2e6, 1e7, 1e8].map(sizeWord)).toEqual([
      '100',
      '31,623',
      'a million',
      'two million',
      'ten million',
      'a hundred million',
    ]);
  });

  it('name the users, weights relative to their sum', () => {
    expect(usersPhrase(mixture)).toBe('three kinds of users');
    expect(usersSentence(mixture)).toBe(
      'Of the users, 50 % have the taste (3, 2), 25 % have the taste (1, \u22122) and 25 % have the taste (0, 1).',
    );
    expect(usersPhrase({ law: 'point', mean: [2, 0] })).toBe('users who all agree');
    expect(usersSentence({ law: 'point', mean: [2, 0] })).toBe('Every user has the taste (2, 0).');
    const gaussian = {
      law: 'gaussian',
      mean: [2, 0],
      covariance: [
        [4, 3],
        [3, 4],
      ],
    } as const;
    expect(usersSentence(gaussian)).toBe(
      'Tastes are Gaussian with mean (2, 0) and covariance [(4, 3), (3, 4)].',
    );
    const scale = { law: 'scale', direction: [1, 0], scales: [0.5, 4], weights: [0.75, 0.25] } as const;
    expect(usersSentence(scale)).toBe(
      'All users share the direction (1, 0): 75 % at scale 0.5 and 25 % at scale 4.',
    );
  });

  it('cut a long vector and a large matrix short', () => {
    const mean = Array.from({ length: 256 }, (_, i) => i);
    expect(usersSentence({ law: 'point', mean })).toBe(
      'Every user has the taste (0, 1, 2, 3, \u2026 256 in all).',
    );
    const covariance = mean.map(() => mean);
    expect(featuresSentence({ law: 'gaussian', dimension: 256, covariance })).toContain('of 256 rows');
  });

  it('describe features and estimators', () => {
    expect(featuresSentence({ law: 'sphere', dimension: 2 })).toContain('unit circle');
    expect(featuresSentence({ law: 'sphere', dimension: 5 })).toContain('five dimensions');
    expect(estimatorSentence(SIGN)).toContain('exactly');
    expect(estimatorSentence(ANNEALED)).toContain('\u03bb = 1 to 15 in 300 steps');
    expect(estimatorSentence(RLHF)).toContain('logistic');
    expect(estimatorSentence({ id: 'e', kind: 'em', components: 2, starts: 3 })).toBe(
      'the mean taste of a mixture of logits by EM with two components, the best of three starts',
    );
    expect(estimatorSentence({ id: 'p', kind: 'probit' })).toMatch(/^probit maximum likelihood/);
    expect(estimatorSentence({ id: 'r', kind: 'rlhf', ridge: 0.05 })).toMatch(
      /logistic .* with a ridge of 0\.05$/,
    );
  });

  it('tell skewed tastes, and panels', () => {
    const gamma = { law: 'gamma', mean: [2, 0], along: [1, 2], skew: -1.5, scale: 4 } as const;
    expect(usersPhrase(gamma)).toBe('users whose tastes spread in one direction, further to one side');
    expect(usersSentence(gamma)).toBe(
      'Tastes spread like a Gamma variable of skewness \u22121.5, along (1, 2) with standard deviation 4; their mean is (2, 0).',
    );
    expect(usersPhrase({ ...gamma, skew: 0 })).toBe('users whose tastes spread like a bell in one direction');
    expect(usersSentence({ ...gamma, skew: 0 })).toBe(
      'Tastes spread normally along (1, 2) with standard deviation 4; their mean is (2, 0).',
    );
    expect(usersSentence({ law: 'point', mean: [2, 0], panel: { labelsPerUser: 3 } })).toBe(
      'Every user has the taste (2, 0). Each user answers three comparisons with one taste.',
    );
  });

  it.each([
    [
      { law: 'gaussian', dimension: 2, covariance: null },
      'Standard normal in two dimensions, independent of the user.',
    ],
    [
      { law: 'power', dimension: 256, exponent: 0.57 },
      'Normal in 256 dimensions, the j-th with variance j^(-0.57), independent of the user.',
    ],
    [
      { law: 'box', dimension: 3 },
      'Uniform in three dimensions, each from \u22121 to 1, independent of the user.',
    ],
    [
      { law: 'student', dimension: 2, degrees: 1 },
      'Student with 1 degree of freedom in two dimensions, all of them large together, independent of the user.',
    ],
    [
      {
        law: 'independent',
        dimension: 4,
        columns: [
          { law: 'normal', mean: 1, sd: 0 },
          { law: 'normal', mean: -1, sd: 2 },
          { law: 'uniform', low: 0, high: 1 },
          { law: 'student', degrees: 3, location: 0, scale: 2 },
        ],
      },
      'Independent columns: the constant 1, normal with mean \u22121 and standard deviation 2, uniform from 0 to 1 and 2 times a Student variable with 3 degrees of freedom around 0, independent of the user.',
    ],
    [
      { law: 'file', dimension: 5, rows: 1234, path: 'trips.csv', sha256: '0'.repeat(64) },
      'Drawn at random, with replacement, from the 1,234 rows of trips.csv, which has five columns, independent of the user.',
    ],
  ] as const)('tell the features %o', (features, sentence) => {
    expect(featuresSentence(features)).toBe(sentence);
  });

  it('cut many columns short', () => {
    const columns = Array.from({ length: 9 }, () => ({ law: 'uniform', low: 0, high: 1 }) as const);
    expect(featuresSentence({ law: 'independent', dimension: 9, columns })).toContain('and 5 more');
  });

  it.each([
    [
      'logit',
      'A fresh user chooses the first of two items with probability \u03c3(x\u00b7\u03b2), x their feature difference, \u03b2 the user\u2019s taste.',
    ],
    [
      'probit',
      'A fresh user chooses the first of two items with probability \u03a6(x\u00b7\u03b2), x their feature difference, \u03b2 the user\u2019s taste, \u03a6 the normal distribution function.',
    ],
    [{ law: 'logistic', scale: 0.5 }, 'V 0.5 times a standard logistic variable.'],
    [{ law: 'student', degrees: 3, scale: 1 }, 'V a Student variable with 3 degrees of freedom.'],
    [
      { law: 'heteroskedastic', base: 'probit', along: [1, 1], polynomial: [0.25, 0, -1, 2] },
      'V = (0.25 \u2212 s^2 + 2 s^3) W with s = x\u00b7(1, 1), W a standard normal variable.',
    ],
    [
      { law: 'heteroskedastic', base: { law: 'logistic', scale: 2 }, along: [1, 1], polynomial: [-3] },
      'V = (\u22123) W, W 2 times a standard logistic variable.',
    ],
    [{ law: 'heteroskedastic', base: 'logit', along: [1, 1], polynomial: [0] }, 'V = 0: there is no noise.'],
  ] as const)('tell the choice %o', (choice, sentence) => {
    const features = { law: 'box', dimension: 2 } as const;
    const population = { users: { law: 'point', mean: [1, 0] }, features, choice } as const;
    expect(choiceSentence(population)).toMatch(/^A fresh user chooses the first of two items /);
    expect(choiceSentence(population).endsWith(sentence)).toBe(true);
    const users = { ...population.users, panel: { labelsPerUser: 2 } };
    expect(choiceSentence({ ...population, users })).toMatch(/^A user chooses /);
  });

  it('say what normalised estimators search', () => {
    expect(estimatorSentence({ ...SIGN, normalise: 'first' })).toBe(
      'the direction that agrees with most choices, found exactly, among directions with a positive first coefficient',
    );
    for (const other of [RLHF, ANNEALED]) {
      expect(estimatorSentence({ ...other, normalise: 'first' })).toBe(
        `${estimatorSentence(other)}; a fit whose first coefficient is not positive has failed`,
      );
    }
  });

  it('join lists and raise powers in escaped text', () => {
    expect(listed([])).toBe('');
    expect(listed(['a'])).toBe('a');
    expect(listed(['a', 'b', 'c'])).toBe('a, b and c');
    expect(prose('n^(-1/3) & <i>')).toBe('n<sup>\u22121/3</sup> &#38; &#60;i&#62;');
    expect(prose('with variance j^(-0.57), 2 s^2) W')).toBe(
      'with variance j<sup>\u22120.57</sup>, 2 s<sup>2</sup>) W',
    );
    expect(prose('n^-0.5, n^2.')).toBe('n<sup>\u22120.5</sup>, n<sup>2</sup>.');
    expect(prose('n^(\u22121/3)')).toBe('n<sup>\u22121/3</sup>');
  });
});
