import { describe, expect, it } from 'vitest';
import { createArena, sampleIndex } from '../../../kernels/arena.ts';
import type { Population } from '../../../kernels/populations/population.ts';
import { createSampler } from '../../../kernels/populations/sampler.ts';
import { createWasmBackend } from '../../../kernels/wasm/wasm-backend.ts';

/** Two-sided normal quantile at a false-alarm rate of 1e-6. */
const Z = 4.8916;
const N = 200_000;
const KEY = [20251028, 7] as const;

function rowsOf(population: Population, n = N, replicate = 0): number[][] {
  const sampler = createSampler(createArena(createWasmBackend()), population, n);
  sampler.draw(KEY, replicate);
  const { d, z, blocks, arena } = sampler.sample;
  const data = arena.backend.f64(z, blocks * 8 * d);
  return Array.from({ length: n }, (_, i) => Array.from({ length: d }, (_, j) => data[sampleIndex(i, j, d)]));
}

/** |mean(values) - expected| in standard errors of the sample's own spread. */
function deviation(values: readonly number[], expected: number): number {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (values.length - 1);
  return Math.abs(mean - expected) / Math.sqrt(variance / values.length);
}

const sigma = (t: number): number => 1 / (1 + Math.exp(-t));

/** E g(W) for W ~ N(0, variance) by the trapezoid rule, to 1e-8 or better for the analytic g of this file. */
function normalExpectation(g: (w: number) => number, variance: number): number {
  let sum = 0;
  for (let k = -80; k <= 80; k++) {
    const w = k / 10;
    sum += Math.exp((-w * w) / 2) * g(Math.sqrt(variance) * w);
  }
  return sum / 10 / Math.sqrt(2 * Math.PI);
}

const covariance = [
  [2, 0.6, 0],
  [0.6, 0.5, 0.1],
  [0, 0.1, 1],
];
const point = (mean: number[], features: Population['features']): Population => ({
  users: { law: 'point', mean },
  features,
  choice: 'logit',
});

describe('features', () => {
  it('gaussian: second moments are the covariance (a sign changes none)', () => {
    const rows = rowsOf(point([1, 0, 0], { law: 'gaussian', dimension: 3, covariance }));
    for (let j = 0; j < 3; j++) {
      for (let k = 0; k <= j; k++) {
        expect(
          deviation(
            rows.map((z) => z[j] * z[k]),
            covariance[j][k],
          ),
        ).toBeLessThan(Z);
        expect(
          deviation(
            rows.map((z) => z[j] * z[k]),
            covariance[j][k] + 0.05,
          ),
        ).toBeGreaterThan(Z);
      }
    }
  });
  it('gaussian: fourth moments are 3, and 1 across columns', () => {
    const rows = rowsOf(point([0.1, 0, 0, 0, 0], { law: 'gaussian', dimension: 5, covariance: null }));
    for (let j = 0; j < 5; j++) {
      expect(
        deviation(
          rows.map((z) => z[j] ** 4),
          3,
        ),
      ).toBeLessThan(Z);
      expect(
        deviation(
          rows.map((z) => z[j] ** 2 * z[(j + 1) % 5] ** 2),
          1,
        ),
      ).toBeLessThan(Z);
    }
  });
  it.each([2, 3, 6])('sphere in d = %i: unit rows, E x_1^4 = 3 / (d (d + 2))', (dimension) => {
    const mean = Array.from({ length: dimension }, (_, j) => (j === 0 ? 0.5 : 0));
    const rows = rowsOf(point(mean, { law: 'sphere', dimension }));
    const worst = Math.max(...rows.slice(0, 1000).map((z) => Math.abs(z.reduce((s, v) => s + v * v, 0) - 1)));
    expect(worst).toBeLessThan(1e-14);
    expect(
      deviation(
        rows.map((z) => z[0] ** 4),
        3 / (dimension * (dimension + 2)),
      ),
    ).toBeLessThan(Z);
  });
});

