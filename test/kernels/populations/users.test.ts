import { describe, expect, it } from 'vitest';
import type { UsersLaw } from '../../../kernels/populations/population.ts';
import { tasteColumns } from '../../support/drawn-laws.ts';
import { type Columns, deviationOf, worstMoment, Z_OF_A_THOUSAND } from '../../support/moments.ts';

const SIZE = 1_000_000;

/** A law of users in three dimensions with what theory says of its tastes. */
interface Case {
  readonly users: UsersLaw;
  readonly mean: readonly number[];
  readonly covariance: readonly (readonly number[])[];
  /** A functional beyond two moments: its value for user k, and its expectation. */
  readonly functional: (beta: Columns) => (k: number) => number;
  readonly expected: number;
  /** The same law with one parameter 10 % wrong. */
  readonly wrong: readonly UsersLaw[];
}

const outer = (v: readonly number[], scale: number): number[][] => v.map((a) => v.map((b) => scale * a * b));
const covariance = [
  [2, 0.6, 0],
  [0.6, 0.5, 0.2],
  [0, 0.2, 1],
];
const varied = (i: number, j: number): number[][] =>
  covariance.map((row, a) => row.map((v, b) => ((a === i && b === j) || (a === j && b === i) ? 1.1 * v : v)));
const types = [
  [3, 2, 0],
  [1, -2, 1],
  [-1, 0.5, 4],
];
const weights = [0.2, 0.5, 0.3];
const typesMean = [0, 1, 2].map((j) => types.reduce((sum, type, k) => sum + weights[k] * type[j], 0));
const around = (type: readonly number[]): number[] => type.map((v, j) => v - typesMean[j]);
const typesCovariance = [0, 1, 2].map((i) =>
  [0, 1, 2].map((j) =>
    types.reduce((sum, type, k) => sum + weights[k] * around(type)[i] * around(type)[j], 0),
  ),
);
/** Scales 0.5, 2 and 4 with weights 0.7, 0.2 and 0.1: E s = 1.15, var s = 1.2525, E s^3 = 8.0875. */
const scale = { law: 'scale', direction: [1, 2, -1], scales: [0.5, 2, 4], weights: [0.7, 0.2, 0.1] } as const;
/** along / |along| = (2, -1, 2) / 3. */
const gamma = (skew: number, factors: { mean?: number; along?: number; scale?: number } = {}): UsersLaw => ({
  law: 'gamma',
  mean: [2, 0, (factors.mean ?? 1) * -1],
  along: [8 * (factors.along ?? 1), -4, 8],
  skew,
  scale: 3 * (factors.scale ?? 1),
});
const skewed = (skew: number, wrong: readonly UsersLaw[]): Case => ({
  users: gamma(skew),
  mean: [2, 0, -1],
  covariance: outer([2, -1, 2], 1),
  functional: (beta) => (k) => ((2 * (beta[0][k] - 2) - beta[1][k] + 2 * (beta[2][k] + 1)) / 9) ** 3,
  expected: skew,
  wrong,
});

const CASES: Readonly<Record<string, Case>> = {
  point: {
    users: { law: 'point', mean: [2, -1, 0.5] },
    mean: [2, -1, 0.5],
    covariance: outer([0, 0, 0], 0),
    functional: (beta) => (k) => beta[0][k] ** 3,
    expected: 8,
    wrong: [{ law: 'point', mean: [2, -1, 0.55] }],
  },
  gaussian: {
    users: { law: 'gaussian', mean: [2, -1, 0.5], covariance },
    mean: [2, -1, 0.5],
    covariance,
    functional: (beta) => (k) => (beta[1][k] + 1 > Math.sqrt(0.5) ? 1 : 0),
    expected: 0.15865525393145707,
    wrong: [
      { law: 'gaussian', mean: [2, -1, 0.55], covariance },
      { law: 'gaussian', mean: [2, -1, 0.5], covariance: varied(2, 2) },
      { law: 'gaussian', mean: [2, -1, 0.5], covariance: varied(0, 1) },
    ],
  },
  mixture: {
    users: { law: 'mixture', types, weights },
    mean: typesMean,
    covariance: typesCovariance,
    functional: (beta) => (k) => (beta[1][k] === 0.5 ? 1 : 0),
    expected: 0.3,
    wrong: [
      { law: 'mixture', types, weights: [0.2, 0.47, 0.33] },
      { law: 'mixture', types: [[3.3, 2, 0], types[1], types[2]], weights },
    ],
  },
  scale: {
    users: scale,
    mean: [1.15, 2.3, -1.15],
    covariance: outer(scale.direction, 1.2525),
    functional: (beta) => (k) => -beta[0][k] * beta[1][k] * beta[2][k],
    expected: 2 * (0.7 * 0.125 + 0.2 * 8 + 0.1 * 64),
    wrong: [
      { ...scale, direction: [1, 2.2, -1] },
      { ...scale, scales: [0.55, 2, 4] },
      { ...scale, weights: [0.68, 0.22, 0.1] },
    ],
  },
  'gamma, skew 1': skewed(1, [gamma(1.1), gamma(1, { along: 1.1 })]),
  'gamma, skew -3': skewed(-3, [gamma(-3.3), gamma(-3, { mean: 1.1 })]),
  'gamma, skew 0': skewed(0, [gamma(0, { scale: 1.1 })]),
};

/** The largest deviation of moments and functional of one law from what another case states, in standard errors. */
function worst(users: UsersLaw, { mean, covariance: stated, functional, expected }: Case): number {
  const beta = tasteColumns(users, 3, SIZE);
  return Math.max(
    worstMoment(beta, { mean, covariance: stated }),
    deviationOf(SIZE, functional(beta), expected),
  );
}

describe('the tastes of users', () => {
  it.each(Object.entries(CASES))(
    '%s: mean, covariance and a functional are those of the law',
    (_, one) => {
      expect(worst(one.users, one)).toBeLessThan(Z_OF_A_THOUSAND);
    },
    30_000,
  );

  it.each(Object.entries(CASES))(
    '%s: a parameter 10 % wrong shows',
    (_, one) => {
      for (const users of one.wrong) expect(worst(users, one)).toBeGreaterThan(Z_OF_A_THOUSAND);
    },
    30_000,
  );

  it.each([1e-8, -1e-8, 1e-200, -0])('gamma, skew %d: is the normal of skew 0 to rounding', (skew) => {
    const beta = tasteColumns(gamma(skew), 3, 8000);
    const normal = tasteColumns(gamma(0), 3, 8000);
    // A negative skew mirrors the law, and with it each draw.
    const sign = skew < 0 ? -1 : 1;
    const gaps = beta[0].map((value, k) => Math.abs(value - 2 - sign * (normal[0][k] - 2)));
    expect(Math.max(...gaps)).toBeLessThan(Math.abs(skew) * 20 + 1e-14);
  });

  it('gamma: does not depend on the length of `along`, however short or long', () => {
    const users = gamma(1);
    if (users.law !== 'gamma') throw new Error('a gamma law expected');
    const [one] = tasteColumns(users, 3, 800);
    for (const size of [2 ** -600, 2 ** 600]) {
      const along = users.along.map((value) => value * size);
      expect(tasteColumns({ ...users, along }, 3, 800)[0]).toEqual(one);
    }
  });
});
