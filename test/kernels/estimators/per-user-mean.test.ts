import { describe, expect, it, test } from 'vitest';
import { perUserMean } from '../../../kernels/estimators/per-user-mean.ts';
import { rlhf } from '../../../kernels/estimators/rlhf.ts';
import golden from '../../golden/per-user-mean.json' with { type: 'json' };
import { BACKENDS, recipeRows, sampleOf } from '../../support/samples.ts';

describe.each(BACKENDS)('per-user-mean on %s', (_, backend) => {
  it.each(golden.cases)('agrees with scipy: n = $n, $m labels a user, shrinkage $shrinkage', (one) => {
    const sample = {
      ...sampleOf(recipeRows({ ...one, d: one.beta.length }), backend()),
      labelsPerUser: one.m,
    };
    const shrinkage = typeof one.shrinkage === 'number' ? one.shrinkage : 'auto';
    const fit = perUserMean(sample, { shrinkage });
    expect(fit.status).toBe('ok');
    expect(fit.diagnostics.spread).toBeCloseTo(one.spread, 9);
    one.mean.forEach((value, j) => {
      expect(fit.direction[j] * fit.diagnostics.norm).toBeCloseTo(value, 6);
    });
  });
});

test('much shrinkage leaves rlhf, and its failures are those of rlhf', () => {
  const sample = { ...sampleOf(recipeRows({ n: 400, d: 2, seed: 3, beta: [1, 2] })), labelsPerUser: 5 };
  const expected = rlhf(sample);
  perUserMean(sample, { shrinkage: 1e6 }).direction.forEach((value, j) => {
    expect(value).toBeCloseTo(expected.direction[j], 5);
  });
  expect(perUserMean(sampleOf([[1, 2]]), { shrinkage: 1 }).status).toBe('separable');
});
