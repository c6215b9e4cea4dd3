import { describe, expect, it } from 'vitest';
import { createArena } from '../../../kernels/arena.ts';
import type { Backend, Stream } from '../../../kernels/backend.ts';
import { createJsBackend } from '../../../kernels/js/js-backend.ts';
import { createWasmBackend } from '../../../kernels/wasm/wasm-backend.ts';
import golden from '../../golden/gamma-law.json' with { type: 'json' };
import { distributionBand, farthestFrom } from '../../support/moments.ts';

const STREAM: Stream = { key0: 0x9e3779b9, key1: 77, role: 0x500000, replicate: 3 };
const N = 200_000;
/** A false-alarm rate of 1e-6, shared by the golden shapes. */
const BAND = distributionBand(N, 1e-6 / golden.cases.length);

function filled(backend: Backend, count: number, fill: (address: number, blocks: number) => void) {
  const blocks = Math.ceil(count / 8);
  const address = createArena(backend).f64(8 * blocks);
  fill(address, blocks);
  return backend.f64(address, 8 * blocks).slice(0, count);
}

function gammas(backend: Backend, shape: number, count: number, index = 0): Float64Array {
  return filled(backend, count, (at, blocks) => backend.gamma(at, blocks, shape, STREAM, index));
}

function standardGammas(backend: Backend, shape: number, count: number): Float64Array {
  return filled(backend, count, (at, blocks) => backend.standardGamma(at, blocks, shape, STREAM, 0));
}

/** Largest distance of the empirical distribution function from a column of golden rows. */
function farthest(values: Float64Array, rows: readonly (readonly number[])[], column: number): number {
  const stated = new Map(rows.map((row) => [row[0], row[column]]));
  return farthestFrom(values, [...stated.keys()], (point) => stated.get(point) ?? Number.NaN);
}

describe('the gamma kernel', () => {
  it.each([1e-3, 0.3, 0.999, 1, 1.5, 40, 1e6, 1e7, 1e18])(
    'has the same bits on both backends, shape %d',
    (shape) => {
      const [js, wasm] = [createJsBackend(), createWasmBackend()];
      expect(gammas(wasm, shape, 8000)).toEqual(gammas(js, shape, 8000));
      expect(standardGammas(wasm, shape, 8000)).toEqual(standardGammas(js, shape, 8000));
    },
  );

  it('gives a row the same variate wherever its block begins', () => {
    const whole = gammas(createWasmBackend(), 0.7, 4000);
    expect(gammas(createWasmBackend(), 0.7, 1000, 1500)).toEqual(whole.slice(1500, 2500));
  });

  it.each(golden.cases)(
    'has the law of scipy for shape $shape, and not of a shape 10 % larger',
    ({ shape, rows }) => {
      const g = gammas(createWasmBackend(), shape, N);
      expect(farthest(g, rows, 1)).toBeLessThan(BAND);
      expect(farthest(g, rows, 2)).toBeGreaterThan(BAND);
    },
  );

  it.each([0.05, 1, 2.5, 1e4])('standardises the same variates, shape %d', (shape) => {
    const g = gammas(createWasmBackend(), shape, 8000);
    const t = standardGammas(createWasmBackend(), shape, 8000);
    const worst = Math.max(
      ...t.map((v, i) => Math.abs(shape + Math.sqrt(shape) * v - g[i]) / (shape + g[i])),
    );
    expect(worst).toBeLessThan(2e-15);
  });

  it('is positive and finite for a shape near zero', () => {
    for (const g of gammas(createWasmBackend(), 1e-3, 8000)) expect(g > 0 && g < 10).toBe(true);
  });

  it.each([1e7, 1e12, 1e30])(
    'standardised, is a normal plus its skewness to all digits, shape %d',
    (shape) => {
      const backend = createWasmBackend();
      const x = filled(backend, 8000, (at, blocks) => backend.gaussianPair(at, 64, blocks, false, STREAM, 0));
      // (G - a) / sqrt(a) = x + (x^2 - 1) / (3 sqrt(a)) + O(1 / a), and rejection is a matter of 1e-8.
      const t = standardGammas(backend, shape, 8000);
      const worst = Math.max(
        ...t.map((v, i) => Math.abs(v - x[i] - (x[i] ** 2 - 1) / (3 * Math.sqrt(shape)))),
      );
      expect(worst).toBeLessThan(1e-14 + 10 / shape);
    },
  );
});
