import { describe, expect, it } from 'vitest';
import type { Population } from '../../kernels/populations/population.ts';
import { meanOmegaTaste } from '../../theory/omega-taste.ts';
import { rlhfLimit } from '../../theory/rlhf-limit.ts';
import { omega } from '../../theory/special-functions.ts';
import { LOUD, numberAt, POPULATIONS, theoryCases, twoTypes } from '../support/theory-values.ts';

const DEGREES = 180 / Math.PI;

describe('the limit of RLHF', () => {
  for (const { inputs, expected } of theoryCases('population_mle')) {
    it(`has the reference norm, bias and disagreement for ${String(inputs.users)}`, () => {
      const limit = rlhfLimit(POPULATIONS[String(inputs.case)])!;
      expect(Math.abs(limit.norm - numberAt(expected, 'mle_norm'))).toBeLessThan(1e-8);
      expect(Math.abs(limit.bias * DEGREES - numberAt(expected, 'bias_deg'))).toBeLessThan(1e-8);
      expect(Math.abs(limit.disagreement - numberAt(expected, 'disagreement'))).toBeLessThan(1e-10);
    });
  }

  for (const { inputs, expected } of theoryCases('mle_angle_asymptotic_sd')) {
    it(`has the reference root-n standard deviation for ${String(inputs.dgp)}`, () => {
      const limit = rlhfLimit(POPULATIONS[String(inputs.dgp)])!;
      expect(Math.abs(limit.rootNSd! - numberAt(expected, 'sqrt_n_sd_rad'))).toBeLessThan(1e-7);
      expect(Math.abs(limit.crossEntropy - numberAt(expected, 'population_cross_entropy'))).toBeLessThan(
        1e-8,
      );
    });
  }

  for (const { inputs, expected } of theoryCases('asym_two_type')) {
    const q = numberAt(inputs, 'q');
    it(`has the reference bias for two types with share ${q}`, () => {
      const { bias } = rlhfLimit(twoTypes(q))!;
      expect(Math.abs(bias * DEGREES - numberAt(expected, 'mle_bias_deg'))).toBeLessThan(1e-9);
    });
  }

  it('reproduces the (63 degrees, 12 %) example of two users seen through unequal features', () => {
    const radians = (degrees: number): number => (degrees * Math.PI) / 180;
    const rho = Math.tan(radians(21.6)) / Math.tan(radians(63));
    const whitened = [
      [4.529024944248925, 0],
      [-0.5, Math.sqrt(3) / 2],
    ];
    const mean = [(whitened[0][0] + whitened[1][0]) / 2, (whitened[0][1] + whitened[1][1]) / 2];
    const size = Math.hypot(...mean);
    const [cos, sin] = mean.map((value) => value / size);
    // Turned so that the mean lies along the first axis, then beta = Sigma^(-1/2) times it.
    const types = whitened.map(([x, y]) => [cos * x + sin * y, (cos * y - sin * x) / rho]);
    const population: Population = {
      users: { law: 'mixture', types, weights: [0.5, 0.5] },
      features: {
        law: 'gaussian',
        dimension: 2,
        covariance: [
          [1, 0],
          [0, rho * rho],
        ],
      },
      choice: 'logit',
    };
    const limit = rlhfLimit(population)!;
    expect(Math.abs(limit.bias) * DEGREES).toBeCloseTo(63, 6);
    expect(limit.disagreement).toBeCloseTo(0.12, 8);
  });

  it('has noise 1 / (t sqrt(omega(t))) for users of one taste, stretched by correlated features', () => {
    const features = {
      law: 'gaussian',
      dimension: 2,
      covariance: [
        [4, 0],
        [0, 1],
      ],
    } as const;
    const limit = rlhfLimit({ ...POPULATIONS.A_homog, features })!;
    // |beta|_S = 4; across it the second axis, whose features are half as wide as the first.
    expect(limit.rootNSd).toBeCloseTo(2 / (4 * Math.sqrt(omega(4))), 9);
  });

  it('has no bias where all users share one direction, in any dimension', () => {
    const population: Population = {
      users: { law: 'scale', direction: [1, 2, -2], scales: [0.1, 1, 9], weights: [0.2, 0.5, 0.3] },
      features: { law: 'gaussian', dimension: 3, covariance: null },
      choice: 'logit',
    };
    expect(rlhfLimit(population)!.bias).toBeCloseTo(0, 12);
  });

  it('has in d = 3 the noise of users of one taste, twice that of a plane in mean square', () => {
    const at = (dimension: number): number => {
      const mean = [2, ...new Array<number>(dimension - 1).fill(0)];
      const features = { law: 'gaussian', dimension, covariance: null } as const;
      return rlhfLimit({ users: { law: 'point', mean }, features, choice: 'logit' })!.rootNSd!;
    };
    expect(at(3) / (Math.SQRT2 * at(2))).toBeGreaterThan(0.98);
    expect(at(3) / (Math.SQRT2 * at(2))).toBeLessThan(1.02);
  });

  it('has no noise that is known on a panel, nor with features without a variance', () => {
    const panel = { labelsPerUser: 5 };
    expect(rlhfLimit({ ...LOUD, users: { ...LOUD.users, panel } })!.rootNSd).toBeNull();
    expect(
      rlhfLimit({ ...LOUD, features: { law: 'student', dimension: 2, degrees: 2 } })!.rootNSd,
    ).toBeNull();
  });

  it('is drawn to the timid users where half are very sure', () => {
    expect(rlhfLimit(LOUD)!.bias * DEGREES).toBeCloseTo(38.2, 1);
  });

  it('is not known for a singular covariance, a mean taste of zero, and features without a mean', () => {
    const singular = [
      [1, 1],
      [1, 1],
    ];
    expect(rlhfLimit({ ...LOUD, features: { law: 'student', dimension: 2, degrees: 1 } })).toBeNull();
    expect(
      rlhfLimit({ ...LOUD, features: { law: 'gaussian', dimension: 2, covariance: singular } }),
    ).toBeNull();
    expect(rlhfLimit({ ...LOUD, users: { law: 'point', mean: [0, 0] } })).toBeNull();
    expect(rlhfLimit({ ...LOUD, users: { law: 'point', mean: [1e9, 0] } })).toBeNull();
  });
});

describe('E[omega(|beta|) beta]', () => {
  it('of a Gaussian is the mean over a fine grid of tastes', () => {
    const sum = [0, 0];
    for (let i = -40; i <= 40; i++) {
      for (let j = -40; j <= 40; j++) {
        const [u, v] = [i / 5, j / 5];
        const taste = [2 + 2 * u, 1.5 * u + Math.sqrt(1.75) * v];
        const weight = (Math.exp(-(u * u + v * v) / 2) / (2 * Math.PI * 25)) * omega(Math.hypot(...taste));
        sum[0] += weight * taste[0];
        sum[1] += weight * taste[1];
      }
    }
    const covariance = [
      [4, 3],
      [3, 4],
    ];
    const [x, y] = meanOmegaTaste([{ weight: 1, mean: [2, 0], covariance }])!;
    expect(x).toBeCloseTo(sum[0], 8);
    expect(y).toBeCloseTo(sum[1], 8);
  });
});
