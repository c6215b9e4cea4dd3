import { describe, expect, it } from 'vitest';
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

describe('a curvature that is infinite, where the noise vanishes on a part of the boundary,', () => {
  const rate = (d: number, along: readonly number[], polynomial: readonly number[]) => {
    const population: Population = {
      features: isotropic(d),
      users: { law: 'point', mean: first(d, 2) },
      choice: noise(along, polynomial),
    };
    const limit = signLimit(population)!;
    expect(limit.bias).toBeCloseTo(0, 9);
    if (limit.curvature === null) {
      const missing = unknowns(population, predict(population));
      expect(missing.map(({ quantity }) => quantity)).toContain('sign.rate');
      expect(missing.find(({ quantity }) => quantity === 'sign.curvature')?.reason).toMatch(/infinite/);
    }
    return signExponent(limit);
  };

  it('is not known, nor the rate: simple and double roots, two dimensions and three', () => {
    expect(rate(2, [0.3, 1], [1, 1])).toBeNull();
    expect(rate(2, [0.3, 1], [1, -2, 1])).toBeNull();
    expect(rate(3, [0, 1, 0], [0, 1])).toBeNull();
    expect(rate(3, [0.2, 1, 0.5], [2, -3, 1])).toBeNull();
  });

  it('is finite where the root is 0 in two dimensions, and where there is no root', () => {
    expect(rate(2, [0.3, 1], [0, 1])).toBe(-1 / 3);
    expect(rate(2, [0.3, 1], [1, 0, 1])).toBe(-1 / 3);
    expect(rate(3, [0, 1, 0], [1, 0, 1])).toBe(-1 / 3);
  });

  it('is finite where features do not reach the root, or no user decides there', () => {
    const users: Population['users'] = { law: 'point', mean: [2, 0, 0] };
    const box: Population['features'] = { law: 'box', dimension: 3 };
    const near = signLimit({ features: box, users, choice: noise([0, 1, 0], [0.9, -1]) })!;
    const far = signLimit({ features: box, users, choice: noise([0, 1, 0], [1.2, -1]) })!;
    expect(near.curvature).toBeNull();
    expect(far.curvature).toBeGreaterThan(0);
    const types = [
      [3, 2, 0],
      [1, -2, 0],
    ];
    const mixed: Population['users'] = { law: 'mixture', types, weights: [0.5, 0.5] };
    expect(
      signLimit({ features: isotropic(3), users: mixed, choice: noise([0, 1, 0], [0, 1]) })!.curvature,
    ).toBeGreaterThan(0);
  });
});
