import { describe, expect, it } from 'vitest';
import { createDraws } from '../../../bench/calibration/errors.ts';
import type { ErrorAtSize } from '../../../results/measures/drift.ts';
import { errorSlope } from '../../../results/measures/error-slope.ts';
import { mcseFreedom } from '../../../results/measures/mcse-freedom.ts';
import { mean } from '../../../results/measures/mean.ts';
import { median } from '../../../results/measures/median.ts';
import { rootMeanSquare } from '../../../results/measures/root-mean-square.ts';
import { studentQuantile } from '../../../results/measures/student-quantile.ts';
import { draws } from '../../support/draws.ts';

const point = (n: number, freedom?: number): ErrorAtSize => ({
  n,
  value: 1 / n,
  mcse: 0.1 / n,
  shape: null,
  ...(freedom === undefined ? {} : { freedom }),
});

describe('errorSlope', () => {
  it('has the standard error of known weights where the freedom of none is given', () => {
    const { value, se, widened, freedom } = errorSlope([10, 100, 1000].map((n) => point(n)));
    expect(value).toBeCloseTo(-1, 14);
    expect(se).toBeCloseTo(0.1 / (Math.SQRT2 * Math.log(10)), 14);
    expect(widened).toBe(se);
    expect(freedom).toBe(Number.POSITIVE_INFINITY);
  });

  it('widens it by what estimated weights add, worked by hand for shares of a half, none and a half', () => {
    const { se, widened, freedom } = errorSlope([10, 100, 1000].map((n) => point(n, 20)));
    // sum 4 p (1 - p) / f = 2 / 20, sum p^2 / f = 0.5 / 20.
    expect(widened / se).toBeCloseTo(Math.sqrt(1.1), 14);
    expect(freedom).toBeCloseTo(40, 12);
  });

  it('covers a slope of values with standard errors of ten degrees of freedom as often as it says, and with known weights not', () => {
    const { normal } = draws(31);
    const studies = 4000;
    const inside = { known: 0, widened: 0 };
    for (let study = 0; study < studies; study++) {
      const points = [100, 1000, 10_000, 100_000, 1_000_000].map((n): ErrorAtSize => {
        const square = Array.from({ length: 10 }, normal).reduce((sum, z) => sum + z * z, 0) / 10;
        const value = Math.exp(0.05 * normal());
        return { n, value, mcse: 0.05 * value * Math.sqrt(square), shape: null, freedom: 10 };
      });
      const { value, se, widened, freedom } = errorSlope(points);
      if (Math.abs(value) < 1.959964 * se) inside.known++;
      if (Math.abs(value) < studentQuantile(0.025, freedom) * widened) inside.widened++;
    }
    const tolerance = 4.9 * Math.sqrt((0.95 * 0.05) / studies);
    expect(Math.abs(inside.widened / studies - 0.95)).toBeLessThan(tolerance);
    expect(inside.known / studies).toBeLessThan(0.95 - tolerance);
  });
});

describe('mcseFreedom', () => {
  it.each([
    ['rmsAngle', rootMeanSquare],
    ['meanAngle', mean],
    ['medianAngle', median],
  ] as const)(
    'is within a quarter of 2 over the relative variance of (MCSE / value)^2: %s',
    (measure, of) => {
      const chernoff = createDraws(32);
      for (const replicates of [200, 800]) {
        const squares = Array.from({ length: 1500 }, () => {
          const { value, mcse } = of(chernoff.sample(replicates, 1).map(Math.abs));
          return (mcse! / value!) ** 2;
        });
        const centre = squares.reduce((sum, one) => sum + one, 0) / squares.length;
        const variance = squares.reduce((sum, one) => sum + (one - centre) ** 2, 0) / squares.length;
        const ratio = mcseFreedom(measure, replicates) / ((2 * centre * centre) / variance);
        // 1,500 data sets leave 5 % of noise.
        expect(ratio, `${replicates}`).toBeGreaterThan(0.75);
        expect(ratio, `${replicates}`).toBeLessThan(1.25);
      }
    },
  );
});
