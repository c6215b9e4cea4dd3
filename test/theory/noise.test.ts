import { describe, expect, it } from 'vitest';
import { blurredChoice } from '../../theory/blurred-choice.ts';
import { marginalMean } from '../../theory/elliptical.ts';
import { gammaPoints } from '../../theory/gamma-points.ts';
import { linkOf } from '../../theory/link.ts';
import { noiseOf } from '../../theory/noise.ts';
import { erf } from '../../theory/normal-law.ts';
import { normalNodes } from '../../theory/quadrature.ts';

describe('the noise of a choice', () => {
  it('has the closed forms of Student laws with one, two and three degrees of freedom, and of the normal', () => {
    const student = noiseOf({ law: 'student', degrees: 3, scale: 2 });
    expect(student.scale).toBe(2);
    // scipy.stats.t(3)
    expect(student.signed(0.7)).toBeCloseTo(0.4656730016952364, 13);
    expect(student.density(0)).toBeCloseTo(2 / (Math.PI * Math.sqrt(3)), 14);
    // Cauchy: (2 / pi) atan t.
    const cauchy = noiseOf({ law: 'student', degrees: 1, scale: 1 });
    for (const t of [-50, -1, 0.01, 0.3, 7, 1e6]) {
      expect(cauchy.signed(t)).toBeCloseTo((2 / Math.PI) * Math.atan(t), 12);
    }
    // Two degrees of freedom: t / sqrt(2 + t^2).
    const two = noiseOf({ law: 'student', degrees: 2, scale: 1 });
    for (const t of [-3, 0.5, 20]) expect(two.signed(t)).toBeCloseTo(t / Math.sqrt(2 + t * t), 12);
    expect(noiseOf('probit').signed(1)).toBeCloseTo(0.6826894921370859, 14);
    expect(noiseOf({ law: 'logistic', scale: 0.3 }).scale).toBe(0.3);
  });

  it('has the density of its distribution', () => {
    const h = 1e-5;
    for (const law of ['logit', 'probit', { law: 'student', degrees: 4.5, scale: 1 }] as const) {
      const { signed, density } = noiseOf(law);
      for (const t of [-2, 0, 0.4, 3]) {
        expect((signed(t + h) - signed(t - h)) / (4 * h)).toBeCloseTo(density(t), 9);
      }
    }
  });

  it('of many degrees of freedom is normal', () => {
    const many = noiseOf({ law: 'student', degrees: 1e8, scale: 1 });
    for (const t of [0.2, 1, 4]) expect(many.signed(t)).toBeCloseTo(erf(t / Math.SQRT2), 7);
  });
});

describe('erf', () => {
  it('has the values of the tables, and no seam where its two formulas meet', () => {
    expect(erf(0.5)).toBeCloseTo(0.5204998778130465, 15);
    expect(erf(-2)).toBeCloseTo(-0.9953222650189527, 15);
    expect(erf(3 - 1e-12)).toBeCloseTo(erf(3 + 1e-12), 14);
    expect(1 - erf(4)).toBeCloseTo(1.541725790028002e-8, 15);
    expect(erf(40)).toBe(1);
  });
});

describe('the mean choice of Gaussian utilities', () => {
  it('is the sum over a fine grid for narrow and for wide laws', () => {
    for (const sd of [0.1, 1, 4, 5.9, 6.1, 12]) {
      const nodes = normalNodes(0.15 / Math.max(1, sd));
      for (const m of [-40, -3, 0.2, 5, 20]) {
        const sum = nodes.reduce((total, { z, weight }) => total + weight * Math.tanh((m + sd * z) / 2), 0);
        expect(Math.abs(blurredChoice(m, sd).value - sum)).toBeLessThan(1e-9);
      }
    }
  });
});

describe('the derivatives of that mean choice', () => {
  it('are its differences', () => {
    const h = 1e-4;
    for (const sd of [0.3, 2, 5, 9]) {
      for (const m of [-6, 0.4, 3]) {
        const { byMean, bySd } = blurredChoice(m, sd);
        const at = (dm: number, ds: number): number => blurredChoice(m + dm, sd + ds).value;
        expect(Math.abs((at(h, 0) - at(-h, 0)) / (2 * h) - byMean)).toBeLessThan(1e-8);
        expect(Math.abs((at(0, h) - at(0, -h)) / (2 * h) - bySd)).toBeLessThan(1e-8);
      }
    }
  });
});

describe('the points of skewed tastes', () => {
  it('have mean 0, variance 1 and the skewness asked for', () => {
    for (const skew of [-4, -1, -0.01, 0.5, 2, 6]) {
      const points = gammaPoints(skew, 3);
      const moment = (k: number): number => points.reduce((sum, { t, weight }) => sum + weight * t ** k, 0);
      expect(moment(0)).toBeCloseTo(1, 12);
      expect(moment(1)).toBeCloseTo(0, 10);
      expect(moment(2)).toBeCloseTo(1, 10);
      expect(moment(3)).toBeCloseTo(skew, 8);
    }
  });

  it('give E exp(-t s) of the gamma law, coarse ones to six digits', () => {
    const [skew, s] = [1.2, 0.8];
    const shape = 4 / (skew * skew);
    const exact = Math.exp(s * Math.sqrt(shape)) * (1 + s / Math.sqrt(shape)) ** -shape;
    for (const [coarse, digits] of [
      [false, 10],
      [true, 6],
    ] as const) {
      const sum = gammaPoints(skew, 2, coarse).reduce(
        (total, { t, weight }) => total + weight * Math.exp(-s * t),
        0,
      );
      expect(sum / exact).toBeCloseTo(1, digits);
    }
  });
});

describe('the link of features and noise', () => {
  const marginals = [
    { law: 'normal' },
    { law: 'sphere', dimension: 1 },
    { law: 'sphere', dimension: 2 },
    { law: 'sphere', dimension: 5 },
    { law: 'student', degrees: 4, scale: 0.9 },
  ] as const;
  const noises = ['logit', 'probit', { law: 'student', degrees: 3, scale: 1 }] as const;
  for (const marginal of marginals) {
    it(`is the mean it stands for, and slope its derivative: ${JSON.stringify(marginal)}`, () => {
      for (const law of noises) {
        const noise = noiseOf(law);
        const { rate, slope } = linkOf(marginal, noise);
        for (const s of [0.02, 0.7, 1.9, 6, 33]) {
          const mean = marginalMean(marginal, (x) => [(x * noise.signed(s * x)) / 2]).value[0];
          expect(Math.abs(s * rate(s) - mean)).toBeLessThan(1e-10);
          const h = 1e-4 * s;
          const change = ((s + h) * rate(s + h) - (s - h) * rate(s - h)) / (2 * h);
          expect(Math.abs(change - slope(s))).toBeLessThan(1e-6);
          expect(rate(-s)).toBeCloseTo(rate(s), 14);
        }
      }
    });
  }

  it('has unit mass and the second moment of a coordinate of the sphere, 1/d', () => {
    for (const dimension of [1, 2, 3, 7, 40]) {
      const { value } = marginalMean({ law: 'sphere', dimension }, (x) => [1, x * x]);
      expect(value[0]).toBeCloseTo(1, 11);
      expect(value[1]).toBeCloseTo(1 / dimension, 11);
    }
  });
});
