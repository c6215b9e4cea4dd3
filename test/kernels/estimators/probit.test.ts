import { describe, expect, it, test } from 'vitest';
import { probit, probitSums } from '../../../kernels/estimators/probit.ts';
import { inverseMills, logNormalCdf } from '../../../kernels/math/mills.ts';
import logistic from '../../golden/logistic-mle.json' with { type: 'json' };
import golden from '../../golden/probit-mle.json' with { type: 'json' };
import { BACKENDS, recipeRows, sampleOf } from '../../support/samples.ts';

describe.each(BACKENDS)('probit on %s', (_, backend) => {
  it.each(golden.cases)('agrees with scipy: $name', ({ n, d, rows, seed, beta, coefficients, objective }) => {
    const fit = probit(sampleOf(rows ?? recipeRows({ n, d, seed: seed ?? 0, beta: beta ?? [] }), backend()));
    expect(fit.status).toBe('ok');
    coefficients.forEach((value, j) => {
      expect(fit.direction[j] * fit.diagnostics.norm).toBeCloseTo(value, 8);
    });
    expect(fit.diagnostics.objective).toBeCloseTo(objective, 12);
    expect(fit.diagnostics.gradient).toBeLessThanOrEqual(1e-10);
  });

  it.each(logistic.cases.filter(({ rows }) => rows !== undefined))(
    'has a maximum where the logistic likelihood has: $name',
    ({ rows, scale, status, d }) => {
      const fit = probit(
        sampleOf(
          (rows ?? []).map((row) => row.map((v) => v / (scale ?? 1))),
          backend(),
          d,
        ),
      );
      expect(fit.status).toBe(status);
    },
  );
});

test('three rows of four are Phi(b) = 3/4', () => {
  const fit = probit(sampleOf([[1], [1], [1], [-1]]));
  expect(fit.diagnostics.norm).toBeCloseTo(0.674489750196082, 12);
});

const rows = recipeRows({ n: 203, d: 4, seed: 99, beta: [2, -1, 0.5, 0] });

test('its sums are the gradient and the Hessian of central differences', () => {
  const sample = sampleOf(rows);
  const theta = [0.3, -0.8, 0.2, 1.1];
  const dots = (at: readonly number[]) => rows.map((z) => z.reduce((t, v, j) => t + v * at[j], 0));
  const value = (at: readonly number[]) => dots(at).reduce((sum, v) => sum + logNormalCdf(v), 0) / 203;
  const moved = (j: number, h: number) => theta.map((v, k) => (k === j ? v + h : v));
  const sums = probitSums(sample, theta, 1);
  for (let j = 0; j < 4; j++) {
    expect((value(moved(j, 1e-5)) - value(moved(j, -1e-5))) / 2e-5).toBeCloseTo(sums.gradient[j], 8);
    const [up, down] = [1e-5, -1e-5].map((h) => probitSums(sample, moved(j, h), 1).gradient);
    for (let k = 0; k < 4; k++) expect((down[k] - up[k]) / 2e-5).toBeCloseTo(sums.hessian[j * 4 + k], 8);
  }
  expect(sums.rows).toBe(203);
});

test('rows as far out as numbers go are summed without overflow', () => {
  const { gradient, hessian } = probitSums(sampleOf([[-1e200], [-3e4], [-300], [300], [1e200]]), [1], 1);
  expect(gradient[0]).toBeLessThan(0);
  for (const value of [...gradient, ...hessian]) expect(Number.isNaN(value)).toBe(false);
  const far = probitSums(sampleOf([[-3e4]]), [1], 1);
  expect(far.hessian[0]).toBeCloseTo(9e8, 4);
});

test('no third derivative of log Phi is larger than the one that certifies the last step', () => {
  const second = (v: number): number => inverseMills(v) * (inverseMills(v) + v);
  let largest = 0;
  for (let v = -20; v < 20; v += 0.01)
    largest = Math.max(largest, Math.abs(second(v + 1e-4) - second(v - 1e-4)) / 2e-4);
  expect(largest).toBeLessThan(0.29572);
  expect(largest).toBeGreaterThan(0.2957);
});

test('the steps that an observer sees have the falling mean loss', () => {
  const losses: number[] = [];
  const fit = probit(sampleOf(rows), { onStep: ({ objective }) => losses.push(objective) });
  expect(fit).toEqual(probit(sampleOf(rows)));
  expect(losses[0]).toBeCloseTo(Math.log(2), 14);
  for (let k = 1; k < losses.length; k++) expect(losses[k]).toBeLessThan(losses[k - 1]);
  expect(fit.diagnostics.objective).toBeGreaterThanOrEqual(-(losses.at(-1) ?? 0));
});
