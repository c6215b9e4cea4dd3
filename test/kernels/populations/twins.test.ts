import { describe, expect, it } from 'vitest';
import { createArena } from '../../../kernels/arena.ts';
import { createJsBackend } from '../../../kernels/js/js-backend.ts';
import { personaTastes } from '../../../kernels/populations/persona-tastes.ts';
import { askPersonas, featureRows } from '../../../kernels/populations/twin-rows.ts';
import { createWasmBackend } from '../../../kernels/wasm/wasm-backend.ts';

const KEY = [17, 4] as const;
const rowsOf = (values: Float64Array, d: number): number[][] =>
  Array.from({ length: values.length / d }, (_, u) => [...values.subarray(u * d, (u + 1) * d)]);

describe('tastes of personas', () => {
  it('of a mixture are allotted in proportion to the weights', () => {
    const types = [
      [1, 0],
      [0, 1],
      [2, 2],
    ];
    const count = (weights: number[], personas: number): number[] =>
      types.map(
        (type) =>
          rowsOf(personaTastes({ law: 'mixture', types, weights }, personas, KEY), 2).filter(
            (row) => row.join() === type.join(),
          ).length,
      );
    expect(count([0.5, 0.5, 0], 200)).toEqual([100, 100, 0]);
    expect(count([0.5, 0.3, 0.2], 7)).toEqual([4, 2, 1]);
    expect(count([1 / 3, 1 / 3, 1 / 3], 4)).toEqual([2, 1, 1]);
  });

  it('of one point, and of one direction with several confidences, are those', () => {
    expect(rowsOf(personaTastes({ law: 'point', mean: [1, 2] }, 2, KEY), 2)).toEqual([
      [1, 2],
      [1, 2],
    ]);
    const scale = { law: 'scale', direction: [1, -1], scales: [1, 5], weights: [0.5, 0.5] } as const;
    expect(rowsOf(personaTastes(scale, 2, KEY), 2)).toEqual([
      [1, -1],
      [5, -5],
    ]);
  });

  it.each([
    {
      law: 'gaussian',
      mean: [1, -2],
      covariance: [
        [2, 0.6],
        [0.6, 1],
      ],
    } as const,
    { law: 'gamma', mean: [1, -2], along: [3, 4], skew: 1.5, scale: 1.3 } as const,
  ])('of a $law law have its mean and covariance', (users) => {
    const count = 20_000;
    const rows = rowsOf(personaTastes(users, count, KEY), 2);
    const covariance =
      users.law === 'gaussian'
        ? users.covariance
        : [
            [9, 12],
            [12, 16],
          ].map((row) => row.map((value) => (value / 25) * users.scale ** 2));
    const mean = [0, 1].map((j) => rows.reduce((sum, row) => sum + row[j], 0) / count);
    for (const j of [0, 1]) {
      // Five standard errors: a false alarm once in a million.
      expect(Math.abs(mean[j] - users.mean[j])).toBeLessThan(5 * Math.sqrt(covariance[j][j] / count));
      for (const k of [0, 1]) {
        const products = rows.map((row) => (row[j] - users.mean[j]) * (row[k] - users.mean[k]));
        const found = products.reduce((sum, value) => sum + value, 0) / count;
        const spread = Math.sqrt(products.reduce((sum, value) => sum + (value - found) ** 2, 0) / count);
        expect(Math.abs(found - covariance[j][k])).toBeLessThan((5 * spread) / Math.sqrt(count));
      }
    }
  });
});

describe('rows and answers of twins', () => {
  const law = { law: 'power', dimension: 3, exponent: 1 } as const;
  const drawn = () => featureRows(createArena(createWasmBackend()), law, KEY);

  it('do not depend on how many are drawn at once, nor on the backend', () => {
    const all = drawn()(0, 100).slice();
    expect(drawn()(40, 60).slice()).toEqual(all.slice(120));
    expect(featureRows(createArena(createJsBackend()), law, KEY)(0, 100).slice()).toEqual(all);
  });

  it('are answered with the chances of the law, each persona as often', () => {
    const [n, d] = [1000, 3];
    const tastes = Float64Array.from([2, 0, 0, -1, 1, 0, 0, 0, 3, 0.5, 0.5, 0.5]);
    const ask = askPersonas(createArena(createWasmBackend()), {
      choice: 'logit',
      tastes,
      dimension: d,
      key: KEY,
    });
    const draw = drawn();
    const counts = [0, 0, 0, 0];
    let [difference, variance, wrong] = [0, 0, 0];
    for (let first = 0; first < 20 * n; first += n) {
      const x = draw(first, n).slice();
      const { persona, y } = ask(x, first, 0);
      for (let i = 0; i < n; i++) {
        const u = persona[i];
        counts[u]++;
        let v = 0;
        for (let j = 0; j < d; j++) v += x[i * d + j] * tastes[u * d + j];
        const p = 1 / (1 + Math.exp(-v));
        difference += (y[i] - (2 * p - 1)) * v;
        wrong += (y[i] - 1.1 * (2 * p - 1)) * v;
        variance += 4 * p * (1 - p) * v * v;
      }
    }
    expect(Math.abs(difference)).toBeLessThan(5 * Math.sqrt(variance));
    // A tenth more certainty would be seen.
    expect(Math.abs(wrong)).toBeGreaterThan(5 * Math.sqrt(variance));
    for (const count of counts)
      expect(Math.abs(count - (20 * n) / 4)).toBeLessThan(5 * Math.sqrt((20 * n * 3) / 16));
  });

  it('ask each persona of a pair once', () => {
    const tastes = new Float64Array(5).fill(1);
    const ask = askPersonas(createArena(createWasmBackend()), {
      choice: 'probit',
      tastes,
      dimension: 1,
      key: KEY,
    });
    const x = Float32Array.from({ length: 50 }, (_, i) => i - 25.5);
    const turns = [0, 1, 2, 3, 4].map((turn) => ask(x, 0, turn).persona);
    for (let i = 0; i < 50; i++) expect(turns.map((turn) => turn[i]).sort()).toEqual([0, 1, 2, 3, 4]);
  });
});
