import { describe, expect, it } from 'vitest';
import { type AnnealOptions, signAnneal } from '../../../kernels/estimators/sign-anneal.ts';
import golden from '../../golden/anneal-steps.json' with { type: 'json' };
import { recipeRows, sampleOf } from '../../support/samples.ts';

type Written = (typeof golden.cases)[number]['options'];

/** The options of a case, which JSON does not know the types of. */
function optionsOf({ lambda, power, schedule, stages, optimiser, ...rest }: Written): AnnealOptions {
  const [from, to] = lambda ?? [];
  return {
    ...rest,
    lambda: from === undefined || to === undefined ? { power: power ?? 0, constant: 'auto' } : [from, to],
    ...(schedule === 'geometric' || schedule === 'stepwise' ? { schedule } : {}),
    ...(stages === undefined ? {} : { stages }),
    ...(optimiser === 'adam' ? { optimiser } : {}),
  };
}

describe('signAnneal takes the steps that numpy takes', () => {
  it.each(golden.cases)('$name', (expected) => {
    const lambdas: number[] = [];
    const onStep = ({ lambda }: Readonly<Record<string, number>>): number => lambdas.push(lambda);
    const fit = signAnneal(sampleOf(recipeRows(expected)), optionsOf(expected.options), { onStep });
    expect(fit.status).toBe('ok');
    expected.direction.forEach((v, j) => {
      expect(fit.direction[j]).toBeCloseTo(v, 9);
    });
    expected.lambdas.forEach((lambda, k) => {
      expect(lambdas[k * Math.floor(expected.options.steps / 8)]).toBeCloseTo(lambda, 11);
    });
    expect(lambdas.at(-1)).toBeCloseTo(expected.last, 11);
    expect(fit.diagnostics.objective).toBeCloseTo(expected.objective, 11);
    expect(Math.abs(fit.diagnostics.gradient / expected.gradient - 1)).toBeLessThan(1e-6);
    expect(Math.abs(fit.diagnostics.left / expected.left - 1)).toBeLessThan(1e-6);
  });
});

const rows = recipeRows({ n: 1000, d: 5, seed: 5, beta: [4, 2, 0, -2, 1] }).map((row) =>
  row.map((v) => 2 * v),
);

describe('signAnneal judges where its steps end', () => {
  const sample = sampleOf(rows);
  const fitted = (options: Partial<AnnealOptions>) =>
    signAnneal(sample, { lambda: [1, 15], steps: 100, ...options });

  it('as diverged where they are too long for the last lambda, and overshoot', () => {
    const fit = fitted({ step: 5 });
    expect(fit.status).toBe('diverged');
    expect(fit.diagnostics.left).toBeGreaterThan(1);
    expect(fit.direction.every(Number.isNaN)).toBe(true);
    expect(fitted({ step: 0.1 }).status).toBe('ok');
  });

  it('as not converged where they are too few and too short', () => {
    const fit = fitted({ step: 0.001 });
    expect(fit.status).toBe('not-converged');
    expect(fit.diagnostics.left).toBeGreaterThan(1);
  });

  it('as ok by default, in any unit of the features', () => {
    for (const unit of [1e-3, 1, 1e3]) {
      const scaled = sampleOf(rows.map((row) => row.map((v) => unit * v)));
      expect(signAnneal(scaled, { lambda: [1, 15], steps: 300 }).status).toBe('ok');
    }
  });

  it('without a verdict on the sign of zero: a lambda that no row is near the boundary for is no failure', () => {
    expect(signAnneal(sampleOf(rows.slice(0, 20)), { lambda: [1, 5000], steps: 300 }).status).toBe('ok');
  });

  it('as diverged, not by a throw, where an iterate is not finite', () => {
    const fit = fitted({ step: 1e308 });
    expect([fit.status, fit.evaluations]).toEqual(['diverged', 2]);
  });
});

describe('a lambda that grows with n', () => {
  const growing = { lambda: { power: 1 / 5, constant: 'auto' }, steps: 200 } as const;

  it('makes the estimate independent of the unit of the features', () => {
    const [one, other] = [1, 64].map((unit) =>
      signAnneal(sampleOf(rows.map((row) => row.map((v) => unit * v))), growing),
    );
    expect(other.diagnostics.lambda).toBeCloseTo(one.diagnostics.lambda / 64, 12);
    other.direction.forEach((v, j) => {
      expect(v).toBeCloseTo(one.direction[j], 4);
    });
  });

  it('is constant n^power where the constant is given', () => {
    const fit = signAnneal(sampleOf(rows), { lambda: { power: 1 / 3, constant: 0.7 }, steps: 200 });
    expect(fit.diagnostics.lambda).toBeCloseTo(7, 12);
  });

  it('is degenerate where rows have no mean', () => {
    const balanced = sampleOf([
      [1, 2],
      [-1, -2],
    ]);
    expect(signAnneal(balanced, growing).status).toBe('degenerate');
  });
});

describe('mini-batches', () => {
  const sample = sampleOf(rows);
  const options = { lambda: [1, 5], steps: 400, optimiser: 'adam', batch: 100 } as const;
  const stream = { key0: 1, key1: 2, role: 0x80000001, replicate: 3 };

  it('are drawn from the stream of the fit, and end near the maximum on all rows', () => {
    const fit = signAnneal(sample, options, { stream });
    const full = signAnneal(sample, { lambda: [1, 5], steps: 400 });
    expect(signAnneal(sample, options, { stream })).toEqual(fit);
    expect(signAnneal(sample, options, { stream: { ...stream, replicate: 4 } })).not.toEqual(fit);
    expect(fit.status).toBe('ok');
    const cosine = fit.direction.reduce((sum, v, j) => sum + v * full.direction[j], 0);
    expect(cosine).toBeGreaterThan(0.999);
    expect(fit.evaluations).toBeCloseTo(400 / 10 + 2, 12);
    expect(fit.diagnostics.objective).toBeLessThanOrEqual(full.diagnostics.objective + 1e-9);
  });

  it('of all rows are Adam on all rows, but for the order of sums', () => {
    const all = signAnneal(sample, { ...options, batch: 5000 }, { stream });
    const { batch: _, ...without } = options;
    const full = signAnneal(sample, without);
    full.direction.forEach((v, j) => {
      expect(all.direction[j]).toBeCloseTo(v, 10);
    });
  });
});
