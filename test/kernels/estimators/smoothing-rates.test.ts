import { describe, expect, it } from 'vitest';
import { createArena, type Sample } from '../../../kernels/arena.ts';
import type { Fit } from '../../../kernels/estimators/fit.ts';
import { signAnneal } from '../../../kernels/estimators/sign-anneal.ts';
import { smoothedScore } from '../../../kernels/estimators/smoothed-score.ts';
import { signedAngle } from '../../../kernels/metrics/signed-angle.ts';
import { meanDirection } from '../../../kernels/populations/mean-taste.ts';
import type { Population } from '../../../kernels/populations/population.ts';
import { createSampler } from '../../../kernels/populations/sampler.ts';
import { createWasmBackend } from '../../../kernels/wasm/wasm-backend.ts';
import { surrogates } from '../../../theory/surrogate.ts';
import { LOUD } from '../../support/theory-values.ts';

/** Two-sided normal quantile at a false-alarm rate of 1e-6. */
const Z = 4.8916;

const plane = { features: { law: 'gaussian', dimension: 2, covariance: null }, choice: 'logit' } as const;
const ALIKE: Population = { users: { law: 'point', mean: [2, 0] }, ...plane };
type Estimate = (sample: Sample) => Fit;

interface Moments {
  readonly mean: number;
  readonly meanError: number;
  readonly rms: number;
  /** Of log rms. */
  readonly rmsError: number;
  /** Root mean square of the standard errors that the fits give. */
  readonly standardError: number;
}

function moments(population: Population, estimate: Estimate, n: number, replicates: number): Moments {
  const sampler = createSampler(createArena(createWasmBackend()), population, n);
  const target = meanDirection(population);
  let [sum, square, fourth, claimed] = [0, 0, 0, 0];
  for (let replicate = 0; replicate < replicates; replicate++) {
    sampler.draw([23, n], replicate);
    const { status, direction, diagnostics } = estimate(sampler.sample);
    expect(status).toBe('ok');
    const angle = signedAngle(direction, target);
    sum += angle;
    square += angle ** 2;
    fourth += angle ** 4;
    claimed += (diagnostics.standardError ?? 0) ** 2;
  }
  const [m1, m2, m4] = [sum, square, fourth].map((total) => total / replicates);
  return {
    mean: m1,
    meanError: Math.sqrt((m2 - m1 * m1) / replicates),
    rms: Math.sqrt(m2),
    rmsError: Math.sqrt((m4 - m2 * m2) / replicates) / (2 * m2),
    standardError: Math.sqrt(claimed / replicates),
  };
}

describe('a lambda that grows like n^(1/5)', () => {
  const grown = { lambda: { power: 1 / 5, constant: 2 }, steps: 60 } as const;

  it('gives the rate -2/5, neither -1/3 nor -1/2, where users are alike and smoothing has no bias', () => {
    const [few, many] = [500, 8000].map((n) => moments(ALIKE, (s) => signAnneal(s, grown), n, 1000));
    const apart = Math.log(16);
    const slope = Math.log(many.rms / few.rms) / apart;
    const error = Math.hypot(few.rmsError, many.rmsError) / apart;
    // What theory gives between these sizes, each with its own lambda.
    const limits = surrogates(ALIKE, [[1, 0]]);
    const [a, b] = [500, 8000].map((n) => (limits?.(2 * n ** 0.2)?.rootNSd ?? Number.NaN) / Math.sqrt(n));
    const expected = Math.log(b / a) / apart;
    expect(expected).toBeCloseTo(-0.4, 1);
    expect(Math.abs(slope - expected)).toBeLessThan(Z * error + 0.01);
    for (const wrong of [-1 / 3, -1 / 2]) expect(Math.abs(slope - wrong)).toBeGreaterThan(Z * error);
    expect(Z * error).toBeLessThan(0.06);
  });
});

describe('a fixed lambda', () => {
  it.each([3, 5])('keeps the bias that theory predicts: lambda = %d', (lambda) => {
    const options = { lambda: [lambda, lambda], steps: 60 } as const;
    const limit = surrogates(LOUD, [
      [1, 0],
      [2, 1],
    ])?.(lambda);
    const bias = limit?.bias ?? Number.NaN;
    const found = moments(LOUD, (s) => signAnneal(s, options), 10_000, 400);
    expect(Math.abs(found.mean - bias)).toBeLessThan(Z * found.meanError);
    expect(Math.abs(found.mean - 1.1 * bias)).toBeGreaterThan(Z * found.meanError);
  });
});

describe('smoothedScore', () => {
  it.each([2, 4] as const)('has the spread that its standard errors say, order %d', (order) => {
    const options = { order, bandwidth: 'auto', biasCorrection: false } as const;
    const found = moments(ALIKE, (s) => smoothedScore(s, options), 2000, 400);
    const ratio = found.standardError / found.rms;
    // The sandwich is the law of large n: at this n a few per cent off.
    expect(Math.abs(ratio - 1)).toBeLessThan(Z * found.rmsError + 0.04);
    expect(Z * found.rmsError + 0.04).toBeLessThan(0.25);
  });
});
