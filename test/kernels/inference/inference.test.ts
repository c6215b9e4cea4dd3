import { describe, expect, it } from 'vitest';
import { createEngine } from '../../../functions/study/engine.ts';
import { mseBandwidth, ruleBandwidth } from '../../../kernels/inference/bandwidth.ts';
import { chartAt, chartRows, pointAt } from '../../../kernels/inference/chart.ts';
import { orderLine } from '../../../kernels/inference/ordered-line.ts';
import { percentileInterval } from '../../../kernels/inference/percentile-interval.ts';
import { defaultSize } from '../../../kernels/inference/refitted-draws.ts';
import {
  drawWithoutReplacement,
  drawWithReplacement,
  rowWeights,
} from '../../../kernels/inference/resample.ts';
import { reshapedSearch } from '../../../kernels/inference/reshaped-search.ts';
import { numericalCurvature, plugInCurvature } from '../../../kernels/inference/score-curvature.ts';
import { createSampler } from '../../../kernels/populations/sampler.ts';
import { recipeRows, sampleOf } from '../../support/samples.ts';

const STREAM = { key0: 1, key1: 2, role: 0x80000000, replicate: 0 };
const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, v, j) => sum + v * b[j], 0);

describe('a chart around an estimate', () => {
  it('has an orthonormal basis of the tangent space', () => {
    for (const theta of [
      [3, 4],
      [0, -1],
      [1, 2, -2],
      [0, 0, 1, 0, 0],
    ]) {
      const { origin, axes } = chartAt(theta, 'tangent');
      expect(dot(origin, origin)).toBeCloseTo(1, 14);
      axes.forEach((axis, k) => {
        expect(dot(axis, origin)).toBeCloseTo(0, 14);
        axes.forEach((other, l) => {
          expect(dot(axis, other)).toBeCloseTo(k === l ? 1 : 0, 14);
        });
      });
    }
  });
  it('fixes the first coefficient at 1 where that is asked for', () => {
    const chart = chartAt([2, 4, 6], 'first');
    expect([...pointAt(chart, [0.5, -1])]).toEqual([1, 2.5, 2]);
    expect(() => chartAt([-1, 1], 'first')).toThrow(/positive one expected/);
  });
  it('sees each row as an offset and slopes', () => {
    const rows = [
      [1, 2, 3],
      [-4, 5, 6],
    ];
    const chart = chartAt([1, 1, 2], 'tangent');
    const charted = chartRows(sampleOf(rows), chart);
    const xi = [0.3, -0.7];
    rows.forEach((row, i) => {
      const there = charted.offsets[i] + dot(charted.slopes.subarray(2 * i, 2 * i + 2), xi);
      expect(there).toBeCloseTo(dot(row, pointAt(chart, xi)), 14);
    });
  });
});

describe('rows in the order of their crossings of a line', () => {
  it('have the signs on both sides that they have there', () => {
    const rows = recipeRows({ n: 200, d: 3, seed: 5, beta: [1, 1, 0] });
    const chart = chartAt([1, 1, 0], 'tangent');
    const charted = chartRows(sampleOf(rows), chart);
    const direction = Float64Array.of(0.6, 0.8);
    const {
      places,
      rows: order,
      signs,
      startSigns,
    } = orderLine(charted, {
      from: new Float64Array(2),
      direction,
    });
    expect(places.length).toBe(200);
    for (let k = 1; k < places.length; k++) expect(places[k]).toBeGreaterThanOrEqual(places[k - 1]);
    order.forEach((row, k) => {
      const at = (t: number): number =>
        Math.sign(dot(rows[row], pointAt(chart, [direction[0] * t, direction[1] * t])));
      const step = 1e-6 * Math.max(1, Math.abs(places[k]));
      expect(at(places[k] + step)).toBe(signs[k]);
      expect(at(places[k] - step)).toBe(startSigns[row]);
    });
  });
});

