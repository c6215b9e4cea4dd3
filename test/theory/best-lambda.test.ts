import { describe, expect, it } from 'vitest';
import { bestLambda, bestOf } from '../../theory/best-lambda.ts';
import { surrogates } from '../../theory/surrogate.ts';
import { POPULATIONS, twoTypes } from '../support/theory-values.ts';

describe('the lambda of least mean squared error', () => {
  it('is where a made-up bias and noise balance: b^2 l^-4 + s^2 l / n is least at l^5 = 4 b^2 n / s^2', () => {
    const made = (lambda: number) => ({
      lambda,
      direction: [1, 0],
      bias: 3 / (lambda * lambda),
      curvature: 1,
      scoreVariance: lambda,
      rootNSd: 0.7 * Math.sqrt(lambda),
    });
    for (const n of [10, 1e4]) {
      const { lambda } = bestLambda(made, n)!;
      expect(lambda / ((4 * 9 * n) / 0.49) ** 0.2).toBeCloseTo(1, 2);
    }
  });

  it('grows with n like n^(1/5) for two types of users', () => {
    const limits = surrogates(twoTypes(0.5), [[1, 0]])!;
    const [few, many] = [1e4, 1e6].map((n) => bestLambda(limits, n)!);
    expect(Math.log(many.lambda / few.lambda) / Math.log(100)).toBeGreaterThan(0.15);
    expect(Math.log(many.lambda / few.lambda) / Math.log(100)).toBeLessThan(0.25);
    expect(many.rms).toBeLessThan(few.rms);
  });

  it('is near it by interpolation between a few lambdas', () => {
    const limits = surrogates(twoTypes(0.5), [[1, 0]])!;
    const known = [1, 2, 5, 10, 15, 20, 30, 50].map((lambda) => limits(lambda)!);
    for (const n of [1e3, 1e4]) {
      const exact = bestLambda(limits, n)!;
      const near = bestOf(known, n)!;
      expect(Math.abs(near.rms / exact.rms - 1)).toBeLessThan(0.04);
    }
    expect(bestOf(known.slice(0, 1), 100)).toBeNull();
  });

  it('is that of the likelihood where there is no bias to balance, and null without a limit', () => {
    // sd falls to its least at the size of the taste, 2.
    expect(bestLambda(surrogates(POPULATIONS.A_homog, [[1, 0]])!, 1000)!.lambda).toBeCloseTo(2, 1);
    expect(bestLambda(() => null, 100)).toBeNull();
  });
});
