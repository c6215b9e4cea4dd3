import { describe, expect, it } from 'vitest';
import {
  estimatorSentence,
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
  });

  it('join lists and raise powers in escaped text', () => {
    expect(listed([])).toBe('');
    expect(listed(['a'])).toBe('a');
    expect(listed(['a', 'b', 'c'])).toBe('a, b and c');
    expect(prose('n^(-1/3) & <i>')).toBe('n<sup>\u22121/3</sup> &#38; &#60;i&#62;');
    expect(prose('n^-0.5, n^2.')).toBe('n<sup>\u22120.5</sup>, n<sup>2</sup>.');
  });
});
