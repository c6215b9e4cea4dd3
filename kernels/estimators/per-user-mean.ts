import { type Sample, sampleIndex } from '../arena.ts';
import { cholesky, choleskySolve } from '../math/cholesky.ts';
import { exp } from '../math/exp.ts';
import { dot, norm } from '../math/vectors.ts';
import { directionFit } from './direction-fit.ts';
import { type Fit, type FitCall, failedFit } from './fit.ts';
import { rlhf } from './rlhf.ts';
import { type UserRows, userRows } from './user-rows.ts';

/** Raised when numbers change. */
export const PER_USER_MEAN_REVISION = 1;

export interface PerUserOptions {
  /** Precision of the users around the pooled estimate; `auto` estimates it from the panel. */
  readonly shrinkage: 'auto' | number;
}

const MAX_STEPS = 60;
const TOLERANCE = 1e-10;

/**
 * The mean of the users' own estimates, each shrunk towards the pooled one: user u's taste maximises
 * sum_i log sigma(z_i . theta) - shrinkage (theta - p)' S (theta - p) / 2, i over the user's rows, p the estimate of `rlhf` on all rows and
 * S = mean z z', so that shrinkage has no unit: it is the precision, over users, of x . (theta_u - p) for a typical x.
 *
 * `auto` is 1 / max(0, t), t the moment estimate from labels of the same user: with scores s_i = sigma(-v_i) z_i and q_i = sigma'(v_i)
 * at p, t = sum_u sum_{i != j} s_i' S^-1 s_j / sum_u sum_{i != j} q_i q_j (z_i' S^-1 z_j)^2. It is right to first order in the
 * spread and too small where users differ much. Where t is not positive, or no user has two rows, users are all p.
 *
 * Failures are those of `rlhf`, `degenerate` where the mean is 0, and `not-converged`. Diagnostics: `spread`, 1 / shrinkage; `norm`, of the mean.
 * Source: Efron & Morris (1973) for the shrinkage; the moments are those of a variance component test (le Cessie & van Houwelingen 1995).
 */
export function perUserMean(sample: Sample, { shrinkage }: PerUserOptions, call: FitCall = {}): Fit {
  const { d } = sample;
  const pooled = rlhf(sample, call);
  if (pooled.status !== 'ok') return pooled;
  const centre = pooled.direction.map((value) => value * pooled.diagnostics.norm);
  const panel = {
    d,
    data: sample.arena.backend.f64(sample.z, 8 * d * sample.blocks),
    rows: userRows(sample),
  };
  const metric = secondMoments(sample, panel.data);
  const factor = cholesky(metric, d);
  if (factor === null) return failedFit('degenerate', d, pooled.evaluations);
  const spread = shrinkage === 'auto' ? momentSpread(panel, centre, factor) : 1 / shrinkage;
  const found = spread > 0 ? meanOfUsers(panel, centre, metric, 1 / spread) : { mean: centre, passes: 0 };
  if (found === null) return failedFit('not-converged', d, pooled.evaluations);
  const evaluations = pooled.evaluations + 1 + found.passes;
  return directionFit(sample, found.mean, { evaluations, diagnostics: { spread } });
}

interface Panel {
  readonly d: number;
  readonly data: Float64Array;
  readonly rows: UserRows;
}

function secondMoments({ n, d }: Sample, data: Float64Array): Float64Array {
  const moments = new Float64Array(d * d);
  for (let row = 0; row < n; row++) {
    for (let j = 0; j < d; j++) {
      for (let k = 0; k < d; k++)
        moments[j * d + k] += (data[sampleIndex(row, j, d)] * data[sampleIndex(row, k, d)]) / n;
    }
  }
  return moments;
}

const rowOf = (data: Float64Array, row: number, d: number): Float64Array =>
  Float64Array.from({ length: d }, (_, j) => data[sampleIndex(row, j, d)]);

/** sigma(-v) and sigma'(v). */
function slopes(v: number): { readonly p: number; readonly q: number } {
  const e = exp(-Math.abs(v));
  const r = 1 / (1 + e);
  return { p: (v >= 0 ? e : 1) * r, q: e * r * r };
}

