import { describe, expect, it } from 'vitest';
import {
  isIdentity,
  isPositiveDefinite,
  symmetrised,
  unequalEntries,
} from '../../../../functions/study/spec/covariance.ts';

describe('covariance', () => {
  it.each([
    [
      'a correlation below 1',
      [
        [1, 0.999],
        [0.999, 1],
      ],
      true,
    ],
    [
      'a correlation of 1',
      [
        [1, 1],
        [1, 1],
      ],
      false,
    ],
    [
      'a correlation above 1',
      [
        [1, 2],
        [2, 1],
      ],
      false,
    ],
    [
      'a variance of zero',
      [
        [0, 0],
        [0, 1],
      ],
      false,
    ],
    [
      'a negative variance',
      [
        [-1, 0],
        [0, 1],
      ],
      false,
    ],
    [
      'very different scales',
      [
        [1e-8, 0],
        [0, 1e6],
      ],
      true,
    ],
    [
      'three correlations that exclude each other',
      [
        [1, 0.9, -0.9],
        [0.9, 1, 0.9],
        [-0.9, 0.9, 1],
      ],
      false,
    ],
    [
      'three correlations that agree',
      [
        [1, 0.9, 0.9],
        [0.9, 1, 0.9],
        [0.9, 0.9, 1],
      ],
      true,
    ],
  ])('of %s is rightly judged', (_, matrix, expected) => {
    expect(isPositiveDefinite(matrix)).toBe(expected);
  });

  it('may differ from its transpose by rounding only', () => {
    expect(
      unequalEntries([
        [4, 0.3],
        [0.3 + 1e-12, 9],
      ]),
    ).toBeUndefined();
    expect(
      unequalEntries([
        [4, 0.3],
        [0.3 + 1e-6, 9],
      ]),
    ).toEqual([0, 1]);
    expect(
      symmetrised([
        [1, 0.25],
        [0.75, 1],
      ]),
    ).toEqual([
      [1, 0.5],
      [0.5, 1],
    ]);
  });

  it('is known as the identity by every entry', () => {
    expect(
      isIdentity([
        [1, 0],
        [0, 1],
      ]),
    ).toBe(true);
    expect(
      isIdentity([
        [1, 0],
        [1e-9, 1],
      ]),
    ).toBe(false);
  });
});
