import { describe, expect, it } from 'vitest';
import { surrogate } from '../../../kernels/estimators/climb.ts';
import { signAnneal } from '../../../kernels/estimators/sign-anneal.ts';
import { sampleLosses } from '../../../kernels/losses/linear-losses.ts';
import golden from '../../golden/anneal-lbfgs.json' with { type: 'json' };
import { recipeRows, sampleOf } from '../../support/samples.ts';

const OPTIONS = { lambda: [1, 15], steps: 300 } as const;

describe('signAnneal', () => {
  it.each(golden.cases)('ends within 1e-3 of the loss of staged L-BFGS: $name', (expected) => {
    const sample = sampleOf(recipeRows(expected));
    const fit = signAnneal(sample, OPTIONS);
    const best = expected.stages[expected.stages.length - 1].value;
    expect(fit.status).toBe('ok');
    expect(surrogate(sampleLosses(sample), fit.direction, 15).value).toBeGreaterThan(best - 1e-3);
    expect(surrogate(sampleLosses(sample), fit.direction, 15).value).toBeLessThan(best + 1e-12);
  });
  it.each(golden.cases)('has the loss and gradient of numpy: $name', (expected) => {
    const sample = sampleOf(recipeRows(expected));
    for (const { lambda, value, gradient } of expected.values.at) {
      const found = surrogate(sampleLosses(sample), expected.values.direction, lambda);
      expect(found.value).toBeCloseTo(value, 12);
      gradient.forEach((g, j) => {
        expect(found.gradient[j]).toBeCloseTo(g, 11);
      });
    }
  });
  it('codes data without a mean as degenerate', () => {
    expect(
      signAnneal(
        sampleOf([
          [0, 0, 0],
          [0, 0, 0],
        ]),
        OPTIONS,
      ).status,
    ).toBe('degenerate');
  });
});