describe('the curvature of the score', () => {
  // Homogeneous |beta| = 2, Gaussian features: V = 4 phi(0) k'(0) 2 = 2 / sqrt(2 pi) (theory/README.md, T6).
  const V = 2 / Math.sqrt(2 * Math.PI);
  const { sample, draw } = createSampler(
    createEngine('wasm-f64'),
    {
      features: { law: 'gaussian', dimension: 2, covariance: null },
      users: { law: 'point', mean: [2, 0] },
      choice: 'logit',
    },
    400_000,
  );
  draw([1, 2], 0);
  const rows = chartRows(sample, chartAt([1, 0], 'tangent'));
  it('is that of theory but for the bias of smoothing, plugged in or by differences', () => {
    const h = 0.4;
    // v = y x_1 has the density phi(v) (1 + tanh v): the mean of the estimator by a sum, V (1 - 2.5 h^2) or so.
    let mean = 0;
    for (let v = -8; v < 8; v += 1e-3)
      mean += (v / h) * phi(v / h) * phi(v) * Math.tanh(v) * 1e-3 * (2 / h ** 2);
    expect(mean / V).toBeLessThan(1);
    // Variance 3 phi(0) / (sqrt pi n h^3); 4.9 standard errors: 1e-6.
    const error = Math.sqrt((3 * phi(0)) / (Math.sqrt(Math.PI) * 400_000 * h ** 3));
    expect(Math.abs(plugInCurvature(rows, h)[0] - mean)).toBeLessThan(4.9 * error);
    expect(Math.abs(1.1 * plugInCurvature(rows, h)[0] - mean)).toBeGreaterThan(4.9 * error);
    expect(numericalCurvature(rows, h)[0] / V).toBeGreaterThan(0.3);
    expect(numericalCurvature(rows, h)[0] / V).toBeLessThan(1.2);
  });
  it('is that of the smoothed score to the digits of a second difference', () => {
    const few = chartRows(
      sampleOf(recipeRows({ n: 300, d: 2, seed: 2, beta: [2, 0] })),
      chartAt([1, 0.1], 'tangent'),
    );
    const h = 0.5;
    const smooth = (xi: number): number =>
      few.offsets.reduce((sum, v, i) => sum + erf((v + xi * few.slopes[i]) / h / Math.SQRT2), 0) / few.n;
    const e = 1e-3;
    const second = (smooth(e) - 2 * smooth(0) + smooth(-e)) / (e * e);
    expect(plugInCurvature(few, h)[0]).toBeCloseTo(-second, 5);
  });
  it('has a bandwidth that falls like n^(-1/7), by rule, and near it by least error', () => {
    const half = {
      ...rows,
      n: 1000,
      offsets: rows.offsets.subarray(0, 1000),
      slopes: rows.slopes.subarray(0, 1000),
    };
    const ratio = ruleBandwidth(half) / ruleBandwidth(rows);
    expect(ratio).toBeCloseTo(400 ** (1 / 7), 0);
    expect(mseBandwidth(rows) / ruleBandwidth(rows)).toBeGreaterThanOrEqual(0.2);
    expect(mseBandwidth(rows) / ruleBandwidth(rows)).toBeLessThanOrEqual(5);
  });
});

describe('the argmax of a reshaped score', () => {
  it('is the best of a fine grid in one dimension', () => {
    const charted = chartRows(
      sampleOf(recipeRows({ n: 60, d: 2, seed: 3, beta: [1, 1] })),
      chartAt([1, 1], 'tangent'),
    );
    const search = reshapedSearch(charted, Float64Array.of(0.7), STREAM);
    const times = new Uint32Array(60);
    const weights = new Float64Array(60);
    for (let sample = 0; sample < 20; sample++) {
      drawWithReplacement(times, { draws: 60, stream: STREAM, sample });
      rowWeights(weights, times, { count: 60, starts: null });
      for (let i = 0; i < 60; i++) weights[i] -= 1;
      const value = (xi: number): number =>
        weights.reduce((sum, w, i) => sum + w * Math.sign(charted.offsets[i] + xi * charted.slopes[i]), 0) /
          60 -
        0.35 * xi * xi;
      const [found] = search(weights, sample);
      const beside = Math.max(value(found + 1e-9), value(found - 1e-9), value(found));
      for (let xi = -6; xi <= 6; xi += 0.003) expect(value(xi)).toBeLessThanOrEqual(beside + 1e-7);
    }
  });
  it('is no worse than the best of random points in three dimensions', () => {
    const charted = chartRows(
      sampleOf(recipeRows({ n: 80, d: 4, seed: 4, beta: [1, 1, 0, 0] })),
      chartAt([1, 1, 0, 0], 'tangent'),
    );
    const curvature = Float64Array.of(1, 0, 0, 0, 2, 0, 0, 0, 1);
    const search = reshapedSearch(charted, curvature, STREAM);
    const weights = Float64Array.from({ length: 80 }, (_, i) => ((i * 7) % 3) - 1);
    const value = (xi: ArrayLike<number>): number => {
      let sum = 0;
      for (let i = 0; i < 80; i++) {
        sum +=
          weights[i] * Math.sign(charted.offsets[i] + dot(charted.slopes.subarray(3 * i, 3 * i + 3), xi));
      }
      return sum / 80 - (xi[0] * xi[0] + 2 * xi[1] * xi[1] + xi[2] * xi[2]) / 2;
    };
    const found = search(weights, 0);
    let state = 1;
    const next = (): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2147483648 - 1;
    };
    // A point on a boundary counts half of a row there: one row is 1 / 40.
    for (let k = 0; k < 5000; k++) {
      expect(value([next(), next(), next()])).toBeLessThan(value(found) + 3 / 40);
    }
  });
});

