import { describe, expect, it } from 'vitest';
import { normalQuantile } from '../../../kernels/math/normal-quantile.ts';
import { intervalOf, meanOf } from '../../../results/claims/interval.ts';
import { readLogRatio } from '../../../results/claims/paired.ts';
import { momentsOf } from '../../../results/claims/reading.ts';
import { furthest, least } from '../../../results/claims/several.ts';
import golden from '../../golden/claim-intervals.json' with { type: 'json' };
import { viewOf } from '../../support/claims.ts';

/** The golden script's sample: (k / 2^20)^3 + 1/4. */
function sampleOf(seed: number, count: number): Float64Array {
  let state = seed;
  return Float64Array.from({ length: count }, () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    const u = (state >>> 12) / 2 ** 20;
    return u * u * u + 0.25;
  });
}

describe('normalQuantile', () => {
  it('agrees with scipy to 1e-13 down to a tail of 1e-200', () => {
    for (const { tail, z } of golden.normal) {
      expect(Math.abs(normalQuantile(tail) - z), `${tail}`).toBeLessThanOrEqual(1e-13 * (1 + z));
    }
  });

  it('refuses what is no tail', () => {
    for (const tail of [0, 0.6, -1, Number.NaN])
      expect(() => normalQuantile(tail)).toThrow(`tail is ${tail}`);
  });
});

describe('the interval of a mean', () => {
  it('agrees with Hall\u2019s transformation inverted by root finding, and Student\u2019s exact quantile', () => {
    for (const { seed, count, level, interval } of golden.hall) {
      const found = intervalOf(meanOf(momentsOf(sampleOf(seed, count))), level);
      const width = interval[1] - interval[0];
      for (const end of [0, 1]) {
        expect(Math.abs(found[end] - interval[end]) / width, `${seed} ${level}`).toBeLessThan(0.002);
      }
    }
  });

  it('is symmetric where the estimate is, and wider at a stricter level', () => {
    const estimate = { value: 3, se: 2, skewness: 0, freedom: 1e9 };
    const [low, high] = intervalOf(estimate, 0.025);
    expect(low).toBeCloseTo(3 - 2 * 1.959963984540054, 7);
    expect(high).toBeCloseTo(3 + 2 * 1.959963984540054, 7);
    expect(intervalOf(estimate, 0.001)[1]).toBeGreaterThan(high);
  });

  it('leans to the side of the skewness', () => {
    const [low, high] = intervalOf({ value: 0, se: 1, skewness: 0.2, freedom: 1e6 }, 0.005);
    expect(high).toBeGreaterThan(-low);
  });

  it('is a point where nothing varies', () => {
    expect(intervalOf(meanOf(momentsOf([2, 2, 2])), 0.01)).toEqual([2, 2]);
  });
});

describe('the jackknife of a log ratio', () => {
  it('agrees with numpy leaving out one pair after the other', () => {
    for (const { seeds, count, mean, variance, third } of golden.logRatio) {
      const [a, b] = seeds.map((seed) => sampleOf(seed, count));
      const { moments } = readLogRatio(viewOf(100, { a, b }), { a: 'a', b: 'b', measure: 'rmsAngle' })!;
      expect(moments.mean).toBeCloseTo(mean, 9);
      expect(moments.variance / variance).toBeCloseTo(1, 8);
      expect(moments.third / third).toBeCloseTo(1, 6);
    }
  });

  it('compares only data sets on which both fits succeeded', () => {
    const [a, b] = [sampleOf(1, 60), sampleOf(2, 60)];
    const failed = a.map((value, i) => (i % 3 === 0 ? Number.NaN : value));
    const kept = (list: Float64Array): Float64Array => list.filter((_, i) => i % 3 !== 0);
    const comparison = { a: 'a', b: 'b', measure: 'meanAngle' } as const;
    expect(readLogRatio(viewOf(100, { a: failed, b }), comparison)).toEqual(
      readLogRatio(viewOf(100, { a: kept(a), b: kept(b) }), comparison),
    );
  });
});

describe('several parameters at once', () => {
  const part = (value: number, se: number) => ({ value, se, skewness: 0, freedom: 1e9 });

  it('the least has the least of the lower ends at the level, and of the upper at a share of it', () => {
    const { interval, estimate } = least([part(1, 1), part(2, 0.1)], 0.02);
    expect(estimate).toBe(1);
    expect(interval[0]).toBeCloseTo(1 - normalQuantile(0.02), 6);
    expect(interval[1]).toBeCloseTo(2 + 0.1 * normalQuantile(0.01), 6);
  });

  it('the furthest is one outside the margin where there is one, else the one nearest an edge', () => {
    const inside = { interval: [-0.1, 0.9], estimate: 0 } as const;
    const wide = { interval: [-9, 9], estimate: 0 } as const;
    const outside = { interval: [1.1, 3], estimate: 2 } as const;
    expect(furthest([inside, wide, outside], [-1, 1])).toBe(outside);
    expect(furthest([inside, wide], [-1, 1])).toBe(wide);
    expect(furthest([inside], [-1, 1])).toBe(inside);
  });
});
