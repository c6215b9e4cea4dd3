import { expect, it } from 'vitest';
import type { Population } from '../../kernels/populations/population.ts';
import { peakScore } from '../../theory/peak-score.ts';
import { signLimit } from '../../theory/sign-limit.ts';

const SURE: Population['choice'] = { law: 'heteroskedastic', base: 'logit', along: [1, 0], polynomial: [0] };
const plane = { law: 'gaussian', dimension: 2, covariance: null } as const;

/** E tanh(size |X| / 2), X standard normal, by the midpoint rule: M at the taste that all users have. */
function agreedScore(size: number): number {
  let sum = 0;
  for (let k = 0; k < 40_000; k++) {
    const x = (k + 0.5) * 2e-4;
    sum += Math.tanh((size * x) / 2) * Math.exp((-x * x) / 2) * 2e-4;
  }
  return sum * Math.sqrt(2 / Math.PI);
}

it.each([2, 3, 7])('is E|h(x)| where users agree, in %i dimensions', (dimension) => {
  const mean = Array.from({ length: dimension }, (_, j) => (j === 0 ? 2 : 0));
  const population: Population = {
    features: { law: 'gaussian', dimension, covariance: null },
    users: { law: 'point', mean },
    choice: 'logit',
  };
  expect(peakScore(signLimit(population)!)).toBeCloseTo(agreedScore(2), 6);
});

it('is 1 where every choice is right', () => {
  const population: Population = { features: plane, users: { law: 'point', mean: [2, 1] }, choice: SURE };
  expect(peakScore(signLimit(population)!)).toBeCloseTo(1, 7);
});

it('is what is left of sure choices that two types split: 1 - 2 q angle / pi', () => {
  const users: Population['users'] = {
    law: 'mixture',
    types: [
      [1, 0],
      [0, 1],
    ],
    weights: [0.75, 0.25],
  };
  // The larger type is the optimum; a quarter of users differ from it on half of the circle.
  expect(peakScore(signLimit({ features: plane, users, choice: SURE })!)).toBeCloseTo(0.75, 3);
});
