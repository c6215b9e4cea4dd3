import { describe, expect, it, test } from 'vitest';
import type { Population } from '../../kernels/populations/population.ts';
import { predict, signExponent } from '../../theory/prediction.ts';
import { signLimit } from '../../theory/sign-limit.ts';
import { unknowns } from '../../theory/unknowns.ts';

const isotropic = (dimension: number): Population['features'] => ({
  law: 'gaussian',
  dimension,
  covariance: null,
});
const noise = (along: readonly number[], polynomial: readonly number[]): Population['choice'] => ({
  law: 'heteroskedastic',
  base: 'logit',
  along,
  polynomial,
});
const first = (d: number, size: number): number[] =>
  Array.from({ length: d }, (_, j) => (j === 0 ? size : 0));

describe.each([3, 4, 6])('a kink in %i dimensions', (d) => {
  const users: Population['users'] = { law: 'point', mean: first(d, 2) };
  const kinked: Readonly<Record<string, Population>> = {
    'certain choices': { features: isotropic(d), users, choice: noise(first(d, 1), [0]) },
    'choices right with one chance however close': {
      features: isotropic(d),
      users,
      choice: noise(first(d, 2), [0, 1]),
    },
    'certain choices between features in a box': {
      features: { law: 'box', dimension: d },
      users,
      choice: noise(first(d, 1), [0]),
    },
  };

  it.each(Object.entries(kinked))('has no curvature, no constant and the rate 1/n: %s', (_, population) => {
    const limit = signLimit(population)!;
    expect(limit.bias).toBeLessThan(1e-9);
    expect(limit.curvature).toBeNull();
    expect(limit.constant).toBeNull();
    expect(limit.spread).toBeNull();
    expect(signExponent(limit)).toBe(-1);
    const missing = unknowns(population, predict(population));
    expect(missing.find(({ quantity }) => quantity === 'sign.curvature')?.reason).toMatch(/kink/);
    expect(missing.some(({ quantity }) => quantity === 'sign.rate')).toBe(false);
  });

  it('is none where the noise vanishes nowhere, however small it is', () => {
    const population = { features: isotropic(d), users, choice: noise(first(d, 1), [0.02]) };
    const limit = signLimit(population)!;
    const exact = signLimit({ ...population, choice: { law: 'logistic', scale: 0.02 } })!;
    expect(signExponent(limit)).toBe(-1 / 3);
    expect(Math.abs(limit.curvature! / exact.curvature! - 1)).toBeLessThan(0.02);
  });
});

test('a curvature that is infinite, where the noise vanishes on a part of the boundary, is not known', () => {
  const population: Population = {
    features: isotropic(3),
    users: { law: 'point', mean: [2, 0, 0] },
    choice: noise([0, 1, 0], [0, 1]),
  };
  const limit = signLimit(population)!;
  expect(limit.curvature).toBeNull();
  expect(signExponent(limit)).toBeNull();
  expect(unknowns(population, predict(population)).map(({ quantity }) => quantity)).toContain('sign.rate');
});
