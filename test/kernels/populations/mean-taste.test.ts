import { describe, expect, it } from 'vitest';
import { meanDirection, meanTaste } from '../../../kernels/populations/mean-taste.ts';
import type { UsersLaw } from '../../../kernels/populations/population.ts';

const population = (users: UsersLaw) =>
  ({ users, features: { law: 'gaussian', dimension: 2, covariance: null }, choice: 'logit' }) as const;

describe('meanTaste', () => {
  it('is the mean of each law of users', () => {
    expect(meanTaste({ law: 'point', mean: [2, 1] })).toEqual([2, 1]);
    expect(
      meanTaste({
        law: 'gaussian',
        mean: [2, 1],
        covariance: [
          [1, 0],
          [0, 1],
        ],
      }),
    ).toEqual([2, 1]);
    expect(
      meanTaste({
        law: 'mixture',
        types: [
          [3, 2],
          [1, -2],
        ],
        weights: [0.5, 0.5],
      }),
    ).toEqual([2, 0]);
    expect(
      meanTaste({
        law: 'mixture',
        types: [
          [4, 0],
          [0, 4],
        ],
        weights: [0.25, 0.75],
      }),
    ).toEqual([1, 3]);
    expect(meanTaste({ law: 'gamma', mean: [2, 1], along: [0, 3], skew: -1, scale: 4 })).toEqual([2, 1]);
    expect(meanTaste({ law: 'scale', direction: [0, 1], scales: [1, 5], weights: [0.5, 0.5] })).toEqual([
      0, 3,
    ]);
  });
});

describe('meanDirection', () => {
  it('is the unit vector along the mean', () => {
    expect(meanDirection(population({ law: 'point', mean: [3, 4] }))).toEqual([0.6, 0.8]);
    expect(meanDirection(population({ law: 'point', mean: [0, -1e-200] }))).toEqual([0, -1]);
  });

  it('refuses a mean of zero with a sentence', () => {
    const users: UsersLaw = {
      law: 'mixture',
      types: [
        [1, 2],
        [-1, -2],
      ],
      weights: [0.5, 0.5],
    };
    expect(() => meanDirection(population(users))).toThrow(
      'the mean taste is (0, 0), so it has no direction',
    );
  });
});