function momentSpread({ d, data, rows }: Panel, centre: Float64Array, factor: Float64Array): number {
  let above = 0;
  let below = 0;
  for (let u = 0; u < rows.users; u++) {
    const score = new Float64Array(d);
    const information = new Float64Array(d * d);
    for (let row = rows.offsets[u]; row < rows.offsets[u + 1]; row++) {
      const z = rowOf(data, row, d);
      const { p, q } = slopes(dot(z, centre));
      const y = forward(factor, z);
      const square = dot(y, y);
      above -= p * p * square;
      below -= q * q * square * square;
      for (let j = 0; j < d; j++) {
        score[j] += p * y[j];
        for (let k = 0; k < d; k++) information[j * d + k] += q * y[j] * y[k];
      }
    }
    above += dot(score, score);
    below += dot(information, information);
  }
  return rows.longest > 1 && below > 0 ? Math.max(0, above / below) : 0;
}

/** Solves L y = b. */
function forward(l: Float64Array, b: Float64Array): Float64Array {
  const y = Float64Array.from(b);
  for (let i = 0; i < y.length; i++) {
    for (let k = 0; k < i; k++) y[i] -= l[i * y.length + k] * y[k];
    y[i] /= l[i * y.length + i];
  }
  return y;
}

function meanOfUsers(
  { d, data, rows }: Panel,
  centre: Float64Array,
  metric: Float64Array,
  precision: number,
): { readonly mean: Float64Array; readonly passes: number } | null {
  const mean = new Float64Array(d);
  let visited = 0;
  for (let u = 0; u < rows.users; u++) {
    const own = Array.from({ length: rows.offsets[u + 1] - rows.offsets[u] }, (_, i) =>
      rowOf(data, rows.offsets[u] + i, d),
    );
    const fit = userFit(own, centre, metric, precision);
    if (fit === null) return null;
    visited += fit.passes * own.length;
    for (let j = 0; j < d; j++) mean[j] += fit.theta[j] / rows.users;
  }
  return { mean, passes: visited / rows.offsets[rows.users] };
}

/** Newton's method from the pooled estimate; a step is halved while the slope at its end is steeper upwards than it was downwards. */
function userFit(
  own: readonly Float64Array[],
  centre: Float64Array,
  metric: Float64Array,
  precision: number,
): { readonly theta: Float64Array; readonly passes: number } | null {
  const d = centre.length;
  let theta = centre;
  let now = userSums(own, theta, centre, metric, precision);
  for (let passes = 1; passes <= MAX_STEPS; passes++) {
    const factor = cholesky(now.hessian, d);
    if (factor === null) return null;
    let step = choleskySolve(factor, now.gradient, d);
    if (norm(step) <= TOLERANCE * (norm(theta) + norm(step)))
      return { theta: theta.map((v, j) => v + step[j]), passes };
    let next = userSums(
      own,
      theta.map((v, j) => v + step[j]),
      centre,
      metric,
      precision,
    );
    for (; dot(next.gradient, step) < -0.9 * dot(now.gradient, step) && passes <= MAX_STEPS; passes++) {
      step = step.map((v) => v / 2);
      next = userSums(
        own,
        theta.map((v, j) => v + step[j]),
        centre,
        metric,
        precision,
      );
    }
    theta = theta.map((v, j) => v + step[j]);
    now = next;
  }
  return null;
}

function userSums(
  own: readonly Float64Array[],
  theta: Float64Array,
  centre: Float64Array,
  metric: Float64Array,
  precision: number,
) {
  const d = theta.length;
  const hessian = metric.map((value) => precision * value);
  const gradient = new Float64Array(d);
  for (let j = 0; j < d; j++)
    for (let k = 0; k < d; k++) gradient[j] -= hessian[j * d + k] * (theta[k] - centre[k]);
  for (const z of own) {
    const { p, q } = slopes(dot(z, theta));
    for (let j = 0; j < d; j++) {
      gradient[j] += p * z[j];
      for (let k = 0; k < d; k++) hessian[j * d + k] += q * z[j] * z[k];
    }
  }
  return { gradient, hessian };
}
