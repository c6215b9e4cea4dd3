import type { Sample } from '../arena.ts';
import type { LoadedComparisons } from '../losses/contract.ts';
import { sampleLosses } from '../losses/linear-losses.ts';
import { dot, norm } from '../math/vectors.ts';
import { type Fit, type FitCall, failedFit } from './fit.ts';
import { hardScore } from './hard-score.ts';
import { searchLosses } from './search-losses.ts';

/** Raised when numbers change. */
export const SIGN_ANNEAL_REVISION = 1;

export interface AnnealOptions {
  /** Temperature at the first and at the last step, growing linearly. */
  readonly lambda: readonly [number, number];
  readonly steps: number;
}

/** A step turns the direction by at most this many radians, and the first one by a fifth of it. */
const MAX_TURN = 0.5;
/** The step grows by this factor while successive gradients agree, and shrinks by the other when they oppose. */
const GROWTH = 1.1;
const SHRINKAGE = 0.5;
/** The last part of the steps, which is taken in float64 whatever arithmetic searches. */
const FINISH = 0.1;

/**
 * The sign estimator by annealing: gradient steps on mean tanh(lambda z_i . theta / 2) over |theta| = 1 (T2), lambda
 * growing linearly from lambda[0] to lambda[1].
 *
 * Starts at the mean of z. Each step goes along the gradient's part in the tangent space and is normalised. The
 * published description fixes no step size; here it grows by a tenth while the tangent gradients of successive steps
 * agree and is halved when they oppose, which keeps it near 1 / curvature for features of any size.
 * A fixed number of steps need not end at a maximum: diagnostics `gradient`, the tangent gradient's length at the last
 * step relative to lambda, and `objective`, the value there. `degenerate` where z has no mean, `diverged` on a
 * non-finite iterate. Where the sample has losses to search with, they serve all steps but the last tenth. Steps: `lambda`, and `objective` and `gradient` as in the diagnostics.
 *
 * Source: the annealed surrogate of arXiv 2510.23965; Vogl et al. (1988) for the step control.
 */
export function signAnneal(sample: Sample, { lambda, steps }: AnnealOptions, { onStep }: FitCall = {}): Fit {
  const { d } = sample;
  const finish = sampleLosses(sample);
  const search = steps > 1 ? searchLosses(sample) : finish;
  const searched = steps - Math.max(1, Math.ceil(FINISH * steps));
  let theta = normalise(surrogate(search, new Float64Array(d), 1).gradient);
  if (theta === null) return failedFit('degenerate', d, 1);
  let before: Float64Array | null = null;
  let step = 0;
  let objective = Number.NaN;
  let gradient = Number.NaN;
  for (let t = 0; t < steps; t++) {
    const temperature = lambda[0] + ((lambda[1] - lambda[0]) * t) / Math.max(1, steps - 1);
    const at = surrogate(t < searched ? search : finish, theta, temperature);
    const slope = tangent(at.gradient, theta);
    const size = norm(slope);
    objective = at.value;
    gradient = size / temperature;
    onStep?.({ lambda: temperature, objective, gradient });
    if (!Number.isFinite(size)) return failedFit('diverged', d, t + 2);
    if (size === 0) continue;
    if (before === null) step = (0.2 * MAX_TURN) / size;
    else step = Math.min(step * (dot(before, slope) < 0 ? SHRINKAGE : GROWTH), MAX_TURN / size);
    const next: Float64Array | null = normalise(theta.map((v, j) => v + step * slope[j]));
    if (next === null) return failedFit('diverged', d, t + 2);
    theta = next;
    before = slope;
  }
  const score = hardScore(sample, theta);
  return {
    status: 'ok',
    direction: theta,
    score,
    evaluations: steps + 1,
    diagnostics: { objective, gradient },
  };
}

/** Mean tanh(lambda z . theta / 2) and its gradient in theta. At theta = 0 the gradient is lambda/2 times the mean of z. */
export function surrogate(
  losses: LoadedComparisons,
  theta: ArrayLike<number>,
  lambda: number,
): { readonly value: number; readonly gradient: Float64Array } {
  const [{ sum, gradient }] = losses.annealed([{ direction: theta, lambda }]);
  return { value: sum / losses.n, gradient: gradient.map((v) => v / losses.n) };
}

function tangent(gradient: Float64Array, theta: Float64Array): Float64Array {
  const radial = dot(gradient, theta);
  return gradient.map((v, j) => v - radial * theta[j]);
}

function normalise(v: Float64Array): Float64Array | null {
  const length = norm(v);
  return length > 0 && Number.isFinite(length) ? v.map((x) => x / length) : null;
}
