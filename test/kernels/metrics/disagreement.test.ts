import { describe, expect, it } from 'vitest';
import { disagreement } from '../../../kernels/metrics/disagreement.ts';
import type { FeaturesLaw } from '../../../kernels/populations/population.ts';
import { draws } from '../../support/draws.ts';
import { theoryCases } from '../../support/theory-values.ts';

const gaussian = (covariance: readonly (readonly number[])[] | null, dimension = 2): FeaturesLaw => ({
  law: 'gaussian',
  dimension,
  covariance,
});
const SIGMA = [
  [2, 0.6],
  [0.6, 0.5],
];

describe('disagreement', () => {
  it('is the reference value for correlated features', () => {
    expect(theoryCases('disagreement')[0].inputs).toMatchObject({ Sigma: SIGMA, a: [2, 1], b: [1, 2] });
    expect(Math.abs(disagreement(gaussian(SIGMA), [2, 1], [1, 2]) - 0.0927735790777422)).toBeLessThan(1e-15);
  });

  it('is the angle over pi for isotropic features and for the sphere', () => {
    expect(disagreement(gaussian(null), [1, 0], [0, 1])).toBe(0.5);
    expect(disagreement({ law: 'sphere', dimension: 3 }, [1, 0, 0], [-1, 0, 0])).toBe(1);
    expect(
      disagreement(
        gaussian([
          [1, 0],
          [0, 1],
        ]),
        [1, 0],
        [1, 1],
      ),
    ).toBeCloseTo(0.25, 15);
  });

  it('keeps its digits for nearly equal directions', () => {
    // |u - v|_S / pi with v turned by 1e-9: the S-norm of the turn orthogonal to a, by hand for S = diag(4, 1).
    const value = disagreement(
      gaussian([
        [4, 0],
        [0, 1],
      ]),
      [1, 0],
      [1, 1e-9],
    );
    expect(Math.abs((value * Math.PI) / 0.5e-9 - 1)).toBeLessThan(1e-9);
  });

  it('is the share of sampled comparisons on which the signs differ', () => {
    const { normal } = draws(3);
    const size = 200_000;
    let differ = 0;
    for (let i = 0; i < size; i++) {
      const [g, h] = [normal(), normal()];
      const x = [Math.SQRT2 * g, (0.6 / Math.SQRT2) * g + Math.sqrt(0.5 - 0.18) * h];
      if (Math.sign(2 * x[0] + x[1]) !== Math.sign(x[0] + 2 * x[1])) differ++;
    }
    const expected = disagreement(gaussian(SIGMA), [2, 1], [1, 2]);
    const z = (differ / size - expected) / Math.sqrt((expected * (1 - expected)) / size);
    // |z| > 4.9 has probability 1e-6; an error of 10 % is 14 standard errors away.
    expect(Math.abs(z)).toBeLessThan(4.9);
    expect((0.1 * expected) / Math.sqrt((expected * (1 - expected)) / size)).toBeGreaterThan(2 * 4.9);
  });

  it('refuses other lengths and directions without variance', () => {
    expect(() => disagreement(gaussian(SIGMA), [1, 2, 3], [1, 2, 3])).toThrow(
      'the target has 3 coordinates, features have 2',
    );
    expect(() =>
      disagreement(
        gaussian([
          [1, 0],
          [0, 0],
        ]),
        [0, 1],
        [1, 0],
      ),
    ).toThrow('no variance');
  });
});
