import { describe, expect, it } from 'vitest';
import type { Population } from '../../kernels/populations/population.ts';
import { predictedSurrogate } from '../../theory/predicted-errors.ts';
import { predict } from '../../theory/prediction.ts';
import { TWO_TYPES } from '../support/studies.ts';
import { POPULATIONS } from '../support/theory-values.ts';

/**
 * Root-mean-square angles in degrees with their Monte Carlo standard errors of anneals from 1 to lambda in 300 steps, by `signbench run`:
 * lambda, n, value, MCSE.
 */
type Simulated = readonly (readonly [lambda: number, n: number, value: number, mcse: number])[];

const LOUD: Simulated = [
  [1, 100, 16.75, 0.35],
  [1, 1000, 10.94, 0.14],
  [1, 31623, 9.66, 0.06],
  [2, 100, 18.32, 0.4],
  [2, 1000, 9.98, 0.17],
  [2, 31623, 7.68, 0.08],
  [5, 316, 15.75, 0.35],
  [5, 1000, 10.62, 0.25],
  [5, 3162, 6.89, 0.19],
  [5, 31623, 3.88, 0.15],
  [15, 3162, 8.44, 0.24],
  [15, 10000, 5.47, 0.18],
  [15, 31623, 3.4, 0.24],
];
const AGREED: Simulated = [
  [1, 100, 8.79, 0.2],
  [2, 316, 4.89, 0.11],
  [5, 100, 9.75, 0.25],
  [5, 3162, 1.65, 0.05],
  [15, 316, 7.28, 0.17],
  [15, 1000, 4.47, 0.1],
  [15, 10000, 1.5, 0.06],
  [40, 10000, 2.23, 0.08],
];

const DEGREES = 180 / Math.PI;

/** How many of the simulated values are off by more than four standard errors and the stated error of what is predicted times a factor. */
function departures(population: Population, simulated: Simulated, factor: number): number {
  const { surrogates } = predict(population);
  return simulated.filter(([lambda, n, value, mcse]) => {
    const found = predictedSurrogate(surrogates!(lambda)!, n)!;
    return Math.abs(factor * found.rmsAngle * DEGREES - value) > 4 * mcse + found.error * DEGREES;
  }).length;
}

describe('the predicted error of a surrogate', () => {
  it('is that of simulated anneals within its stated error, and 20 % off is not', () => {
    const all = [
      [TWO_TYPES, LOUD],
      [POPULATIONS.A_homog, AGREED],
    ] as const;
    for (const [population, simulated] of all) {
      expect(departures(population, simulated, 1)).toBe(0);
      expect(departures(population, simulated, 1.2)).toBeGreaterThan(3);
      expect(departures(population, simulated, 0.8)).toBeGreaterThan(3);
    }
  });

  it('is not known where the noise is wider than the kernel', () => {
    const { surrogates } = predict(TWO_TYPES);
    expect(predictedSurrogate(surrogates!(40)!, 1000)).toBeNull();
    expect(predictedSurrogate(surrogates!(15)!, 100)).toBeNull();
    const wide = predictedSurrogate(surrogates!(1)!, 1e6)!;
    expect(wide.error / wide.rmsAngle).toBeLessThan(0.01);
  });
});
