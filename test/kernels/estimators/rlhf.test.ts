import { describe, expect, it } from 'vitest';
import { logisticSums } from '../../../kernels/estimators/likelihood-sums.ts';
import { rlhf } from '../../../kernels/estimators/rlhf.ts';
import { sampleLosses } from '../../../kernels/losses/linear-losses.ts';
import golden from '../../golden/logistic-mle.json' with { type: 'json' };
import { BACKENDS, recipeRows, sampleOf } from '../../support/samples.ts';

type Case = (typeof golden.cases)[number];

function rowsOf({ n, d, rows, scale, seed, beta }: Case): number[][] {
  if (rows !== undefined && scale !== undefined) return rows.map((row) => row.map((v) => v / scale));
  if (seed === undefined || beta === undefined) throw new Error('a case has rows or a recipe');
  return recipeRows({ n, d, seed, beta });
}

describe.each(BACKENDS)('rlhf on %s', (_, backend) => {
  it.each(golden.cases)('agrees with scipy: $name', (expected) => {
    const fit = rlhf(sampleOf(rowsOf(expected), backend(), expected.d));
    expect(fit.status).toBe(expected.status);
    if (expected.coefficients === undefined || expected.norm === undefined) return;
    for (let j = 0; j < expected.d; j++) {
      expect(fit.direction[j] * fit.diagnostics.norm).toBeCloseTo(expected.coefficients[j], 6);
    }
    expect(fit.score * expected.n).toBeCloseTo(expected.scoreSum ?? Number.NaN, 9);
    const rms = Math.sqrt(
      rowsOf(expected)
        .flat()
        .reduce((sum, v) => sum + v * v, 0) /
        (expected.n * expected.d),
    );
    expect(fit.diagnostics.gradient).toBeLessThanOrEqual(Math.max(1e-10, 1e-13 * rms));
  });
});

const rows = recipeRows({ n: 5000, d: 4, seed: 99, beta: [2, -1, 0.5, 0] });

describe('rlhf', () => {
  it('ends where the gradient, measured again, is at most 1e-10', () => {
    const sample = sampleOf(rows);
    const fit = rlhf(sample);
    const { gradient } = logisticSums(
      sampleLosses(sample),
      fit.direction.map((v) => v * fit.diagnostics.norm),
      1,
    );
    expect(Math.sqrt(gradient.reduce((sum, g) => sum + g * g, 0))).toBeLessThanOrEqual(1e-10);
  });
  it('has the gradient and the Hessian of central differences of the log-likelihood', () => {
    const some = rows.slice(0, 203);
    const sample = sampleOf(some);
    const theta = [0.3, -0.8, 0.2, 1.1];
    const value = (at: readonly number[]): number =>
      some.reduce((sum, z) => sum - Math.log1p(Math.exp(-z.reduce((t, v, j) => t + v * at[j], 0))), 0) /
      some.length;
    const moved = (j: number, h: number): number[] => theta.map((v, k) => (k === j ? v + h : v));
    const sums = logisticSums(sampleLosses(sample), theta, 1);
    for (let j = 0; j < 4; j++) {
      expect((value(moved(j, 1e-5)) - value(moved(j, -1e-5))) / 2e-5).toBeCloseTo(sums.gradient[j], 8);
      const [up, down] = [1e-5, -1e-5].map(
        (h) => logisticSums(sampleLosses(sample), moved(j, h), 1).gradient,
      );
      for (let k = 0; k < 4; k++) expect((down[k] - up[k]) / 2e-5).toBeCloseTo(sums.hessian[j * 4 + k], 8);
    }
    expect(sums.second).toBeCloseTo(some.reduce((s, z) => s + z.reduce((t, v) => t + v * v, 0), 0) / 203, 12);
    expect(sums.fourth).toBeCloseTo(
      some.reduce((s, z) => s + z.reduce((t, v) => t + v * v, 0) ** 2, 0) / 203,
      11,
    );
  });
  it('uses subsamples only to start: rows ordered by type give the same estimate', () => {
    const shuffled = rows.map((_, i) => rows[(i * 1777) % rows.length]);
    const ordered = [...rows].sort((a, b) => a[0] - b[0]);
    const [a, b] = [rlhf(sampleOf(shuffled)), rlhf(sampleOf(ordered))];
    for (let j = 0; j < 4; j++) expect(a.direction[j]).toBeCloseTo(b.direction[j], 9);
  });
});
