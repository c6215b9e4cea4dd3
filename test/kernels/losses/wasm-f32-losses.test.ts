import { describe, expect, it } from 'vitest';
import { blocksOf, comparisonsFromRows } from '../../../kernels/comparisons.ts';
import { linearLosses } from '../../../kernels/losses/linear-losses.ts';
import { wasmF32Losses } from '../../../kernels/losses/wasm-f32-losses.ts';
import { createWasmBackend } from '../../../kernels/wasm/wasm-backend.ts';
import { describeLossContract } from '../../support/loss-contract.ts';
import { sourceOf } from '../../support/loss-data.ts';

describeLossContract('wasm-f32', () => wasmF32Losses());
describeLossContract('wasm-f32 in memories of 4 KiB', () => wasmF32Losses(4096));

/** n rows of d features in [-2, 2), by a linear congruential generator, row-major. */
function rowsOf(n: number, d: number): Float64Array {
  let state = 1;
  return Float64Array.from({ length: n * d }, () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return state / 2 ** 30 - 2;
  });
}

describe('wasm-f32', () => {
  it('is within its promise of wasm-f64 where n d is above 2^24, lambda v far above 100, d above 32', () => {
    const [n, d, lambda] = [466_043, 36, 100];
    const rows = rowsOf(n, d);
    const theta = Array.from({ length: d }, (_, j) => Math.sin(j + 1) / 3);
    const source = blocksOf(comparisonsFromRows(rows, n, d));
    const single = wasmF32Losses();
    const precise = linearLosses(createWasmBackend).load(source);
    const [found] = single.load(source).annealed([{ direction: theta, lambda }]);
    const [expected] = precise.annealed([{ direction: theta, lambda }]);
    const { unit, dotTerms, rowTerms } = single.precision(n, d);
    let sumBound = 0;
    let gradientBound = 0;
    for (let i = 0; i < n; i++) {
      let a = 0;
      for (let j = 0; j < d; j++) a += Math.abs(lambda * theta[j] * rows[i * d + j]);
      sumBound += unit * (((dotTerms + 3) * a) / 2 + rowTerms + 16);
      gradientBound += unit * lambda * 2 * (((dotTerms + 3) * a) / 5 + (rowTerms + 16) / 2);
    }
    expect(n * d).toBeGreaterThan(2 ** 24);
    expect(Math.abs(found.sum - expected.sum)).toBeLessThan(sumBound);
    for (let j = 0; j < d; j++) {
      expect(Math.abs(found.gradient[j] - expected.gradient[j])).toBeLessThan(gradientBound);
    }
  });

  it('adds a million equal rows without losing what float32 alone would lose', () => {
    const n = 2 ** 20;
    const value = Math.fround(0.1234567);
    const loaded = wasmF32Losses().load({
      n,
      d: 1,
      blocks: (_, count) => new Float64Array(8 * count).fill(value),
    });
    const [{ sum, gradient }] = loaded.annealed([{ direction: [1], lambda: 1 }]);
    expect(Math.abs(sum / n / Math.tanh(value / 2) - 1)).toBeLessThan(4e-7);
    const slope = (value * (1 - Math.tanh(value / 2) ** 2)) / 2;
    expect(Math.abs(gradient[0] / n / slope - 1)).toBeLessThan(4e-7);
  });

  it('has tanh, its slope, sigma and the logistic loss to a few units of float32', () => {
    const losses = wasmF32Losses();
    const unit = 2 ** -24;
    for (let k = -400; k <= 400; k++) {
      const v = Math.fround(k / 20 + 0.013);
      const loaded = losses.load(sourceOf({ rows: [[v]], d: 1 }));
      const [{ sum, gradient }] = loaded.annealed([{ direction: [1], lambda: 1 }]);
      const [logistic] = loaded.logistic([[1]]);
      loaded.dispose();
      expect(Math.abs(sum - Math.tanh(v / 2))).toBeLessThan(3 * unit);
      const slope = v / (2 * Math.cosh(v / 2) ** 2);
      expect(Math.abs(gradient[0] / slope - 1)).toBeLessThan(12 * unit);
      const loss = Math.max(-v, 0) + Math.log1p(Math.exp(-Math.abs(v)));
      expect(Math.abs(logistic.sum - loss)).toBeLessThan(3 * unit * Math.max(0.5, loss));
      expect(Math.abs((logistic.gradient[0] * (1 + Math.exp(v))) / -v - 1)).toBeLessThan(12 * unit);
    }
  });

  it('visits the same blocks however many memories the rows lie in', () => {
    const data = { rows: Array.from({ length: 3001 }, (_, i) => [Math.sin(i), Math.cos(i * i)]), d: 2 };
    const [one, many] = [wasmF32Losses(), wasmF32Losses(1024)].map((losses) => losses.load(sourceOf(data)));
    for (const stride of [1, 3, 4, 32]) {
      const [[a], [b]] = [one, many].map((loaded) => loaded.logisticCurvature([[1, 2]], stride));
      expect(b.rows).toBe(a.rows);
      for (let k = 0; k < 4; k++) expect(b.hessian[k]).toBeCloseTo(a.hessian[k], 3);
    }
  });

  it('gives the bits of a memory of its own to data sets that come and go in shared ones', () => {
    const data = [200, 7, 33, 64].map((n, k) => ({
      rows: Array.from({ length: n }, (_, i) => [Math.sin(i + k), Math.cos(i * k), 1]),
      d: 3,
    }));
    const shared = wasmF32Losses();
    const point = { direction: [0.5, -1, 0.25], lambda: 3 };
    const alone = data.map((one) => wasmF32Losses().load(sourceOf(one)).annealed([point]));
    for (let round = 0; round < 20; round++) {
      const loaded = data.map((one) => shared.load(sourceOf(one)));
      loaded[round % 4].dispose();
      const again = shared.load(sourceOf(data[round % 4]));
      const others = data.map((one) => shared.load(sourceOf(one)));
      const found = loaded.map((one, k) => (k === round % 4 ? again : one).annealed([point]));
      expect(found).toStrictEqual(alone);
      expect(others.map((one) => one.annealed([point]))).toStrictEqual(alone);
      for (const one of [...loaded, again, ...others]) one.dispose();
    }
  });
});
