import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { binOf, edgesOf, RELATIVE_WIDTH, SMALLEST } from '../../../results/summaries/bins.ts';
import { histogramOf, mergeHistograms, orderedBins } from '../../../results/summaries/histogram.ts';

const angle = fc
  .tuple(fc.double({ min: -45, max: 1.6, noNaN: true }), fc.boolean())
  .map(([exponent, negative]) => (negative ? -1 : 1) * 2 ** exponent);
const angles = fc.array(angle, { minLength: 1, maxLength: 60 });

describe('a bin', () => {
  test('holds its numbers between its ends, which are close', () => {
    fc.assert(
      fc.property(angle, (x) => {
        const { low, high } = edgesOf(binOf(x));
        if (x > 0) expect(low <= x && x < high).toBe(true);
        else expect(low < x && x <= high).toBe(true);
        if (Math.abs(x) >= SMALLEST) expect(high - low).toBeLessThanOrEqual(RELATIVE_WIDTH * Math.abs(x));
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  test('is the one of the formula, computed with logarithms', () => {
    fc.assert(
      fc.property(angle, (x) => {
        const size = Math.abs(x);
        const exponent = Math.floor(Math.log2(size));
        const bin = 1 + Math.floor(1024 * (size / 2 ** exponent - 1)) + 1024 * (exponent + 40);
        expect(binOf(x)).toBe(size < SMALLEST ? 0 : Math.sign(x) * bin);
      }),
      { seed: 2, numRuns: 2000 },
    );
  });

  test('begins where the one before it ends, on either side of 0', () => {
    expect(edgesOf(0)).toEqual({ low: -SMALLEST, high: SMALLEST });
    expect(edgesOf(1).low).toBe(SMALLEST);
    for (const bin of [1, 1023, 1024, 1025, 20_000, 40_000]) {
      expect(edgesOf(bin + 1).low).toBe(edgesOf(bin).high);
      expect(edgesOf(-bin)).toEqual({ low: -edgesOf(bin).high, high: -edgesOf(bin).low });
      expect(binOf(edgesOf(bin).low)).toBe(bin);
      expect(binOf(-edgesOf(bin).low)).toBe(-bin);
    }
    expect([binOf(0), binOf(-0), binOf(1e-300)]).toEqual([0, 0, 0]);
  });
});

describe('a histogram', () => {
  test('of two lists is that of both, in any order of merging', () => {
    fc.assert(
      fc.property(angles, angles, angles, (a, b, c) => {
        const [x, y, z] = [a, b, c].map(histogramOf);
        const all = histogramOf([...a, ...b, ...c]);
        expect(mergeHistograms(mergeHistograms(x, y), z)).toEqual(all);
        expect(mergeHistograms(x, mergeHistograms(z, y))).toEqual(all);
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  test('knows every order statistic to the width of its bin', () => {
    fc.assert(
      fc.property(angles, (values) => {
        const sorted = Float64Array.from(values).sort();
        const { at, binAt } = orderedBins(histogramOf(values), -Infinity);
        for (const [place, value] of sorted.entries()) {
          const { low, high } = binAt(place);
          expect(low <= value && value <= high).toBe(true);
          expect(low <= at(place) && at(place) <= high).toBe(true);
        }
      }),
      { seed: 4, numRuns: 300 },
    );
  });
});