describe('choices', () => {
  // For x ~ N(0, I) and a taste b, E z_1 = E x_1 (2 sigma(x . b) - 1): a one-dimensional integral along b.
  const pull = (b: readonly number[]): number => {
    const norm = Math.sqrt(b[0] ** 2 + b[1] ** 2);
    return norm === 0
      ? 0
      : (b[0] / norm) * normalExpectation((w) => (w / norm) * (2 * sigma(w) - 1), norm ** 2);
  };
  const features = { law: 'gaussian', dimension: 2, covariance: null } as const;

  it('point: the mean of z is that of the logit', () => {
    const rows = rowsOf(point([2, 1], features));
    expect(
      deviation(
        rows.map((z) => z[0]),
        pull([2, 1]),
      ),
    ).toBeLessThan(Z);
    expect(
      deviation(
        rows.map((z) => z[0]),
        1.1 * pull([2, 1]),
      ),
    ).toBeGreaterThan(Z);
  });
  it('mixture: types answer by their weights', () => {
    const types = [
      [3, 2],
      [1, -2],
      [-1, 0.5],
    ];
    const weights = [0.2, 0.5, 0.3];
    const rows = rowsOf({ users: { law: 'mixture', types, weights }, features, choice: 'logit' });
    const expected = types.reduce((sum, b, k) => sum + weights[k] * pull(b), 0);
    expect(
      deviation(
        rows.map((z) => z[0]),
        expected,
      ),
    ).toBeLessThan(Z);
    expect(
      deviation(
        rows.map((z) => z[0]),
        1.1 * expected,
      ),
    ).toBeGreaterThan(Z);
  });
  it('scale: one direction, several confidences', () => {
    const users = { law: 'scale', direction: [1, 0], scales: [0.5, 4], weights: [0.7, 0.3] } as const;
    const rows = rowsOf({ users, features, choice: 'logit' });
    const expected = 0.7 * pull([0.5, 0]) + 0.3 * pull([4, 0]);
    expect(
      deviation(
        rows.map((z) => z[0]),
        expected,
      ),
    ).toBeLessThan(Z);
    expect(
      deviation(
        rows.map((z) => z[0]),
        1.1 * expected,
      ),
    ).toBeGreaterThan(Z);
  });
  it('gaussian users: E z z_1 over tastes with a covariance', () => {
    const users = {
      law: 'gaussian',
      mean: [2, 0],
      covariance: [
        [4, 3],
        [3, 4],
      ],
    } as const;
    const rows = rowsOf({ users, features, choice: 'logit' });
    // Average of pull over N(mean, covariance) by a product trapezoid in whitened tastes: b = mean + L (p, q).
    const [l11, l21, l22] = [2, 1.5, Math.sqrt(4 - 2.25)];
    const expected = normalExpectation(
      (p) => normalExpectation((q) => pull([2 + l11 * p, l21 * p + l22 * q]), 1),
      1,
    );
    expect(
      deviation(
        rows.map((z) => z[0]),
        expected,
      ),
    ).toBeLessThan(Z);
    expect(
      deviation(
        rows.map((z) => z[0]),
        1.1 * expected,
      ),
    ).toBeGreaterThan(Z);
  }, 60_000);
});

describe('addresses', () => {
  const population = point([2, 0], { law: 'gaussian', dimension: 2, covariance: null });
  it('a replicate does not depend on those drawn before it', () => {
    const sampler = createSampler(createArena(createWasmBackend()), population, 100);
    for (const replicate of [5, 0, 9]) sampler.draw(KEY, replicate);
    const { arena, z } = sampler.sample;
    const row = [arena.backend.f64(z, 16)[0], arena.backend.f64(z, 16)[8]];
    expect(row).toEqual(rowsOf(population, 100, 9)[0]);
  });
  it('replicates, and rows within one, are uncorrelated', () => {
    const a = rowsOf(population, N, 0);
    const b = rowsOf(population, N, 1);
    const even = a.map((z, i) => z[1] * b[i][1]);
    const next = a.slice(1).map((z, i) => z[1] * a[i][1]);
    expect(deviation(even, 0)).toBeLessThan(Z);
    expect(deviation(next, 0)).toBeLessThan(Z);
  });
  it('rows that pad the last block are zero, after a longer draw in the same memory too', () => {
    const arena = createArena(createWasmBackend());
    const release = arena.mark();
    createSampler(arena, population, 16).draw(KEY, 0);
    release();
    const sampler = createSampler(arena, population, 13);
    sampler.draw(KEY, 0);
    const data = arena.backend.f64(sampler.sample.z, 32);
    for (let i = 13; i < 16; i++) for (let j = 0; j < 2; j++) expect(data[sampleIndex(i, j, 2)]).toBe(0);
  });
});
