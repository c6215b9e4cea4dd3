import type { Sample } from '../arena.ts';
import { comparisonsLength } from '../comparisons.ts';
import { exp } from '../math/exp.ts';
import { log } from '../math/log.ts';
import { norm } from '../math/vectors.ts';
import { ownRandom } from '../random/own-random.ts';
import { directionFit } from './direction-fit.ts';
import { type Climb, climb, type Hill } from './em-climb.ts';
import { type Fit, type FitCall, failedFit } from './fit.ts';
import { loadMixture, type Mixture } from './mixture-sums.ts';
import { rlhf } from './rlhf.ts';
import { userRows } from './user-rows.ts';

/** Raised when numbers change. */
export const EM_REVISION = 1;

export interface EmOptions {
  /** K, at least 1. */
  readonly components: number;
  /** Random starts where K > 1, at least 1. */
  readonly starts: number;
  /** Of the penalty ridge sum_k |theta_k|^2 / 2 on the mean log-likelihood; absent without one. */
  readonly ridge?: number;
}

/**
 * Maximum likelihood for a mixture of K logits by EM (T4): users have one of K tastes, all rows of a user the same one, and the
 * answer is the direction of the mean taste sum_k w_k theta_k.
 *
 * One component first, from 0: the estimate of `rlhf`. For K > 1 each start places the components around it, each as far away as it
 * is long in a random direction, with equal weights; the answer is the start that ends highest. Where that start failed, so has
 * the fit: `separable` where the users of a component agree with it in all rows, so that its taste grows without end; `degenerate`
 * where a component is left without users, or the mean taste is 0; `not-converged` at the limit of passes. A start ends where a step of EM changes nothing by more than 1e-8,
 * or, for K > 1, where 50 passes raise the mean log-likelihood by less than 1e-8: mixtures of more tastes than there are have ridges.
 * Diagnostics: `objective`, the mean log-likelihood of a row less the penalty; `gradient`, its length; `start`, the one that won;
 * `smallest` and `largest`, the weights; `norm`, of the mean taste. `evaluations` counts passes over the sample, of all starts.
 *
 * Source: Dempster, Laird & Rubin (1977); Lange (1995) for the Newton step; Walker & Ni (2011) for the acceleration.
 */
export function em(sample: Sample, options: EmOptions, { stream, onStep }: FitCall = {}): Fit {
  const { components, starts, ridge = 0 } = options;
  const rows = userRows(sample);
  const base = { sample, rows, unit: rootMeanSquare(sample), ridge, onStep };
  if (!(base.unit > 0)) return failedFit('degenerate', sample.d, 1);
  const one = loadMixture(sample, rows, 1);
  const pooled = climb({ ...base, sums: one.sums, start: 0 }, single(sample.d));
  one.release();
  if (pooled.status !== 'ok') return failedFit(pooledStatus(sample, pooled, ridge), sample.d, pooled.passes);
  if (components === 1) return fitOf(sample, pooled, 0, pooled.passes);
  const random = ownRandom(stream);
  const { sums, release } = loadMixture(sample, rows, components);
  const climbs = Array.from({ length: starts }, (_, s) => {
    const hill: Hill = { ...base, sums, start: s + 1 };
    return climb(
      hill,
      spreadOut(hill, pooled.mixture.thetas[0], components, (k) =>
        random.direction(s * components + k, sample.d),
      ),
    );
  });
  release();
  const best = climbs.reduce((top, next, s) => (next.objective > climbs[top].objective ? s : top), 0);
  const passes = climbs.reduce((sum, next) => sum + next.passes, pooled.passes);
  return fitOf(sample, climbs[best], best + 1, passes);
}

const single = (d: number): Mixture => ({ thetas: [new Float64Array(d)], logWeights: new Float64Array(1) });

/** One component fails where and as `rlhf` does. */
function pooledStatus(sample: Sample, { status }: Climb, ridge: number): Exclude<Climb['status'], 'ok'> {
  const { status: known } = ridge === 0 ? rlhf(sample) : { status };
  if (known === 'separable' || known === 'degenerate') return known;
  return status === 'ok' ? 'not-converged' : status;
}

function fitOf(sample: Sample, end: Climb, start: number, passes: number): Fit {
  const { d } = sample;
  const { thetas, logWeights } = end.mixture;
  const weights = logWeights.map(exp);
  const diagnostics = {
    objective: end.objective,
    start,
    smallest: weights.reduce((a, b) => Math.min(a, b)),
    largest: weights.reduce((a, b) => Math.max(a, b)),
  };
  if (end.status !== 'ok') return failedFit(end.status, d, passes, diagnostics);
  const mean = new Float64Array(d);
  for (const [k, theta] of thetas.entries()) for (let j = 0; j < d; j++) mean[j] += weights[k] * theta[j];
  return directionFit(sample, mean, {
    evaluations: passes,
    diagnostics: { ...diagnostics, gradient: end.gradient },
    failed: diagnostics,
  });
}

/** Components around a taste; they turn round with it, so that flipped labels have flipped starts. */
function spreadOut(
  { unit }: Hill,
  theta: Float64Array,
  components: number,
  directionOf: (k: number) => Float64Array,
): Mixture {
  const radius = Math.max(norm(theta), 1 / unit);
  const turn = (theta.find((value) => value !== 0) ?? 1) < 0 ? -radius : radius;
  const thetas = Array.from({ length: components }, (_, k) => {
    const direction = directionOf(k);
    return theta.map((value, j) => value + turn * direction[j]);
  });
  return { thetas, logWeights: new Float64Array(components).fill(-log(components)) };
}

function rootMeanSquare({ arena, z, n, d }: Sample): number {
  const data = arena.backend.f64(z, comparisonsLength(n, d));
  let sum = 0;
  for (let k = 0; k < data.length; k++) sum += data[k] * data[k];
  return Math.sqrt(sum / (n * d));
}
