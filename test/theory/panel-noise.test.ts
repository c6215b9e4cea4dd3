import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import type { Population, UsersLaw } from '../../kernels/populations/population.ts';
import { expectationOf } from '../../results/predictions/expectation.ts';
import { panelNoise } from '../../theory/panel-noise.ts';
import { predict } from '../../theory/prediction.ts';
import { signLimit } from '../../theory/sign-limit.ts';

const GOLDEN: readonly {
  readonly labelsPerUser: number;
  readonly n: number;
  readonly rms: number;
  readonly rmsMcse: number;
}[] = JSON.parse(readFileSync(new URL('../golden/panel-errors.json', import.meta.url), 'utf8'));

const TYPES: UsersLaw = {
  law: 'mixture',
  types: [
    [3, 2],
    [1, -2],
  ],
  weights: [0.5, 0.5],
};

const panelOf = (users: UsersLaw, labelsPerUser: number): Population => ({
  features: { law: 'gaussian', dimension: 2, covariance: null },
  users: labelsPerUser === 1 ? users : { ...users, panel: { labelsPerUser } },
  choice: 'logit',
});

const noiseOf = (population: Population): number | null => {
  const limit = signLimit(population);
  return limit === null ? null : panelNoise(population, limit);
};

/** Standard normal deviate for a false alarm rate of 1e-6 over three comparisons. */
const DEVIATES = 5.2;

describe.each(GOLDEN)('$labelsPerUser labels a user, n = $n', ({ labelsPerUser, n, rms, rmsMcse }) => {
  const population = panelOf(TYPES, labelsPerUser);

  it('have the error that was simulated', () => {
    const errors = predict(population).signErrors?.(n);
    const allowed = DEVIATES * rmsMcse + (errors?.error ?? 0);
    expect(Math.abs((errors?.rms ?? Number.NaN) - rms)).toBeLessThan(allowed);
  });

  it('have a greater error than users who answer once, beyond what is allowed, where there are few of them', () => {
    const alone = predict(panelOf(TYPES, 1)).signErrors?.(n);
    if (labelsPerUser < 20) return;
    expect(rms - (alone?.rms ?? Number.NaN)).toBeGreaterThan(DEVIATES * rmsMcse + (alone?.error ?? 0));
  });
});

test('two opposed types: (m - 1)^(1/2) 4 phi(0) k(2) / V', () => {
  // omega(2) of the theory sheet; V = 4 phi(0) E[k'(2) a] of the same population, .193176.
  const slope = (4 / Math.sqrt(2 * Math.PI)) * 2 * 0.151426377;
  expect(noiseOf(panelOf(TYPES, 10))).toBeCloseTo((3 * slope) / 0.193176, 4);
});

test('Gaussian tastes on a line and on the plane are averaged alike', () => {
  const users = (smallest: number): UsersLaw => ({
    law: 'gaussian',
    mean: [2, 0],
    covariance: [
      [smallest, 0],
      [0, 4],
    ],
  });
  expect(noiseOf(panelOf(users(1e-9), 5))).toBeCloseTo(noiseOf(panelOf(users(1e-14), 5)) ?? Number.NaN, 4);
});

test('there is none without a panel, and where users agree', () => {
  expect(noiseOf(panelOf(TYPES, 1))).toBe(0);
  expect(noiseOf(panelOf({ law: 'point', mean: [2, 0] }, 9))).toBe(0);
});

test('surrogates on panels, and panels in more than two dimensions, are not predicted', () => {
  const plane = panelOf(TYPES, 4);
  expect(predict(plane).surrogates?.(15)?.rootNSd).toBeNull();
  const space: Population = {
    ...plane,
    features: { law: 'gaussian', dimension: 3, covariance: null },
    users: {
      law: 'mixture',
      types: [
        [3, 2, 0],
        [1, -2, 0],
      ],
      weights: [0.5, 0.5],
      panel: { labelsPerUser: 4 },
    },
  };
  const expectation = expectationOf({ law: 'cube-root' }, space, predict(space));
  expect(expectation.at('rmsAngle', 100_000)).toBeNull();
});
