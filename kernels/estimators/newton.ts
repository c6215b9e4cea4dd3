import type { Sample } from '../arena.ts';
import { sampleLosses } from '../losses/linear-losses.ts';
import { cholesky, choleskySolve } from '../math/cholesky.ts';
import { dot, norm } from '../math/vectors.ts';
import { directionFit } from './direction-fit.ts';
import { type Fit, type FitStep, failedFit, type OnStep } from './fit.ts';
import { type LikelihoodSums, logisticSums } from './likelihood-sums.ts';
import { separates } from './separation.ts';

/** mean log F(z_i . theta) - ridge |theta|^2 / 2, log F concave, F increasing from 0 to 1. */
export interface Likelihood {
  /** Means over blocks 0, stride, ... of rows, without the ridge; `search` where they may come from other arithmetic than float64's. */
  readonly sums: (theta: ArrayLike<number>, stride: number, search: boolean) => LikelihoodSums;
  /** Minus the mean log-likelihood over the same rows, without the ridge; for people who look at one fit. */
  readonly loss: (theta: ArrayLike<number>, stride: number) => number;
  /** max |(log F)'''|. */
  readonly third: number;
  /** At least 0; where it is above, the maximum exists for all rows. */
  readonly ridge: number;
  /** Whether a stage of its own sees all rows in other arithmetic. */
  readonly searched: boolean;
}

/** Length of the mean loss's gradient at the estimate, for features of any size up to 1000 or so. */
const TOLERANCE = 1e-10;
/** What rounding leaves of the gradient, relative to the root mean square feature. */
const ROUNDING = 1e-13;
const MAX_STEPS = 60;
/** A pivot this small beside the largest second derivative is rounding. */
const SINGULAR = 1e-14;
/** Where an estimate exists, a gradient at tolerance leaves a step far below this, in units of 1 / feature. */
const SHORT = 1e-3;
/** A slight ridge leaves flat directions, in which a small gradient is still far from the maximum: the last step is as short as this. */
const SETTLED = 1e-9;
/** Newton starts on every 32nd block of rows, goes on with every 4th, and ends on all. */
const STRIDED = [32, 4].map((stride) => ({ stride, stepTolerance: 0.1, maxSteps: 8 }));
/** Where other arithmetic searches, it sees all rows before float64 does. */
const SEARCHED = { stride: 1, stepTolerance: 1e-3, maxSteps: 20 };
/** Blocks a subsample must have: 512 rows, and 64 a feature. */
const MIN_BLOCKS = 64;

/**
 * The direction of the maximum of a concave likelihood of z_i . theta over R^d; diagnostics: `norm`, |theta|, and `gradient`,
 * a bound on its length there.
 *
 * Newton's method, first on strided subsamples (never a prefix: rows may be ordered), then on all rows, until the
 * gradient is certified: after a step of length r the gradient is at most r^2 mean|z|^3 max|(log F)'''| / 2, and
 * mean|z|^3 <= sqrt(mean|z|^2 mean|z|^4). A step that overshoots the maximum of its line is shortened.
 * Without a ridge: `separable` where a direction classifies all rows rightly (completely or quasi-completely), so that no
 * maximum exists; `degenerate` where rows span less than R^d. With or without: `degenerate` where the maximum is at 0.
 * `evaluations` counts rows visited over n. Steps: `rows` visited, the mean loss as `objective`, the length of its
 * `gradient`, and |theta| as `norm`, before each step of Newton's.
 */
export function newtonFit(sample: Sample, likelihood: Likelihood, onStep: OnStep | undefined): Fit {
  const { blocks, d } = sample;
  let theta: Float64Array = new Float64Array(d);
  let evaluations = 0;
  for (const stage of [...STRIDED, ...(likelihood.searched ? [SEARCHED] : [])]) {
    const { stride } = stage;
    if (stride > 1 && blocks / stride < MIN_BLOCKS * Math.max(1, d / 8)) continue;
    const start = ascend(sample, theta, { ...stage, likelihood, last: false, onStep });
    evaluations += start.passes * (Math.ceil(blocks / stride) / blocks);
    theta = start.status === 'ok' ? start.theta : new Float64Array(d);
  }
  const last = { likelihood, stride: 1, stepTolerance: 0, maxSteps: MAX_STEPS, last: true, onStep };
  const end = ascend(sample, theta, last);
  evaluations += end.passes;
  if (end.status !== 'ok') return failedFit(end.status, d, evaluations);
  return directionFit(sample, end.theta, { evaluations, diagnostics: { gradient: end.gradient } });
}

