import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logRmsOverMean } from '../../../results/measures/log-ratio.ts';
import { mean } from '../../../results/measures/mean.ts';
import { median } from '../../../results/measures/median.ts';
import { pairwiseSum } from '../../../results/measures/pairwise-sum.ts';
import { proportion } from '../../../results/measures/proportion.ts';
import { rmsDifference } from '../../../results/measures/rms-difference.ts';
import { rootMeanSquare } from '../../../results/measures/root-mean-square.ts';
import { standardDeviation } from '../../../results/measures/standard-deviation.ts';
import type { Measure } from '../../../results/summary.ts';
import golden from '../../golden/measures.json' with { type: 'json' };
import { goldenSample } from '../../support/draws.ts';

const MEASURES = { rms: rootMeanSquare, mean, median, sd: standardDeviation };

/** Relative distance of numbers that may be null together. */
function distance(actual: number | null, expected: number | null): number {
  if (actual === null || expected === null) return actual === expected ? 0 : Number.POSITIVE_INFINITY;
  return Math.abs(actual - expected) / Math.max(Math.abs(expected), 1e-3);
}

describe('measures against numpy and scipy', () => {
  for (const sample of golden.samples) {
    const values =
      sample.values === undefined ? goldenSample(sample.seed, sample.size) : Float64Array.from(sample.values);
    it(`agree on ${values.length} replicates to 1e-11`, () => {
      for (const name of ['rms', 'mean', 'median', 'sd'] as const) {
        const measure = MEASURES[name](values);
        expect(measure.replicates).toBe(values.length);
        expect(distance(measure.value, sample[name][0]), name).toBeLessThan(1e-13);
        expect(distance(measure.mcse, sample[name][1]), `error of ${name}`).toBeLessThan(1e-11);
      }
      const ratio = logRmsOverMean(values)!;
      expect(distance(ratio.value, sample.logRmsOverMean[0])).toBeLessThan(1e-12);
      expect(distance(ratio.se, sample.logRmsOverMean[1])).toBeLessThan(1e-11);
    });
  }

  for (const { a, b, value, mcse } of golden.pairs) {
    it(`agree with the brute-force jackknife on ${a.length} pairs`, () => {
      const difference = rmsDifference(a, b);
      expect(distance(difference.value, value)).toBeLessThan(1e-12);
      expect(distance(difference.mcse, mcse)).toBeLessThan(1e-12);
    });
  }

  for (const { count, replicates, ci, half } of golden.wilson) {
    it(`agree with binomtest on ${count} of ${replicates}`, () => {
      const share = proportion(count, replicates);
      expect(share.value).toBe(count / replicates);
      expect(distance(share.mcse, half)).toBeLessThan(1e-12);
      expect(Math.abs(share.ci![0] - ci[0])).toBeLessThan(1e-14);
      expect(Math.abs(share.ci![1] - ci[1])).toBeLessThan(1e-14);
    });
  }
});

