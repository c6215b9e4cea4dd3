import { describe, expect, it } from 'vitest';
import { asymmetryStatistic } from '../../../kernels/inference/asymmetry-statistic.ts';
import { type ChoicePanel, logLikelihood } from '../../../kernels/mixed-logit/choice-panel.ts';
import { tastePool } from '../../../kernels/mixed-logit/taste-pool.ts';
import { tastePrior } from '../../../kernels/mixed-logit/taste-posterior.ts';
import { tastePanel } from '../../support/taste-panels.ts';

const STREAM = { key0: 7, key1: 0, role: 0x80000010, replicate: 0 };
const CHOOSERS = 50;

/** The statistic of one feature by sums over a grid of tastes. */
function dense(panel: ChoicePanel): number {
  const grid = Array.from({ length: 601 }, (_, i) => -5 + i * 0.02);
  const likelihood = Array.from({ length: CHOOSERS }, (_, u) =>
    grid.map((taste) => Math.exp(logLikelihood(panel, u, Float64Array.of(taste)))),
  );
  let [mean, variance] = [0.8, 0.5];
  const given = (g: (t: number) => number): number[] =>
    likelihood.map((own) => {
      let [total, sum] = [0, 0];
      for (const [i, taste] of grid.entries()) {
        const t = (taste - mean) / Math.sqrt(variance);
        const weight = own[i] * Math.exp((-t * t) / 2);
        total += weight;
        sum += weight * g(t);
      }
      return sum / total;
    });
  const average = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / CHOOSERS;
  for (let round = 0; round < 300; round++) {
    const [first, second] = [average(given((t) => t)), average(given((t) => t * t))];
    const spread = Math.sqrt(variance);
    mean += spread * first;
    variance *= second - first * first;
  }
  const others = [given((t) => t), given((t) => t * t - 1), given((t) => (t ** 4 - 6 * t * t + 3) / 24)];
  // Gram and Schmidt instead of normal equations.
  const basis: number[][] = [];
  const inner = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, value, u) => sum + value * b[u], 0);
  const without = (values: readonly number[]): number[] =>
    basis.reduce<number[]>(
      (left, b) => left.map((value, u) => value - (inner(left, b) / inner(b, b)) * b[u]),
      [...values],
    );
  for (const other of others) basis.push(without(other));
  const left = without(given((t) => (t * t * t - 3 * t) / 6));
  return Math.abs(left.reduce((sum, value) => sum + value, 0)) / Math.sqrt(inner(left, left));
}

describe('the statistic of asymmetry', () => {
  it('is what a sum over all tastes gives', () => {
    for (const number of [1, 2]) {
      const panel = tastePanel({
        law: 'normal',
        choosers: CHOOSERS,
        situations: 40,
        alternatives: 3,
        d: 1,
        number,
      });
      const place = tastePrior({ mean: Float64Array.of(0.9), covariance: Float64Array.of(0.5) })!;
      const found = asymmetryStatistic(tastePool(panel, { place, each: 1024, stream: STREAM }))!;
      expect(found.directions).toBe(1);
      expect(Math.abs(found.statistic - dense(panel))).toBeLessThan(0.15);
    }
  });
});