/** The fit with the objective at its maximum, mean log F(z_i . theta) - ridge |theta|^2 / 2, as a diagnostic. */
export function withObjective(fit: Fit, { loss, ridge }: Likelihood): Fit {
  if (fit.status !== 'ok') return fit;
  const { norm: length } = fit.diagnostics;
  const theta = fit.direction.map((v) => v * length);
  const objective = -loss(theta, 1) - 0.5 * ridge * length * length;
  return { ...fit, diagnostics: { ...fit.diagnostics, objective } };
}

interface Goal {
  readonly likelihood: Likelihood;
  readonly stride: number;
  /** Stops, on a subsample, once a step is this short beside theta. */
  readonly stepTolerance: number;
  readonly maxSteps: number;
  /** Whether the fit ends here, so that its outcome must be certain. */
  readonly last: boolean;
  readonly onStep: OnStep | undefined;
}

interface Ascent {
  readonly status: 'ok' | 'separable' | 'degenerate' | 'not-converged';
  readonly theta: Float64Array;
  /** Bound on the mean gradient's length. */
  readonly gradient: number;
  readonly passes: number;
}

function ascend(sample: Sample, start: Float64Array, goal: Goal): Ascent {
  const { ridge, third } = goal.likelihood;
  let theta = start;
  let sums = sumsAt(goal, theta);
  let passes = 1;
  let tested = false;
  const ended = (status: Ascent['status'], gradient = Number.NaN): Ascent => ({
    status,
    theta,
    gradient,
    passes,
  });
  for (let iteration = 0; iteration < goal.maxSteps; iteration++) {
    goal.onStep?.(stepOf(goal, theta, sums));
    const rootMeanSquare = Math.sqrt(sums.second / sample.d);
    const tolerance = Math.max(TOLERANCE * Math.min(1, rootMeanSquare), ROUNDING * rootMeanSquare);
    const step = newtonStep(sums, sample.d);
    if (step === null) return ended(goal.last ? unidentified(sample, ridge) : 'not-converged');
    const length = norm(step);
    const exact = norm(sums.gradient) <= ROUNDING * rootMeanSquare;
    const settled = ridge === 0 || exact || length * rootMeanSquare <= SETTLED;
    if (norm(sums.gradient) <= tolerance && goal.last) {
      // A small gradient far out with a long step still to go is the slope towards an estimate at infinity.
      if (settled && length * rootMeanSquare <= SHORT) return ended('ok', norm(sums.gradient));
      if (ridge === 0 && separates(sample, step)) return ended('separable');
    }
    const after = 0.5 * third * Math.sqrt(sums.second * sums.fourth) * length * length;
    const short = length <= goal.stepTolerance * norm(theta);
    if (short || (settled && after <= tolerance)) {
      theta = add(theta, step, 1);
      return ended('ok', after);
    }
    const moved = lineStep(goal, { theta, step, sums });
    theta = moved.theta;
    sums = moved.sums;
    passes += moved.passes;
    const far = ridge === 0 && (norm(theta) * rootMeanSquare > 15 || iteration > 12);
    if (!far) continue;
    if (!goal.last) return ended('not-converged');
    // In d = 2 the answer does not depend on theta.
    if (!(tested && sample.d === 2) && separates(sample, theta)) return ended('separable');
    tested = true;
  }
  return ended('not-converged');
}