describe('measures by hand', () => {
  it('are 5 for the RMS of 1 and 7, with error sqrt(288) / 10', () => {
    // m2 = 25, m4 = 1201, (m4 - m2^2) / 2 = 288.
    expect(rootMeanSquare([1, 7])).toEqual({ value: 5, mcse: Math.sqrt(288) / 10, replicates: 2 });
  });

  it('are the middle value, or the mean of the two middle values, for the median', () => {
    expect(median([9, 1, 4]).value).toBe(4);
    expect(median([9, 1, 4, 6]).value).toBe(5);
  });

  it('spread the median of three evenly over the three values: a = b = 1', () => {
    expect(median([0, 1, 2]).mcse).toBeCloseTo(Math.sqrt(2 / 3), 14);
  });

  it('have a positive error at zero failures', () => {
    expect(proportion(0, 9)).toMatchObject({ value: 0, replicates: 9 });
    expect(proportion(0, 9).mcse).toBeCloseTo(1 / 20, 15);
    expect(proportion(0, 9).ci![0]).toBe(0);
    expect(proportion(9, 9).ci![1]).toBe(1);
  });

  it('are null without replicates, and without error from one', () => {
    const none: Measure = { value: null, mcse: null, replicates: 0 };
    for (const measure of [rootMeanSquare, mean, median, standardDeviation])
      expect(measure([])).toEqual(none);
    expect(proportion(0, 0)).toEqual(none);
    expect(rmsDifference([], [])).toEqual(none);
    for (const measure of [rootMeanSquare, mean, median]) {
      expect(measure([0.5])).toEqual({ value: 0.5, mcse: null, replicates: 1 });
    }
    expect(standardDeviation([0.5])).toEqual({ value: null, mcse: null, replicates: 1 });
    expect(rmsDifference([3], [1])).toEqual({ value: 2, mcse: null, replicates: 1 });
    expect(median([1, 2])).toEqual({ value: 1.5, mcse: null, replicates: 2 });
    expect(logRmsOverMean([1])).toBeNull();
    expect(logRmsOverMean([0, 0])).toBeNull();
  });

  it('have the error 0, not NaN, when all values are equal', () => {
    for (const measure of [rootMeanSquare, mean, median, standardDeviation]) {
      expect(measure([0, 0, 0, 0]).mcse).toBe(0);
      expect(measure([2, 2, 2, 2]).mcse).toBe(0);
    }
  });

  it('refuse pairs of different lengths', () => {
    expect(() => rmsDifference([1, 2], [1])).toThrow('2 values of a and 1 of b');
  });
});

describe('pairwiseSum', () => {
  it('reads every term once, in order', () => {
    const seen: number[] = [];
    expect(pairwiseSum(1000, (i) => seen.push(i) * 0 + i)).toBe(499_500);
    expect(seen).toEqual(Array.from({ length: 1000 }, (_, i) => i));
  });

  it('loses fewer digits than adding one after the other', () => {
    expect(Math.abs(pairwiseSum(1e6, () => 0.1) - 1e5)).toBeLessThan(1e-9);
    let sequential = 0;
    for (let i = 0; i < 1e6; i++) sequential += 0.1;
    expect(Math.abs(sequential - 1e5)).toBeGreaterThan(1e-7);
  });

  it('is 0 for no terms', () => {
    expect(pairwiseSum(0, () => 1)).toBe(0);
  });
});

describe('measures of any sample', () => {
  const sample = fc.array(fc.double({ min: 0.01, max: 3, noNaN: true }), { minLength: 3, maxLength: 200 });
  const near = (actual: number | null, expected: number | null, tolerance: number): void =>
    expect(Math.abs(actual! - expected!)).toBeLessThan(tolerance);

  it('scale with the values, errors too', () => {
    fc.assert(
      fc.property(sample, fc.double({ min: 0.1, max: 10, noNaN: true }), (values, scale) => {
        const scaled = values.map((value) => scale * value);
        for (const measure of Object.values(MEASURES)) {
          near(measure(scaled).value, scale * measure(values).value!, 1e-12 * (1 + scale));
          // A spread near zero has lost its digits: sqrt(rounding) is what can be asked of it.
          near(measure(scaled).mcse, scale * measure(values).mcse!, 1e-7 * (1 + scale));
        }
      }),
      { seed: 11 },
    );
  });

  it('do not depend on the order of replicates beyond rounding', () => {
    fc.assert(
      fc.property(sample, (values) => {
        const reversed = values.toReversed();
        for (const measure of Object.values(MEASURES))
          near(measure(reversed).value, measure(values).value, 1e-13);
        expect(median(reversed)).toEqual(median(values));
      }),
      { seed: 12 },
    );
  });

  it('have RMS differences that change sign with the order of the pair, and are exactly 0 with themselves', () => {
    fc.assert(
      fc.property(sample, sample, (first, second) => {
        const size = Math.min(first.length, second.length);
        const [a, b] = [first.slice(0, size), second.slice(0, size)];
        const forth = rmsDifference(a, b);
        const back = rmsDifference(b, a);
        expect(back.value! + forth.value!).toBe(0);
        expect(back.mcse).toBe(forth.mcse);
        expect(rmsDifference(a, a)).toEqual({ value: 0, mcse: 0, replicates: size });
      }),
      { seed: 13 },
    );
  });
});
