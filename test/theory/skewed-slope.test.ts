import { describe, expect, it } from 'vitest';
import type { ChoiceLaw, FeaturesLaw } from '../../kernels/populations/population.ts';
import { linkOf } from '../../theory/link.ts';
import { noiseOf } from '../../theory/noise.ts';
import { scoreSlope } from '../../theory/score-slope.ts';
import { signLimit } from '../../theory/sign-limit.ts';
import { skewedSlope } from '../../theory/skewed-slope.ts';
import { tasteComponents } from '../../theory/tastes.ts';
import golden from '../golden/skewed-curvature.json' with { type: 'json' };

describe('the sign limit with skewed tastes', () => {
  for (const { features, noise, bias, curvature, ...users } of golden.cases) {
    it(`is that of nested quadrature: features ${features ?? 'normal'}, noise ${noise ?? 'logistic'}`, () => {
      const law: FeaturesLaw =
        features === null
          ? { law: 'gaussian', dimension: 2, covariance: null }
          : { law: 'student', dimension: 2, degrees: features };
      const choice: ChoiceLaw = noise === null ? 'logit' : { law: 'student', degrees: noise, scale: 1 };
      const limit = signLimit({ features: law, users: { law: 'gamma', ...users }, choice })!;
      // Cauchy-like tails leave the tables of the link seven digits.
      const digits = features === 1.5 ? 1e-6 : 1e-9;
      expect(Math.abs(limit.bias - bias)).toBeLessThan(digits);
      expect(Math.abs(limit.curvature! / curvature - 1)).toBeLessThan(digits);
    });
  }
});

describe('skewedSlope', () => {
  const law = { link: linkOf({ law: 'normal' }, noiseOf('logit')), peak: 1 / Math.sqrt(2 * Math.PI) };

  it.each([8, 1.2, 0.05, 1e-3, 1e-8, -0.7])(
    'is the mean over the points of the gamma law of skewness %d',
    (skew) => {
      const tastes = { mean: [2, 0.5], along: [0.6, 1.7] };
      const scale = Math.sqrt(0.6 * 0.6 + 1.7 * 1.7);
      const points = tasteComponents({ law: 'gamma', ...tastes, skew, scale }, { lower: null, scale: 1 });
      for (const phi of [-2, 0.2, 0.9, Math.atan2(1.7, 0.6)]) {
        const exact = skewedSlope(law, { ...tastes, skew }, phi);
        const summed = scoreSlope(law, points, phi);
        expect(exact.slope).toBeCloseTo(summed.slope, 8);
        expect(exact.curvature).toBeCloseTo(summed.curvature, 8);
      }
    },
  );
});
