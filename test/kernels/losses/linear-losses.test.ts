import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createJsBackend } from '../../../kernels/js/js-backend.ts';
import type { Losses } from '../../../kernels/losses/contract.ts';
import { linearLosses } from '../../../kernels/losses/linear-losses.ts';
import { createWasmBackend } from '../../../kernels/wasm/wasm-backend.ts';
import { describeLossContract } from '../../support/loss-contract.ts';
import { type LossCase, lossCases, sourceOf } from '../../support/loss-data.ts';

describeLossContract('js', () => linearLosses(createJsBackend));
describeLossContract('wasm-f64', () => linearLosses(createWasmBackend));

/** Everything a backend says of a data set at a few points, as bits. */
function allBits(losses: Losses, { data, theta, lambda }: LossCase): unknown {
  const loaded = losses.load(sourceOf(data), data.weights.some((w) => w !== 1) ? data.weights : undefined);
  const thetas = [theta, theta.map((v) => 0.37 * v + 0.01), theta.map((v) => -200 * v)];
  const found = {
    annealed: loaded.annealed(thetas.map((direction, k) => ({ direction, lambda: lambda * (k + 1) }))),
    score: loaded.score(thetas),
    logistic: loaded.logistic(thetas),
    curvature: [1, 2, 3].map((stride) => loaded.logisticCurvature(thetas, stride)),
  };
  loaded.dispose();
  return found;
}

describe('wasm-f64', () => {
  const [js, wasm] = [linearLosses(createJsBackend), linearLosses(createWasmBackend)];

  it('gives the bits of js for every loss, weighted or not', () => {
    fc.assert(
      fc.property(lossCases(), (one) => {
        // Object.is of every number, so that 0 and -0 differ.
        expect(allBits(wasm, one)).toStrictEqual(allBits(js, one));
      }),
      { seed: 4, numRuns: 150 },
    );
  });

  it('gives the bits of one point alone in a batch that is read in many pieces', () => {
    const rows = Array.from({ length: 10_007 }, (_, i) => [Math.sin(i), Math.cos(3 * i), (i % 7) - 3]);
    const loaded = wasm.load(
      sourceOf({ rows, d: 3 }),
      rows.map((_, i) => (i % 3) / 2),
    );
    const thetas = [0.1, 0.5, 1, 20].map((v) => [v, 1 - v, 0.3]);
    expect(loaded.logistic(thetas)).toStrictEqual(thetas.flatMap((theta) => loaded.logistic([theta])));
    const points = thetas.map((direction) => ({ direction, lambda: 7 }));
    expect(loaded.annealed(points)).toStrictEqual(points.flatMap((point) => loaded.annealed([point])));
  });

  it('keeps a thousand data sets in one memory, and as many as it must beyond its size', () => {
    let opened = 0;
    const losses = linearLosses(() => {
      opened++;
      return createWasmBackend();
    }, 100_000);
    const source = sourceOf({ rows: Array.from({ length: 8 }, (_, i) => [i - 3]), d: 1 });
    const small = Array.from({ length: 1000 }, () => losses.load(source));
    expect(opened).toBe(1);
    const large = Array.from({ length: 200 }, (_, i) => [Math.sin(i), 1, 0, 2, 3, 4, 5, i % 3]);
    const loaded = Array.from({ length: 10 }, () => losses.load(sourceOf({ rows: large, d: 8 })));
    expect(opened).toBe(3);
    expect(new Set([...small.map((one) => one.score([[1]])[0])])).toEqual(new Set([1]));
    for (const one of [...small, ...loaded]) one.dispose();
    losses.load(sourceOf({ rows: large, d: 8 }));
    expect(opened).toBe(3);
  });

  it('gives memory back where loading is refused', () => {
    let opened = 0;
    const losses = linearLosses(() => {
      opened++;
      return createWasmBackend();
    }, 10_000);
    const bad = { n: 100, d: 10, blocks: () => new Float64Array(80 * 13).fill(Number.NaN) };
    for (let k = 0; k < 20; k++) expect(() => losses.load(bad)).toThrow(/finite/);
    expect(opened).toBe(1);
  });
});
