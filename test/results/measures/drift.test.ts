import { describe, expect, it } from 'vitest';
import { drifts, type ErrorAtSize } from '../../../results/measures/drift.ts';
import { chiSquareQuantile, misfit } from '../../../results/measures/weighted-line.ts';
import golden from '../../golden/measures.json' with { type: 'json' };

const SIZES = [1000, 3162, 10_000, 31_623, 100_000];
const Z = 3.29;

/** Values along n^(-1/3), each moved by the given logarithm, with a relative error and a shape at every size. */
function curve(
  moved: (place: number) => number,
  relativeError: number | ((place: number) => number),
  shape: (place: number) => number = () => 0.22,
  shapeError = 1e-3,
): readonly ErrorAtSize[] {
  return SIZES.map((n, i) => {
    const place = i - 2;
    const value = n ** (-1 / 3) * Math.exp(moved(place));
    const relative = typeof relativeError === 'number' ? relativeError : relativeError(place);
    return { n, value, mcse: relative * value, shape: { value: shape(place), se: shapeError } };
  });
}

describe('drifts', () => {
  it('sees nothing in an exact power law with one shape', () => {
    expect(
      drifts(
        curve(() => 0, 1e-4),
        Z,
      ),
    ).toBe(false);
  });

  it('sees a steady bend too slight at any one size to be a misfit', () => {
    // A parabola of height .02: the slope changes by .07 over the range, no point is 5 % off the line.
    expect(
      drifts(
        curve((place) => 0.01 * place * place, 1e-3),
        Z,
      ),
    ).toBe(true);
    expect(
      drifts(
        curve((place) => 0.01 * place * place, 0.05),
        Z,
      ),
    ).toBe(false);
  });

  it('sees one size off the line that the weights hide from a parabola', () => {
    // The first size lies 12 % high, 8 of its standard errors; the others pin the parabola.
    const first = (place: number): number => (place === -2 ? 0.12 : 0);
    const errors = (place: number): number => (place === -2 ? 0.015 : 1e-4);
    expect(drifts(curve(first, errors), Z)).toBe(true);
    expect(
      drifts(
        curve(first, (place) => (place === -2 ? 0.05 : 1e-4)),
        Z,
      ),
    ).toBe(false);
  });

  it('sees a steady change of shape that is nowhere far from its mean', () => {
    const steady = (place: number): number => 0.22 + 0.024 * place;
    expect(
      drifts(
        curve(() => 0, 0.02, steady),
        Z,
      ),
    ).toBe(true);
    expect(
      drifts(
        curve(() => 0, 0.02, steady, 0.05),
        Z,
      ),
    ).toBe(false);
  });

  it('sees a change of shape that goes and comes back', () => {
    const excursion = (place: number): number => (place === 0 ? 0.32 : 0.22);
    expect(
      drifts(
        curve(() => 0, 0.02, excursion),
        Z,
      ),
    ).toBe(true);
    expect(
      drifts(
        curve(() => 0, 0.02, excursion, 0.05),
        Z,
      ),
    ).toBe(false);
  });

  it('does not mind what is certain but immaterial', () => {
    // Slope drift .02; a size 1 % off; shape slope .01 per e-fold: each hundreds of standard errors.
    const bend = (place: number): number => 0.003 * place * place;
    expect(drifts(curve(bend, 1e-5), Z)).toBe(false);
    const odd = (place: number): number => (place === 0 ? 0.01 : 0);
    expect(drifts(curve(odd, 1e-5), Z)).toBe(false);
    const shape = (place: number): number => 0.22 + 0.01 * place;
    expect(
      drifts(
        curve(() => 0, 0.02, shape, 1e-5),
        Z,
      ),
    ).toBe(false);
  });

  it('judges by the measure alone where fewer than three sizes have a shape', () => {
    const few = curve(
      () => 0,
      0.02,
      (place) => place,
    ).map((point, i) => (i < 3 ? { ...point, shape: null } : point));
    expect(drifts(few, Z)).toBe(false);
  });
});

describe('misfit', () => {
  const points = [0, 1, 2].map((x) => ({ x, y: x === 1 ? 3 : 0, se: 0.5 }));

  it('is the sum of squared residuals in standard errors, by hand', () => {
    // Mean 1 (and slope 0): residuals -1, 2, -1; 6 / .25 = 24.
    expect(misfit(points, 'constant')).toEqual({ chiSquare: 24, freedom: 2, largest: 2 });
    expect(misfit(points, 'line')).toEqual({ chiSquare: 24, freedom: 1, largest: 2 });
  });
});

describe('chiSquareQuantile', () => {
  it('lies between 2 % below and 4.5 % above the quantiles of scipy', () => {
    for (const { z, freedom, value } of golden.chiSquareQuantile) {
      const ratio = chiSquareQuantile(z, freedom) / value;
      expect(ratio, `z = ${z}, ${freedom} degrees of freedom`).toBeGreaterThan(0.98);
      expect(ratio, `z = ${z}, ${freedom} degrees of freedom`).toBeLessThan(1.045);
    }
  });
});