/** Gradient and Hessian of the objective, the ridge among it. */
function sumsAt({ likelihood, stride, last }: Goal, theta: Float64Array): LikelihoodSums {
  const { ridge } = likelihood;
  const sums = likelihood.sums(theta, stride, !last);
  if (ridge === 0) return sums;
  for (let j = 0; j < theta.length; j++) {
    sums.gradient[j] -= ridge * theta[j];
    sums.hessian[j * theta.length + j] += ridge;
  }
  return sums;
}

const stepOf = ({ likelihood, stride }: Goal, theta: Float64Array, sums: LikelihoodSums): FitStep => ({
  rows: sums.rows,
  objective: likelihood.loss(theta, stride) + 0.5 * likelihood.ridge * dot(theta, theta),
  gradient: norm(sums.gradient),
  norm: norm(theta),
});

/** The factor of a Hessian whose pivots all stand out from the rounding of its largest element; else null. */
function regularFactor(hessian: Float64Array, d: number): Float64Array | null {
  let largest = 0;
  for (let j = 0; j < d; j++) largest = Math.max(largest, hessian[j * d + j]);
  return cholesky(hessian, d, () => SINGULAR * largest);
}

/** Newton's step, or null where the Hessian is singular to working precision. */
function newtonStep({ gradient, hessian }: LikelihoodSums, d: number): Float64Array | null {
  const factor = regularFactor(hessian, d);
  return factor === null ? null : choleskySolve(factor, gradient, d);
}

/**
 * A singular Hessian. Where it is regular at theta = 0, its weights have vanished far out: `separable`. Otherwise rows do
 * not span the space, and a fit with a slight ridge, which always exists, is the witness of a separation.
 * With a ridge so slight that it does not show beside the rows, the maximum exists and cannot be found.
 */
const unidentified = (sample: Sample, ridge: number): Exclude<Ascent['status'], 'ok'> => {
  const start = logisticSums(sampleLosses(sample), new Float64Array(sample.d), 1);
  const spanning = regularFactor(start.hessian, sample.d) !== null;
  if (ridge > 0) return spanning ? 'not-converged' : 'degenerate';
  if (spanning) return 'separable';
  return separates(sample, witness(sample, 1e-6 * (start.second || 1))) ? 'separable' : 'degenerate';
};

/** Maximiser of the mean logistic log-likelihood less ridge |theta|^2 / 2, to the few digits a witness needs. */
function witness(sample: Sample, ridge: number): Float64Array {
  const { d } = sample;
  const losses = sampleLosses(sample);
  let theta: Float64Array = new Float64Array(d);
  for (let iteration = 0; iteration < MAX_STEPS; iteration++) {
    const sums = logisticSums(losses, theta, 1);
    const gradient = sums.gradient.map((g, j) => g - ridge * theta[j]);
    const hessian = sums.hessian.map((h, k) => (k % (d + 1) === 0 ? h + ridge : h));
    const factor = cholesky(hessian, d);
    if (factor === null) break;
    const step = choleskySolve(factor, gradient, d);
    // Far from the optimum of separable rows the full step overshoots; two units of z . theta at most keep it safe.
    const size = norm(step) * Math.sqrt(sums.second);
    theta = add(theta, step, Math.min(1, 2 / size));
    if (size < 1e-6) break;
  }
  return theta;
}

interface Line {
  readonly theta: Float64Array;
  /** A direction of ascent of the objective. */
  readonly step: Float64Array;
  readonly sums: LikelihoodSums;
}

/** The full step, or a shorter one where the slope at its end is steeper upwards than it was downwards. */
function lineStep(
  goal: Goal,
  { theta, step, sums }: Line,
): { readonly theta: Float64Array; readonly sums: LikelihoodSums; readonly passes: number } {
  const slope = dot(sums.gradient, step);
  let fraction = 1;
  for (let passes = 1; ; passes++) {
    const candidate = add(theta, step, fraction);
    const next = sumsAt(goal, candidate);
    if (dot(next.gradient, step) >= -0.9 * slope || passes === 30)
      return { theta: candidate, sums: next, passes };
    fraction /= 2;
  }
}

const add = (a: Float64Array, b: Float64Array, scale: number): Float64Array =>
  a.map((v, j) => v + scale * b[j]);
