import { describe, expect, it, test } from 'vitest';
import { ridgeRlhf, rlhf } from '../../../kernels/estimators/rlhf.ts';
import golden from '../../golden/ridge-mle.json' with { type: 'json' };
import { BACKENDS, recipeRows, sampleOf } from '../../support/samples.ts';

type Case = (typeof golden.cases)[number];

function rowsOf({ rows, n, d, seed, beta }: Case): readonly (readonly number[])[] {
  if (rows !== undefined) return rows;
  if (seed === undefined || beta === undefined) throw new Error('a case has rows or a recipe');
  return recipeRows({ n, d, seed, beta });
}

describe.each(BACKENDS)('rlhf with a ridge on %s', (_, backend) => {
  it.each(golden.cases)('agrees with scipy: $name', (expected) => {
    const fit = ridgeRlhf(sampleOf(rowsOf(expected), backend()), expected.ridge);
    expect(fit.status).toBe('ok');
    const size = Math.hypot(...expected.coefficients);
    expected.coefficients.forEach((value, j) => {
      expect(Math.abs(fit.direction[j] * fit.diagnostics.norm - value)).toBeLessThanOrEqual(1e-9 * size);
    });
    expect(fit.diagnostics.objective).toBeCloseTo(expected.objective, 12);
  });
});

test('the golden cases have separable samples, which without a ridge have no fit', () => {
  const separable = golden.cases.filter((one) => one.separable);
  expect(separable.length).toBeGreaterThan(3);
  for (const one of separable) expect(rlhf(sampleOf(rowsOf(one))).status).toBe('separable');
});

const rows = recipeRows({ n: 3000, d: 3, seed: 5, beta: [1, -2, 0.5] });

test('a ridge that grows shortens the fit, and one that vanishes leaves that of maximum likelihood', () => {
  const sample = sampleOf(rows);
  const norms = [1e-9, 1e-4, 1e-2, 1, 100].map((ridge) => ridgeRlhf(sample, ridge).diagnostics.norm);
  for (let k = 1; k < norms.length; k++) expect(norms[k]).toBeLessThan(norms[k - 1]);
  const [slight, none] = [ridgeRlhf(sample, 1e-9), rlhf(sample)];
  expect(norms[0]).toBeCloseTo(none.diagnostics.norm, 6);
  none.direction.forEach((value, j) => {
    expect(slight.direction[j]).toBeCloseTo(value, 8);
  });
});

test('features in another unit have the same fit where the ridge is in that unit squared', () => {
  const base = ridgeRlhf(sampleOf(rows), 0.05);
  const scaled = ridgeRlhf(sampleOf(rows.map((row) => row.map((v) => 64 * v))), 0.05 * 64 * 64);
  expect(scaled.diagnostics.norm * 64).toBeCloseTo(base.diagnostics.norm, 9);
  base.direction.forEach((value, j) => {
    expect(scaled.direction[j]).toBeCloseTo(value, 9);
  });
});

test('rows that all are zero, or of mean zero, have their maximum at 0: degenerate', () => {
  const zero = sampleOf([[0, 0]]);
  const cancelling = sampleOf([
    [1, 2],
    [-1, -2],
  ]);
  for (const sample of [zero, cancelling]) expect(ridgeRlhf(sample, 0.1).status).toBe('degenerate');
});

test('the least ridge that a study may ask for finds the maximum of separable rows of any unit', () => {
  for (const unit of [1e-3, 1, 1e3]) {
    const fit = ridgeRlhf(
      sampleOf(rows.slice(0, 40).map(([a, b, c]) => [unit * (Math.abs(a) + 1), unit * b, unit * c])),
      1e-9,
    );
    expect(fit.status).toBe('ok');
    expect(fit.score).toBe(1);
  }
});
