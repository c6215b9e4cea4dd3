import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DoubleDouble } from '../../../kernels/math/double-double.ts';
import { constant, product, spreadOf, sumOver, univariate } from '../../../results/summaries/polynomial.ts';
import {
  jointSumsOf,
  mergePowerSums,
  monomials,
  type PowerSums,
  powerSumsOf,
} from '../../../results/summaries/power-sums.ts';
import { type Rational, rational } from '../../support/rational.ts';

const ZERO = rational(0);
const exact = ([high, low]: DoubleDouble): Rational => rational(high).plus(rational(low));
const power = (x: Rational, k: number): Rational =>
  Array.from({ length: k }).reduce<Rational>((value) => value.times(x), rational(1));
const total = (terms: readonly Rational[]): Rational => terms.reduce((sum, term) => sum.plus(term), ZERO);

/** The exact mean and central sums of the doubles as they are. */
function exactSpread(values: readonly number[]) {
  const list = values.map(rational);
  const mean = total(list).over(rational(list.length));
  const central = (k: number) => total(list.map((one) => power(one.minus(mean), k))).toNumber();
  return { mean: mean.toNumber(), squares: central(2), cubes: central(3), fourths: central(4) };
}

/** Numbers of one size, whose spread is a share of it. */
const sample = fc
  .record({
    size: fc.integer({ min: -20, max: 2 }).map((exponent) => 10 ** exponent),
    share: fc.integer({ min: -6, max: 0 }).map((exponent) => 10 ** exponent),
    parts: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 40 }),
  })
  .map(({ size, share, parts }) => parts.map((part) => size * (1 + share * part)));

describe('power sums', () => {
  test('are the exact sums to 100 bits, for angles as small as 1e-6 and much smaller ones', () => {
    fc.assert(
      fc.property(sample, (values) => {
        const { sums } = powerSumsOf(values, 6);
        for (const [i, sum] of sums.entries()) {
          const truth = total(values.map((one) => power(rational(one), i + 1)));
          const error = exact(sum)
            .minus(truth)
            .over(truth)
            .times(rational(2 ** 100));
          expect(Math.abs(error.toNumber())).toBeLessThan(1);
        }
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  test('give means and variances to 1e-12 where the spread is 1e-7 of the mean, higher moments where it is more', () => {
    fc.assert(
      fc.property(sample, (values) => {
        const truth = exactSpread(values);
        const found = spreadOf(univariate(constant(0), constant(1)), powerSumsOf(values, 6));
        const largest = Math.max(...values.map((one) => Math.abs(one - truth.mean)));
        const close = (value: number, wanted: number, scale: number) =>
          expect(Math.abs(value - wanted)).toBeLessThanOrEqual(1e-12 * Math.abs(scale));
        close(found.mean, truth.mean, truth.mean);
        // Central sums of numbers that differ in their last digits are the rounding of 106 bits.
        if (largest < 1e-7 * Math.abs(truth.mean)) return;
        close(found.squares, truth.squares, truth.squares);
        // The k-th central moment is the k-th power of the spread's share of the raw sum, of which 31 digits are kept.
        if (largest > 1e-5 * Math.abs(truth.mean))
          close(found.cubes, truth.cubes, values.length * largest * truth.squares);
        if (largest > 1e-4 * Math.abs(truth.mean)) close(found.fourths, truth.fourths, truth.fourths);
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  test('of equal numbers have no spread at all', () => {
    const { squares, fourths } = spreadOf(
      univariate(constant(0), constant(1)),
      powerSumsOf(Array(37).fill(0.1), 6),
    );
    expect([squares, fourths]).toEqual([0, 0]);
  });

  test('of a mean whose naive central moment has lost every digit are right', () => {
    const values = Array.from({ length: 1000 }, (_, i) => 1 + 1e-9 * (i % 7));
    const { squares } = spreadOf(univariate(constant(0), constant(1)), powerSumsOf(values, 6));
    expect(squares / exactSpread(values).squares).toBeCloseTo(1, 12);
    const naive =
      values.reduce((sum, one) => sum + one * one, 0) -
      values.reduce((sum, one) => sum + one, 0) ** 2 / values.length;
    expect(Math.abs(naive / exactSpread(values).squares - 1)).toBeGreaterThan(0.01);
  });

  test('are those of all numbers, to 100 bits, however they are merged', () => {
    fc.assert(
      fc.property(sample, fc.nat(), (values, at) => {
        const cut = at % values.length;
        const whole = powerSumsOf(values, 6);
        const merged = mergePowerSums(
          powerSumsOf(values.slice(0, cut), 6),
          powerSumsOf(values.slice(cut), 6),
        );
        expect(merged.count).toBe(values.length);
        for (const [i, sum] of merged.sums.entries()) {
          const error = exact(sum).minus(exact(whole.sums[i])).over(exact(whole.sums[i]));
          expect(Math.abs(error.toNumber())).toBeLessThan(2 ** -100);
        }
      }),
      { seed: 3, numRuns: 60 },
    );
  });

  test('of pairs hold x^j y^k in the order of their monomials', () => {
    const [x, y] = [
      [1, 2, 3],
      [2, 3, 5],
    ];
    const { sums } = jointSumsOf(x, y, 3);
    const terms = monomials(2, 3);
    expect(terms).toHaveLength(9);
    expect(sums.map(([high]) => high)).toEqual(
      terms.map(([j, k]) => x.reduce((sum, one, i) => sum + one ** j * y[i] ** k, 0)),
    );
    const naught: PowerSums = jointSumsOf([], [], 3);
    expect(naught).toEqual({ count: 0, sums: terms.map(() => [0, 0]) });
  });
});

describe('a polynomial', () => {
  test('is summed over numbers without a look at them', () => {
    const values = [0.5, 1.5, 4];
    const square = univariate(constant(1), constant(-2), constant(3));
    const cubed = product(square, square);
    const wanted = values.reduce((sum, x) => sum + (1 - 2 * x + 3 * x * x) ** 2, 0);
    expect(sumOver(cubed, powerSumsOf(values, 4), 1)[0]).toBeCloseTo(wanted, 9);
  });

  test('of a higher degree than the sums has no central moment, rather than a wrong one', () => {
    const square = univariate(constant(0), constant(0), constant(1));
    const { squares, cubes } = spreadOf(square, powerSumsOf([1, 2, 4], 4));
    expect(squares).toBeCloseTo((1 - 7) ** 2 + (4 - 7) ** 2 + (16 - 7) ** 2, 9);
    expect(cubes).toBeNaN();
  });
});
