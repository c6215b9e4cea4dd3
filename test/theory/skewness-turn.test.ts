import { describe, expect, it } from 'vitest';
import { signLimit } from '../../theory/sign-limit.ts';
import { skewnessTurn } from '../../theory/skewness-turn.ts';

describe('the turn of sign by skewed tastes', () => {
  it('is the bias that theory finds for users of the gamma law, to first order in the skewness', () => {
    const skew = 0.02;
    const [v1, v2] = [1 / Math.sqrt(5), 2 / Math.sqrt(5)];
    const limit = signLimit({
      users: { law: 'gamma', mean: [2, 0], along: [1, 2], skew, scale: 2 },
      features: { law: 'gaussian', dimension: 2, covariance: null },
      choice: { law: 'logistic', scale: 1 },
    })!;
    const bias = Math.atan2(limit.direction[1], limit.direction[0]);
    // Tastes are on a line: a factor of rank one.
    const factor = Float64Array.of(2 * v1, 0, 2 * v2, 0);
    const prior = { mean: Float64Array.of(2, 0), factor, covariance: factor, precision: factor };
    const stream = { key0: 1, key1: 0, role: 0x80000000, replicate: 0 };
    const turn = skewnessTurn(prior, { direction: Float64Array.of(v1, v2), stream })!;
    expect(turn[0]).toBeCloseTo(0, 9);
    expect(Math.abs((skew * turn[1]) / bias - 1)).toBeLessThan(0.05);
    expect(Math.abs(bias)).toBeGreaterThan(1e-3);
  });
});
