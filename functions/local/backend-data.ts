import { sampleBlocks } from '../../kernels/arena.ts';
import type { BlockSource } from '../../kernels/comparisons.ts';
import type { AnnealedPoint } from '../../kernels/losses/contract.ts';
import type { Population } from '../../kernels/populations/population.ts';
import { createSampler } from '../../kernels/populations/sampler.ts';
import { createEngine } from '../study/engine.ts';

/** The comparisons that backends of the losses are measured on: 100,000 of one kind of user, ten Gaussian features. */
export const MEASURED_ROWS = 100_000;
export const MEASURED_FEATURES = 10;

const MEAN = [1, -0.8, 0.6, -0.5, 0.4, -0.3, 0.25, -0.2, 0.1, 0.05];

const POPULATION: Population = {
  users: { law: 'point', mean: MEAN },
  features: {
    law: 'gaussian',
    dimension: MEASURED_FEATURES,
    covariance: MEAN.map((_, i) => MEAN.map((__, j) => (i === j ? 1 : 0))),
  },
  choice: 'logit',
};

/** Drawn anew at each call, always the same. */
export function measuredRows(): BlockSource {
  const engine = createEngine('wasm-f64');
  const sampler = createSampler(engine, POPULATION, MEASURED_ROWS);
  sampler.draw([20251028, 4], 0);
  return sampleBlocks(sampler.sample);
}

/** Where they are compared: off the truth, so that no gradient is nearly 0, from a cold start to the last temperature. */
export const MEASURED_POINTS: readonly AnnealedPoint[] = [1, 3, 7, 15].map((lambda, k) => ({
  direction: MEAN.map((v, j) => 0.7 * v + 0.1 * ((j + k) % 3)),
  lambda,
}));
