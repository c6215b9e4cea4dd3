import { describe, expect, it } from 'vitest';
import type { Population } from '../../kernels/populations/population.ts';
import { linkOf } from '../../theory/link.ts';
import { noiseOf } from '../../theory/noise.ts';
import { rlhfLimit } from '../../theory/rlhf-limit.ts';
import { scoreSlope } from '../../theory/score-slope.ts';
import { cubeRootConstant, signLimit } from '../../theory/sign-limit.ts';
import { kPrime } from '../../theory/special-functions.ts';
import { tasteComponents } from '../../theory/tastes.ts';
import golden from '../golden/student-curvature.json' with { type: 'json' };
import { LOUD, numberAt, POPULATIONS, theoryCases, twoTypes } from '../support/theory-values.ts';

const SEEN = { lower: null, scale: 1 } as const;
const FEATURES = {
  gaussian: { link: linkOf({ law: 'normal' }, noiseOf('logit')), peak: 1 / Math.sqrt(2 * Math.PI) },
  circle: { link: linkOf({ law: 'sphere', dimension: 1 }, noiseOf('logit')), peak: 1 / Math.PI },
} as const;
const DEGREES = 180 / Math.PI;

const withFeatures = (population: Population, features: Population['features']): Population => ({
  ...population,
  features,
});

/** (2, 0) + 4 v t, v = (1, 2) / sqrt 5: theory/README.md, section 6. */
const skewed = (skew: number): Population => ({
  ...LOUD,
  users: { law: 'gamma', mean: [2, 0], along: [1, 2], skew, scale: 4 },
});

describe('the limit of the sign estimator', () => {
  for (const { inputs, expected } of theoryCases('cuberoot_constant')) {
    it(`has the reference curvature and constant for ${String(inputs.users)}`, () => {
      const limit = signLimit(POPULATIONS[String(inputs.dgp)])!;
      expect(Math.abs(limit.curvature! - numberAt(expected, 'V'))).toBeLessThan(1e-10);
      expect(Math.abs(limit.constant! - numberAt(expected, 'c'))).toBeLessThan(1e-9);
      expect(Math.abs(limit.bias)).toBeLessThan(1e-12);
    });
  }

  for (const { inputs, expected } of theoryCases('asym_two_type')) {
    const q = numberAt(inputs, 'q');
    it(`has the reference bias, curvature and constant for two types with share ${q}`, () => {
      const limit = signLimit(twoTypes(q))!;
      expect(Math.abs(limit.bias * DEGREES - numberAt(expected, 'sign_bias_deg'))).toBeLessThan(1e-9);
      expect(Math.abs(limit.curvature! - numberAt(expected, 'V'))).toBeLessThan(1e-10);
      expect(Math.abs(limit.constant! - numberAt(expected, 'c'))).toBeLessThan(1e-9);
    });
  }

  for (const { inputs, expected } of theoryCases('asym_gamma')) {
    const skew = numberAt(inputs, 'skew');
    it(`has the reference bias, curvature and constant for users of skewness ${skew}`, () => {
      const limit = signLimit(skewed(skew))!;
      expect(Math.abs(limit.bias * DEGREES - numberAt(expected, 'sign_bias_deg'))).toBeLessThan(1e-7);
      expect(Math.abs(limit.curvature! - numberAt(expected, 'V'))).toBeLessThan(1e-8);
      expect(Math.abs(limit.constant! - numberAt(expected, 'c'))).toBeLessThan(1e-7);
      const { bias } = rlhfLimit(skewed(skew))!;
      expect(Math.abs(bias * DEGREES - numberAt(expected, 'mle_bias_deg'))).toBeLessThan(1e-6);
    });
  }

  it('is c = (32 / |beta|^2)^(1/3) for users of one taste', () => {
    for (const size of [0.5, 1, 2, 5, 30]) {
      const users = { law: 'point', mean: [0, -size] } as const;
      const constant = cubeRootConstant({ ...POPULATIONS.A_homog, users })!;
      expect(constant).toBeCloseTo(Math.cbrt(32 / (size * size)), 11);
    }
  });

  it("has a constant c = (4 A / V^2)^(1/3) with V = (4/pi) a sigma'(0) on the circle", () => {
    const constant = cubeRootConstant(withFeatures(POPULATIONS.A_homog, { law: 'sphere', dimension: 2 }))!;
    expect(constant).toBeCloseTo(Math.cbrt((4 * (4 / Math.PI)) / (2 / Math.PI) ** 2), 11);
  });

  it('transforms with correlated features as whitening by hand says', () => {
    const covariance = [
      [2, 0.6],
      [0.6, 0.5],
    ];
    const [l11, l21] = [Math.sqrt(2), 0.6 / Math.sqrt(2)];
    const l22 = Math.sqrt(0.5 - l21 * l21);
    const beta = [2, 1];
    const size = Math.hypot(l11 * beta[0] + l21 * beta[1], l22 * beta[1]);
    // L^-T L' beta / |L' beta| = beta / |L' beta|, so the stretch is |L' beta|^2 / (det L |beta|^2).
    const expected = (Math.cbrt(32 / size ** 2) * size ** 2) / (l11 * l22 * 5);
    const population: Population = {
      users: { law: 'point', mean: beta },
      features: { law: 'gaussian', dimension: 2, covariance },
      choice: 'logit',
    };
    expect(cubeRootConstant(population)).toBeCloseTo(expected, 11);
  });

  it('does not depend on the choice of axes', () => {
    const turn = 0.7;
    const rotate = ([x, y]: readonly number[]): number[] => [
      Math.cos(turn) * x - Math.sin(turn) * y,
      Math.sin(turn) * x + Math.cos(turn) * y,
    ];
    const plain = signLimit(twoTypes(0.4))!;
    const { users } = twoTypes(0.4);
    if (users.law !== 'mixture') throw new Error('a mixture expected');
    const turned = signLimit({ ...twoTypes(0.4), users: { ...users, types: users.types.map(rotate) } })!;
    expect(turned.bias).toBeCloseTo(plain.bias, 12);
    expect(turned.constant).toBeCloseTo(plain.constant!, 9);
  });

  it('has one optimum and no bias where half the users are very sure', () => {
    const limit = signLimit(LOUD)!;
    expect(limit.bias).toBeCloseTo(0, 11);
    expect(limit.optima).toHaveLength(1);
  });

  it('names both optima beyond the pitchfork and gives no constant there', () => {
    const degrees = (70 * Math.PI) / 180;
    const pitchfork = (r: number): Population => ({
      ...LOUD,
      users: {
        law: 'mixture',
        types: [
          [4 * Math.cos(degrees), 4 * Math.sin(degrees)],
          [4 * Math.cos(degrees), -4 * Math.sin(degrees)],
          [-r, 0],
        ],
        weights: [0.35, 0.35, 0.3],
      },
    });
    const before = signLimit(pitchfork(0.05))!;
    expect(before.optima).toHaveLength(1);
    expect(before.constant).toBeGreaterThan(0);
    const beyond = signLimit(pitchfork(0.9))!;
    expect(beyond.optima).toHaveLength(2);
    expect(beyond.constant).toBeNull();
    expect(before.degenerate).toBe(false);
    expect(beyond.optima[0][1]).toBeCloseTo(-beyond.optima[1][1], 9);
  });

  it('says that the curvature vanishes at the pitchfork itself', () => {
    // V = 0: 0.7 k'(4 sin 70) 4 cos 70 = 0.3 r k'(0).
    const degrees = (70 * Math.PI) / 180;
    const r = (0.7 * kPrime(4 * Math.sin(degrees)) * 4 * Math.cos(degrees)) / (0.3 * 0.25);
    const users = {
      law: 'mixture',
      types: [
        [4 * Math.cos(degrees), 4 * Math.sin(degrees)],
        [4 * Math.cos(degrees), -4 * Math.sin(degrees)],
        [-r, 0],
      ],
      weights: [0.35, 0.35, 0.3],
    } as const;
    const limit = signLimit({ ...LOUD, users })!;
    expect(limit.degenerate).toBe(true);
    expect(limit.constant).toBeNull();
  });

  it('is not known where the mean taste is zero', () => {
    expect(signLimit({ ...LOUD, users: { law: 'point', mean: [0, 0] } })).toBeNull();
  });
});

