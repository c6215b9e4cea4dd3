import { describe, expect, it } from 'vitest';
import { signLimit } from '../../theory/sign-limit.ts';
import { surrogates } from '../../theory/surrogate.ts';
import { numberAt, POPULATIONS, theoryCases, twoTypes } from '../support/theory-values.ts';

const DEGREES = 180 / Math.PI;

describe('the surrogate at a fixed lambda', () => {
  for (const { inputs, expected } of theoryCases('surrogate_population')) {
    const lambda = numberAt(inputs, 'lambda_');
    it(`has the reference bias, curvature and noise for ${String(inputs.dgp)}, lambda = ${lambda}`, () => {
      const limit = surrogates(POPULATIONS[String(inputs.dgp)], [[1, 0]])!(lambda)!;
      expect(Math.abs(limit.bias * DEGREES - numberAt(expected, 'bias_deg'))).toBeLessThan(1e-7);
      expect(limit.curvature / numberAt(expected, 'minus_hessian')).toBeCloseTo(1, 7);
      expect(limit.scoreVariance / numberAt(expected, 'score_var')).toBeCloseTo(1, 7);
      expect((limit.rootNSd ?? Number.NaN) / numberAt(expected, 'sqrt_n_sd_rad')).toBeCloseTo(1, 7);
    });
  }

  for (const { expected } of theoryCases('surrogate_bias_constant')) {
    it('has a bias that falls like lambda^-2 with the reference constant', () => {
      const limits = surrogates(POPULATIONS.B_gauss, [[1, 0]])!;
      const [coarse, fine] = [60, 120].map((lambda) => limits(lambda)!.bias * DEGREES * lambda * lambda);
      const constant = (4 * fine - coarse) / 3;
      expect(Math.abs(constant - numberAt(expected, 'lim_lambda2_bias_deg'))).toBeLessThan(0.002);
    });
  }

  it('is the logistic likelihood where lambda is the size of a common taste: curvature = score variance', () => {
    const { curvature, scoreVariance } = surrogates(POPULATIONS.A_homog, [[1, 0]])!(2)!;
    expect(curvature).toBeCloseTo(scoreVariance, 11);
  });

  it('tends to the limit of the sign estimator for every law of features', () => {
    const laws = [
      {
        law: 'gaussian',
        dimension: 2,
        covariance: [
          [2, 0.6],
          [0.6, 0.5],
        ],
      },
      { law: 'sphere', dimension: 2 },
      { law: 'box', dimension: 2 },
      { law: 'student', dimension: 2, degrees: 4 },
    ] as const;
    for (const features of laws) {
      const population = { ...twoTypes(0.4), features };
      const sign = signLimit(population)!;
      const limits = surrogates(population, [sign.direction])!;
      const [far, near] = [20, 40].map((lambda) => limits(lambda)!.bias - sign.bias);
      expect(far / near, features.law).toBeGreaterThan(3.4);
      expect(far / near, features.law).toBeLessThan(4.6);
    }
  });
});
