import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type DoubleDouble,
  minus,
  over,
  plus,
  times,
  twoProduct,
} from '../../../kernels/math/double-double.ts';
import { type Rational, rational } from '../../support/rational.ts';

const doubles = fc
  .tuple(fc.double({ min: 0.5, max: 1, noNaN: true }), fc.integer({ min: -60, max: 60 }), fc.boolean())
  .map(([significand, exponent, negative]) => (negative ? -1 : 1) * significand * 2 ** exponent);
const pairs = fc
  .tuple(doubles, fc.double({ min: -1, max: 1, noNaN: true }))
  .map(([high, part]) => plus([high, 0], [high * part * 2 ** -53, 0]));

const exact = ([high, low]: DoubleDouble): Rational => rational(high).plus(rational(low));

/** |found - true| / |size| in units of 2^-104. */
const error = (found: DoubleDouble, truth: Rational, size: Rational): number =>
  exact(found)
    .minus(truth)
    .over(size)
    .times(rational(2 ** 104))
    .toNumber();

describe('a sum of two doubles', () => {
  test('holds the product of two doubles without error', () => {
    fc.assert(
      fc.property(doubles, doubles, (a, b) => {
        expect(
          exact(twoProduct(a, b))
            .minus(rational(a).times(rational(b)))
            .toNumber(),
        ).toBe(0);
      }),
      { seed: 1, numRuns: 1000 },
    );
  });

  test('adds, subtracts, multiplies and divides with an error of a few 2^-106', () => {
    fc.assert(
      fc.property(pairs, pairs, (x, y) => {
        const [a, b] = [exact(x), exact(y)];
        const sum = a.plus(b);
        const difference = a.minus(b);
        if (sum.toNumber() !== 0) expect(Math.abs(error(plus(x, y), sum, sum))).toBeLessThan(1);
        if (difference.toNumber() !== 0)
          expect(Math.abs(error(minus(x, y), difference, difference))).toBeLessThan(1);
        expect(Math.abs(error(times(x, y), a.times(b), a.times(b)))).toBeLessThan(2);
        expect(Math.abs(error(over(x, y), a.over(b), a.over(b)))).toBeLessThan(4);
      }),
      { seed: 2, numRuns: 2000 },
    );
  });

  test('keeps 1e-25 of 1, which a double would lose', () => {
    const found = minus(plus([1, 0], [1e-25, 0]), [1, 0]);
    expect(found[0]).toBeCloseTo(1e-25, 31);
    expect(1 + 1e-25 - 1).toBe(0);
  });
});