describe('the slope of the population score', () => {
  const features = ['gaussian', 'circle'] as const;
  for (const law of features) {
    for (const [name, population] of Object.entries({ ...POPULATIONS, loud: LOUD })) {
      it(`falls as its curvature says, ${law} features, ${name}`, () => {
        const components = tasteComponents(population.users, SEEN);
        for (const phi of [-2, 0.1, 1.3]) {
          const h = 1e-4;
          const difference =
            scoreSlope(FEATURES[law], components, phi - h).slope -
            scoreSlope(FEATURES[law], components, phi + h).slope;
          const { curvature } = scoreSlope(FEATURES[law], components, phi);
          expect(Math.abs(difference / (2 * h) - curvature)).toBeLessThan(1e-5);
        }
      });
    }
  }

  it('of Gaussian tastes is the mean over the points of a fine grid of tastes', () => {
    const { users } = POPULATIONS.B_gauss;
    const points: { weight: number; mean: number[]; covariance: null }[] = [];
    const [l11, l21, l22] = [2, 1.5, Math.sqrt(1.75)];
    for (let i = -35; i <= 35; i++) {
      for (let j = -35; j <= 35; j++) {
        const [u, v] = [i / 5, j / 5];
        const weight = Math.exp(-(u * u + v * v) / 2) / (2 * Math.PI * 25);
        points.push({ weight, mean: [2 + l11 * u, l21 * u + l22 * v], covariance: null });
      }
    }
    for (const law of features) {
      const exact = scoreSlope(FEATURES[law], tasteComponents(users, SEEN), 0.8);
      const summed = scoreSlope(FEATURES[law], points, 0.8);
      expect(exact.slope).toBeCloseTo(summed.slope, 8);
      expect(exact.curvature).toBeCloseTo(summed.curvature, 8);
    }
  });
});

describe('heavy-tailed features under Gaussian tastes', () => {
  for (const { degrees, along, across, curvature } of golden.cases) {
    it(`have the curvature of nested quadrature with ${degrees} degrees and spread ${across}`, () => {
      const limit = signLimit({
        features: { law: 'student', dimension: 2, degrees },
        users: {
          law: 'gaussian',
          mean: [2, 0],
          covariance: [
            [along, 0],
            [0, across],
          ],
        },
        choice: 'logit',
      })!;
      // The reference itself has seven digits for Cauchy features and twelve for the others.
      expect(Math.abs(limit.curvature! / curvature - 1)).toBeLessThan(degrees === 1 ? 5e-6 : 1e-9);
    });
  }
});