describe('the search of a reshaped score', () => {
  const charted = chartRows(
    sampleOf(recipeRows({ n: 200, d: 4, seed: 8, beta: [1, 1, 0, 0] })),
    chartAt([1, 1, 0, 0], 'tangent'),
  );
  const curvature = Float64Array.of(1, 0.2, 0, 0.2, 2, 0.1, 0, 0.1, 1);
  const sizes = [1 / 64, 8, 1];
  const weights = Float64Array.from({ length: 200 }, (_, i) => ((i * 7) % 3) - 1);

  it('is that of the same rows in other units, so that no coordinate is left where it began', () => {
    const resized = {
      ...charted,
      slopes: charted.slopes.map((value, i) => value * sizes[i % 3]),
    };
    const bent = curvature.map((value, i) => value * sizes[Math.floor(i / 3)] * sizes[i % 3]);
    for (let sample = 0; sample < 5; sample++) {
      const found = reshapedSearch(charted, curvature, STREAM)(weights, sample);
      const there = reshapedSearch(resized, bent, STREAM)(weights, sample);
      expect([...there]).toEqual(Array.from(found, (value, j) => value / sizes[j]));
    }
  });
  it('refuses a curvature without a maximum', () => {
    const flat = Float64Array.of(1, 0, 0, 0, -1, 0, 0, 0, 1);
    expect(() => reshapedSearch(charted, flat, STREAM)).toThrow(/not positive definite/);
  });
});

describe('samples that are drawn', () => {
  it('have as many units as asked for, with replacement and without', () => {
    const times = new Uint32Array(50);
    drawWithReplacement(times, { draws: 50, stream: STREAM, sample: 3 });
    expect(times.reduce((sum, k) => sum + k, 0)).toBe(50);
    drawWithoutReplacement(times, { draws: 12, stream: STREAM, sample: 3 });
    expect([...times].filter((k) => k === 1)).toHaveLength(12);
    expect([...times].every((k) => k <= 1)).toBe(true);
  });
  it('favour no unit: a chi-square of 20,000 draws over 20 units', () => {
    for (const draw of [drawWithReplacement, drawWithoutReplacement]) {
      const counts = new Float64Array(20);
      const times = new Uint32Array(20);
      for (let sample = 0; sample < 2000; sample++) {
        draw(times, { draws: 10, stream: STREAM, sample });
        times.forEach((k, unit) => {
          counts[unit] += k;
        });
      }
      const chi = counts.reduce((sum, k) => sum + ((k - 1000) * (k - 1000)) / 1000, 0);
      // The .999999 quantile of chi-square with 19 degrees of freedom.
      expect(chi).toBeLessThan(63.3);
    }
  });
  it('give every row of a person the same weight', () => {
    const weights = new Float64Array(5);
    rowWeights(weights, Uint32Array.of(2, 0, 1), { count: 3, starts: Uint32Array.of(0, 2, 4, 5) });
    expect([...weights]).toEqual([2, 2, 0, 0, 1]);
  });
  it('have n^(2/3) units by default', () => {
    expect([1, 8, 1000, 1001].map(defaultSize)).toEqual([1, 4, 100, 100]);
  });
});

describe('a percentile interval', () => {
  it('turns the quantiles of differences round, and shrinks them', () => {
    const differences = Float64Array.from({ length: 101 }, (_, i) => i - 20);
    expect(percentileInterval(10, differences, { level: 0.9 })).toEqual({ lower: -65, upper: 25 });
    expect(percentileInterval(10, differences, { level: 0.9, shrink: 0.1 })).toEqual({
      lower: 2.5,
      upper: 11.5,
    });
  });
  it('leaves failed draws out', () => {
    const differences = Float64Array.of(Number.NaN, -1, 1, Number.NaN);
    expect(percentileInterval(0, differences, { level: 0.5 })).toEqual({ lower: -0.5, upper: 0.5 });
  });
});

const phi = (z: number): number => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

/** Abramowitz & Stegun 7.1.5, enough terms for |x| < 4. */
function erf(x: number): number {
  if (Math.abs(x) > 4) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let k = 1; k < 80; k++) {
    term *= (-x * x) / k;
    sum += term / (2 * k + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}
