import { describe, expect, it } from 'vitest';
import {
  chernoffAbsoluteMoment,
  chernoffDensity,
  chernoffDistribution,
  chernoffQuantile,
  chernoffTail,
} from '../../theory/chernoff.ts';
import { CHERNOFF_MEAN_ABSOLUTE, CHERNOFF_RMS } from '../../theory/chernoff-moments.ts';
import airy from '../golden/airy-zeros.json' with { type: 'json' };
import { numberAt, theoryCases } from '../support/theory-values.ts';

const ROOT = Math.cbrt(2);

/** g(-x) for x > 0 as a sum over the zeros of Ai; the first 30 are enough from x = 0.8 on. */
const residues = (x: number): number =>
  airy.zeros.reduce((sum, zero, k) => sum + Math.exp(ROOT * zero * x) / airy.slopes[k], 0) * 2 ** (2 / 3);

/** Ai(iv) by its power series, v <= 14: as [real, imaginary]. */
function airyOnAxis(v: number): [number, number] {
  const [c1, c2] = [0.3550280538878172, 0.2588194037928068];
  // (iv)^3 = -i v^3, so each term of a series is the last one turned by -90 degrees.
  const turned = (start: number, first: number): [number, number] => {
    let [size, re, im] = [start, 0, 0];
    for (let k = 0; k < 120; k++) {
      if (k % 4 === 0) re += size;
      else if (k % 4 === 1) im -= size;
      else if (k % 4 === 2) re -= size;
      else im += size;
      const p = 3 * k + first;
      size *= v ** 3 / ((p + 2) * (p + 3));
    }
    return [re, im];
  };
  const [fr, fi] = turned(1, 0);
  const [gr, gi] = turned(v, 1);
  return [c1 * fr + c2 * gi, c1 * fi - c2 * gr];
}

/** g(x) by the trapezoid rule on the Airy integral, for x in [-0.5, 1.6]. */
function integral(x: number): number {
  const step = 1 / 16;
  let sum = 0;
  for (let k = 0; k <= 14 * 16; k++) {
    const v = k * step;
    const [re, im] = airyOnAxis(v);
    const angle = -ROOT * v * x;
    const real = (Math.cos(angle) * re + Math.sin(angle) * im) / (re * re + im * im);
    sum += (k === 0 ? 0.5 : 1) * real;
  }
  return (2 * step * sum) / (ROOT * Math.PI);
}

describe("Chernoff's law", () => {
  const functions = {
    chernoff_pdf: chernoffDensity,
    chernoff_cdf: chernoffDistribution,
    chernoff_quantile: chernoffQuantile,
  };
  for (const [name, f] of Object.entries(functions)) {
    for (const { inputs, expected } of theoryCases(name)) {
      const at = numberAt(inputs, name === 'chernoff_quantile' ? 'p' : 'z');
      it(`${name}(${at}) is the reference value to 1e-12`, () => {
        expect(Math.abs(f(at) - numberAt({ expected }, 'expected'))).toBeLessThan(1e-12);
      });
    }
  }

  it('has the density that the residues and the power series of Ai give', () => {
    for (const z of [0.8, 1, 1.2, 1.5]) {
      expect((residues(z) * integral(z)) / 2 / chernoffDensity(z)).toBeCloseTo(1, 9);
    }
    for (const z of [0, 0.1, 0.25, 0.4]) {
      expect((integral(z) * integral(-z)) / 2 / chernoffDensity(z)).toBeCloseTo(1, 9);
    }
  });

  it('has moments as tabulated: mass 1, E|Z|, Var Z', () => {
    expect(chernoffAbsoluteMoment(0)).toBeCloseTo(1, 13);
    expect(chernoffAbsoluteMoment(1)).toBeCloseTo(CHERNOFF_MEAN_ABSOLUTE, 13);
    expect(chernoffAbsoluteMoment(2)).toBeCloseTo(CHERNOFF_RMS ** 2, 13);
    expect(chernoffAbsoluteMoment(1)).toBeCloseTo(
      numberAt({ e: theoryCases('chernoff_Eabs')[0].expected }, 'e'),
      12,
    );
    expect(chernoffAbsoluteMoment(2)).toBeCloseTo(
      numberAt({ e: theoryCases('chernoff_var')[0].expected }, 'e'),
      12,
    );
  });

  it('has quantiles that its distribution sends back, far into both tails', () => {
    for (const p of [1e-40, 1e-12, 1e-3, 0.2, 0.4999, 0.5001, 0.9]) {
      expect(chernoffDistribution(chernoffQuantile(p)) / p).toBeCloseTo(1, 11);
    }
    expect(chernoffQuantile(0.3)).toBeCloseTo(-chernoffQuantile(0.7), 14);
    expect(() => chernoffQuantile(1)).toThrow(RangeError);
    expect(() => chernoffQuantile(Number.NaN)).toThrow(RangeError);
  });

  it('falls off smoothly across the panels of its table, and its tail has the density as slope', () => {
    for (const z of [0.3, 1, 2, 3, 4.5, 5.5]) {
      const h = 1e-5;
      const slope = (chernoffTail(z - h) - chernoffTail(z + h)) / (2 * h);
      expect(slope / chernoffDensity(z)).toBeCloseTo(1, 6);
      expect(chernoffDensity(z - 1e-12) / chernoffDensity(z + 1e-12)).toBeCloseTo(1, 9);
    }
    expect(chernoffDensity(7)).toBe(0);
    expect(chernoffTail(7)).toBe(0);
  });
});
