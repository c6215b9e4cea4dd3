import { describe, expect, it } from 'vitest';
import { createArena } from '../../../kernels/arena.ts';
import { rlhf } from '../../../kernels/estimators/rlhf.ts';
import { signedAngle } from '../../../kernels/metrics/signed-angle.ts';
import type { Population } from '../../../kernels/populations/population.ts';
import { createSampler } from '../../../kernels/populations/sampler.ts';
import { createWasmBackend } from '../../../kernels/wasm/wasm-backend.ts';
import { numberAt, theoryCases } from '../../support/theory-values.ts';

/** Two-sided normal quantile at a false-alarm rate of 1e-6, shared by the three skewnesses. */
const Z = 5.1;
const N = 50_000;
const REPLICATES = 200;

/** theory/README.md, section 6: (2, 0) + 4 v t along v = (1, 2) / sqrt 5. */
const population = (skew: number): Population => ({
  users: { law: 'gamma', mean: [2, 0], along: [1, 2], skew, scale: 4 },
  features: { law: 'gaussian', dimension: 2, covariance: null },
  choice: 'logit',
});

/** |mean bias of RLHF - degrees| in standard errors; the bias at this n is that of the limit to 1e-4 rad or less. */
function deviation(skew: number, degrees: number): number {
  const sampler = createSampler(createArena(createWasmBackend()), population(skew), N);
  const angles = Array.from({ length: REPLICATES }, (_, replicate) => {
    sampler.draw([17, 23], replicate);
    return signedAngle(rlhf(sampler.sample).direction, [1, 0]);
  });
  const mean = angles.reduce((a, b) => a + b, 0) / REPLICATES;
  const variance = angles.reduce((sum, a) => sum + (a - mean) ** 2, 0) / (REPLICATES - 1);
  return Math.abs(mean - (degrees * Math.PI) / 180) / Math.sqrt(variance / REPLICATES);
}

describe('RLHF on skewed users', () => {
  it.each(theoryCases('asym_gamma').map(({ inputs, expected }) => ({ inputs, expected })))(
    'settles where quadrature puts it: $inputs.skew',
    ({ inputs, expected }) => {
      const skew = numberAt(inputs, 'skew');
      const bias = numberAt(expected, 'mle_bias_deg');
      expect(deviation(skew, bias)).toBeLessThan(Z);
      expect(deviation(1.1 * skew, bias)).toBeGreaterThan(Z);
    },
    30_000,
  );
});
