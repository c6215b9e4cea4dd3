import { describe, expect, it } from 'vitest';
import { createArena, type Sample } from '../../../kernels/arena.ts';
import type { Fit } from '../../../kernels/estimators/fit.ts';
import { rlhf } from '../../../kernels/estimators/rlhf.ts';
import { signExact } from '../../../kernels/estimators/sign-exact.ts';
import { signedAngle } from '../../../kernels/metrics/signed-angle.ts';
import { meanDirection } from '../../../kernels/populations/mean-taste.ts';
import type { Population } from '../../../kernels/populations/population.ts';
import { createSampler } from '../../../kernels/populations/sampler.ts';
import { createWasmBackend } from '../../../kernels/wasm/wasm-backend.ts';
import { rlhfLimit } from '../../../theory/rlhf-limit.ts';
import golden from '../../golden/theory-values.json' with { type: 'json' };

/** Two-sided normal quantile at a false-alarm rate of 1e-6. */
const Z = 4.8916;

const plane = { features: { law: 'gaussian', dimension: 2, covariance: null }, choice: 'logit' } as const;
const POPULATIONS: Readonly<Record<string, Population>> = {
  A_homog: { users: { law: 'point', mean: [2, 0] }, ...plane },
  B_gauss: {
    users: {
      law: 'gaussian',
      mean: [2, 0],
      covariance: [
        [4, 3],
        [3, 4],
      ],
    },
    ...plane,
  },
  two_types: {
    users: {
      law: 'mixture',
      types: [
        [3, 2],
        [1, -2],
      ],
      weights: [0.5, 0.5],
    },
    ...plane,
  },
};

function signedAngles(
  population: Population,
  estimate: (s: Sample) => Fit,
  n: number,
  replicates: number,
): number[] {
  const sampler = createSampler(createArena(createWasmBackend()), population, n);
  const target = meanDirection(population);
  return Array.from({ length: replicates }, (_, replicate) => {
    sampler.draw([17, n], replicate);
    return signedAngle(estimate(sampler.sample).direction, target);
  });
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const spread = (values: readonly number[]): number =>
  Math.sqrt(mean(values.map((v) => (v - mean(values)) ** 2)) / values.length);

const cases = golden.cases.flatMap(({ name, inputs, expected, tolerance }) => {
  if (name !== 'mc_exact_sign' || typeof expected === 'number' || typeof tolerance === 'number') return [];
  const { dgp, n } = inputs;
  const { rmse_rad, mae_rad } = expected;
  if (dgp === undefined || n === undefined || n > 3162 || rmse_rad === undefined || mae_rad === undefined)
    return [];
  return [{ dgp, n, rms: rmse_rad, mae: mae_rad, rmsError: tolerance.rmse / 4, maeError: tolerance.mae / 4 }];
});

describe('the exact sign estimator', () => {
  it.each(cases)('has the errors of an independent simulation: $dgp, n = $n', (oracle) => {
    const replicates = Math.min(20_000, Math.round(2e7 / oracle.n));
    const angles = signedAngles(POPULATIONS[oracle.dgp], signExact, oracle.n, replicates);
    const squares = angles.map((a) => a * a);
    const rms = Math.sqrt(mean(squares));
    const rmsError = Math.hypot(spread(squares) / (2 * rms), oracle.rmsError);
    expect(Math.abs(rms - oracle.rms) / rmsError).toBeLessThan(Z);
    expect(Math.abs(rms - 1.1 * oracle.rms) / rmsError).toBeGreaterThan(Z);
    const sizes = angles.map(Math.abs);
    expect(Math.abs(mean(sizes) - oracle.mae) / Math.hypot(spread(sizes), oracle.maeError)).toBeLessThan(Z);
  });
  it('is unbiased where every user is the same', () => {
    const angles = signedAngles(POPULATIONS.A_homog, signExact, 300, 20_000);
    expect(Math.abs(mean(angles)) / spread(angles)).toBeLessThan(Z);
  });
});

describe('rlhf', () => {
  it('settles 10.79 degrees to the right of the average of two types, where theory puts it', () => {
    const bias = rlhfLimit(POPULATIONS.two_types)?.bias ?? Number.NaN;
    expect((bias * 180) / Math.PI).toBeCloseTo(-10.79, 2);
    // At n = 100,000 the finite-sample part of the bias is of order 1/n and far below the noise.
    const angles = signedAngles(POPULATIONS.two_types, rlhf, 100_000, 40);
    expect(Math.abs(mean(angles) - bias) / spread(angles)).toBeLessThan(Z);
  });
});
