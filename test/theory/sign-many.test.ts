import { describe, expect, it } from 'vitest';
import { angle } from '../../kernels/metrics/angle.ts';
import type { Population } from '../../kernels/populations/population.ts';
import { eigenvalues } from '../../theory/eigenvalues.ts';
import { levyMean } from '../../theory/levy-argmax.ts';
import { signLimit } from '../../theory/sign-limit.ts';
import { omega } from '../../theory/special-functions.ts';
import { twoTypes } from '../support/theory-values.ts';

const isotropic = (dimension: number) => ({ law: 'gaussian', dimension, covariance: null }) as const;

const mixture = (
  types: readonly (readonly number[])[],
  weights: readonly number[],
  dimension: number,
): Population => ({
  users: { law: 'mixture', types, weights },
  features: isotropic(dimension),
  choice: 'logit',
});

describe('the limit of the sign estimator in d > 2', () => {
  it('lies where it does in the plane when tastes lie in a plane', () => {
    for (const q of [0.02, 0.2, 0.4, 0.52, 0.9]) {
      const planar = twoTypes(q);
      if (planar.users.law !== 'mixture') throw new Error('a mixture expected');
      const types = planar.users.types.map(([x, y]) => [x, 0, y, 0]);
      const limit = signLimit(mixture(types, planar.users.weights, 4))!;
      expect(limit.bias).toBeCloseTo(Math.abs(signLimit(planar)!.bias), 9);
      expect(limit.optima).toHaveLength(1);
    }
  });

  it('is stationary: E[omega(|P beta|) P beta] = 0', () => {
    const types = [
      [4, 1, 0, 1],
      [1, -2, 1, 0],
      [0.5, 0, 2, -1],
    ];
    const weights = [0.5, 0.3, 0.2];
    const { direction } = signLimit(mixture(types, weights, 4))!;
    const pull = [0, 0, 0, 0];
    types.forEach((beta, k) => {
      const along = beta.reduce((sum, value, j) => sum + value * direction[j], 0);
      const across = beta.map((value, j) => value - along * direction[j]);
      const rate = weights[k] * omega(Math.hypot(...across));
      across.forEach((value, j) => {
        pull[j] += rate * value;
      });
    });
    expect(Math.hypot(...pull)).toBeLessThan(1e-11);
  });

  it('finds both optima beyond a pitchfork', () => {
    const [x, y] = [4 * Math.cos(1.2217), 4 * Math.sin(1.2217)];
    const types = [
      [x, y, 0],
      [x, -y, 0],
      [-0.9, 0, 0],
    ];
    const limit = signLimit(mixture(types, [0.35, 0.35, 0.3], 3))!;
    expect(limit.optima).toHaveLength(2);
    expect(angle(limit.optima[0], limit.optima[1])).toBeGreaterThan(0.1);
    expect(limit.spread).toBeNull();
  });

  it('has the error (32 / |beta|^2)^(1/3) E|Z_2| n^(-1/3) in d = 3 for users of one taste', () => {
    const population: Population = {
      users: { law: 'point', mean: [0, 0, 2] },
      features: isotropic(3),
      choice: 'logit',
    };
    const { spread, bias } = signLimit(population)!;
    expect(bias).toBe(0);
    expect(spread!.mean).toBeCloseTo(2 * levyMean(2), 10);
    expect(spread!.error).toBeLessThan(0.02);
  });

  it('is the target for tastes symmetric about it, whatever the features', () => {
    const features = { law: 'box', dimension: 3 } as const;
    const types = [
      [3, 2, 0],
      [1, -2, 1],
    ];
    const halves = { ...mixture(types, [0.5, 0.5], 3), features };
    expect(signLimit(halves)).toMatchObject({ bias: 0 });
    expect(signLimit({ ...mixture(types, [0.4, 0.6], 3), features })!.bias).toBeGreaterThan(0.05);
  });

  it('is found for 40 types in 256 dimensions', () => {
    const types = Array.from({ length: 40 }, (_, k) =>
      Array.from({ length: 256 }, (__, j) => Math.sin(1 + k * 7.3 + j * j * 1.7) * 0.4 + (j === 0 ? 2 : 0)),
    );
    const limit = signLimit(mixture(types, new Array(40).fill(1 / 40), 256))!;
    expect(limit.bias).toBeGreaterThan(0);
  });
});

describe('eigenvalues', () => {
  it('of a symmetric matrix, with vectors that it stretches by them', () => {
    const matrix = [
      [4, 1, -2],
      [1, 2, 0],
      [-2, 0, 3],
    ];
    const { values, vectors } = eigenvalues(matrix);
    expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(9, 13);
    values.forEach((value, i) => {
      for (const [j, row] of matrix.entries()) {
        const stretched = row.reduce((sum, entry, k) => sum + entry * vectors[i][k], 0);
        expect(stretched).toBeCloseTo(value * vectors[i][j], 12);
      }
    });
    expect(eigenvalues([]).values).toEqual([]);
  });
});
