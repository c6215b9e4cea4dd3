import { describe, expect, it } from 'vitest';
import type { Population } from '../../kernels/populations/population.ts';
import { predict } from '../../theory/prediction.ts';

const isotropic = (dimension: number): Population['features'] => ({
  law: 'gaussian',
  dimension,
  covariance: null,
});
const mixture = (types: readonly (readonly number[])[], weights: readonly number[]): Population['users'] => ({
  law: 'mixture',
  types,
  weights,
});
const TRAP_WEIGHTS = [0.4, 0.38, 0.22];

/** The trap of the study `optimisers`: where searches measure 110 degrees, the highest maximum is 5 degrees off. */
const TRAP: Population = {
  features: isotropic(2),
  users: mixture(
    [
      [9, 0],
      [-1.5, 0.4],
      [-2.7, -2.2],
    ],
    TRAP_WEIGHTS,
  ),
  choice: 'logit',
};
const DEEP: Population = {
  features: isotropic(3),
  users: mixture(
    [
      [9, 0, 0],
      [-1.5, 0.4, 0],
      [-2.7, -2.2, 0],
    ],
    TRAP_WEIGHTS,
  ),
  choice: 'logit',
};
const TWO: Population = {
  ...TRAP,
  users: mixture(
    [
      [3, 2],
      [1, -2],
    ],
    [0.5, 0.5],
  ),
};

describe('a climb along lambda', () => {
  it('leads to the highest maximum where there is one', () => {
    const climbs = predict(TWO).surrogates!;
    expect(climbs.leads({ first: 1, last: 15 })).toBe(true);
    expect(climbs.leads({ first: 15, last: 15 })).toBe(true);
  });

  it.each([
    ['two', TRAP],
    ['three', DEEP],
  ])('leads elsewhere in a trap in %s dimensions, from whichever lambda', (_, population) => {
    const climbs = predict(population).surrogates!;
    expect(climbs.leads({ first: 1, last: 15 })).toBe(false);
    expect(climbs.leads({ first: 15, last: 15 })).toBe(false);
    // The highest maximum itself is near the mean taste.
    expect(Math.abs(climbs(15)!.bias)).toBeLessThan(0.15);
  });

  it('leads to the only maximum of a small lambda in the trap', () => {
    expect(predict(TRAP).surrogates!.leads({ first: 0.5, last: 1 })).toBe(true);
  });
});
