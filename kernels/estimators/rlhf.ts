import type { Sample } from '../arena.ts';
import type { LoadedComparisons } from '../losses/contract.ts';
import { sampleLosses } from '../losses/linear-losses.ts';
import { cholesky, choleskySolve } from '../math/cholesky.ts';
import { dot, norm } from '../math/vectors.ts';
import { type Fit, type FitCall, type FitStep, failedFit, type OnStep } from './fit.ts';
import { hardScore } from './hard-score.ts';
import { logisticLoss } from './logistic-loss.ts';
import { type LogisticSums, logisticSums } from './logistic-sums.ts';
import { searchLosses } from './search-losses.ts';
import { separates } from './separation.ts';

/** Raised when numbers change. */
export const RLHF_REVISION = 1;

/** Length of the mean loss's gradient at the estimate, for features of any size up to 1000 or so. */
const TOLERANCE = 1e-10;
/** What rounding leaves of the gradient, relative to the root mean square feature. */
const ROUNDING = 1e-13;
/** max |sigma''| = 1 / (6 sqrt 3). */
const THIRD = 0.09622504486493764;
const MAX_STEPS = 60;
/** A pivot this small beside the largest second derivative is rounding. */
const SINGULAR = 1e-14;
/** Where an estimate exists, a gradient at tolerance leaves a step far below this, in units of 1 / feature. */
const SHORT = 1e-3;
/** Newton starts on every 32nd block of rows, goes on with every 4th, and ends on all. */
const STRIDED = [32, 4].map((stride) => ({ stride, stepTolerance: 0.1, maxSteps: 8 }));
/** Where other arithmetic searches, it sees all rows before float64 does. */
const SEARCHED = { stride: 1, stepTolerance: 1e-3, maxSteps: 20 };
/** Blocks a subsample must have: 512 rows, and 64 a feature. */
const MIN_BLOCKS = 64;

/**
 * RLHF's reward model: the logistic maximum likelihood estimate (Bradley-Terry on features; T3), the minimiser of
 * mean log(1 + exp(-z_i . theta)) over R^d, reported as a direction; diagnostic `norm` is |theta|.
 *
 * Newton's method, first on strided subsamples (never a prefix: rows may be ordered), then on all rows, until the
 * gradient is certified: after a step of length r the gradient is at most r^2 mean|z|^3 max|sigma''| / 2, and
 * mean|z|^3 <= sqrt(mean|z|^2 mean|z|^4). A step that overshoots the minimum of its line is shortened.
 * `separable` where a direction classifies all rows rightly (completely or quasi-completely), so that no estimate
 * exists; `degenerate` where rows span less than R^d. `evaluations` counts rows visited over n. Steps: `rows` visited,
 * the mean loss as `objective`, the length of its `gradient`, and |theta| as `norm`, before each step of Newton's.
 */
export function rlhf(sample: Sample, { onStep }: FitCall = {}): Fit {
  const { blocks, d } = sample;
  let theta: Float64Array = new Float64Array(d);
  let evaluations = 0;
  const finish = sampleLosses(sample);
  for (const stage of [...STRIDED, ...(sample.search ? [SEARCHED] : [])]) {
    const { stride } = stage;
    if (stride > 1 && blocks / stride < MIN_BLOCKS * Math.max(1, d / 8)) continue;
    const losses = searchLosses(sample);
    const start = descend(sample, theta, { ...stage, losses, last: false, onStep });
    evaluations += start.passes * (Math.ceil(blocks / stride) / blocks);
    theta = start.status === 'ok' ? start.theta : new Float64Array(d);
  }
  const last = { losses: finish, stride: 1, stepTolerance: 0, maxSteps: MAX_STEPS, last: true, onStep };
  const end = descend(sample, theta, last);
  evaluations += end.passes;
  if (end.status !== 'ok') return failedFit(end.status, d, evaluations);
  const length = norm(end.theta);
  if (!(length > 0)) return failedFit('degenerate', d, evaluations);
  const direction = end.theta.map((v) => v / length);
  const score = hardScore(sample, direction);
  return {
    status: 'ok',
    direction,
    score,
    evaluations,
    diagnostics: { norm: length, gradient: end.gradient },
  };
}

interface Goal {
  readonly losses: LoadedComparisons;
  readonly stride: number;
  /** Stops, on a subsample, once a step is this short beside theta. */
  readonly stepTolerance: number;
  readonly maxSteps: number;
  /** Whether the fit ends here, so that its outcome must be certain. */
  readonly last: boolean;
  readonly onStep: OnStep | undefined;
}

interface Descent {
  readonly status: 'ok' | 'separable' | 'degenerate' | 'not-converged';
  readonly theta: Float64Array;
  /** Bound on the mean gradient's length. */
  readonly gradient: number;
  readonly passes: number;
}

function descend(sample: Sample, start: Float64Array, goal: Goal): Descent {
  let theta = start;
  let sums = logisticSums(goal.losses, theta, goal.stride);
  let passes = 1;
  let tested = false;
  const ended = (status: Descent['status'], gradient = Number.NaN): Descent => ({
    status,
    theta,
    gradient,
    passes,
  });
  for (let iteration = 0; iteration < goal.maxSteps; iteration++) {
    goal.onStep?.(stepOf(sample, theta, goal.stride, sums));
    const rootMeanSquare = Math.sqrt(sums.second / sample.d);
    const tolerance = Math.max(TOLERANCE * Math.min(1, rootMeanSquare), ROUNDING * rootMeanSquare);
    const step = newtonStep(sums, sample.d);
    if (step === null) return ended(goal.last ? unidentified(sample) : 'not-converged');
    const length = norm(step);
    if (norm(sums.gradient) <= tolerance && goal.last) {
      // A small gradient far out with a long step still to go is the slope towards an estimate at infinity.
      if (length * rootMeanSquare <= SHORT) return ended('ok', norm(sums.gradient));
      if (separates(sample, step)) return ended('separable');
    }
    const after = 0.5 * THIRD * Math.sqrt(sums.second * sums.fourth) * length * length;
    const short = length <= goal.stepTolerance * norm(theta);
    if (short || after <= tolerance) {
      theta = add(theta, step, 1);
      return ended('ok', after);
    }
    const moved = lineStep(goal.losses, { theta, step, sums, stride: goal.stride });
    theta = moved.theta;
    sums = moved.sums;
    passes += moved.passes;
    const far = norm(theta) * rootMeanSquare > 15 || iteration > 12;
    if (!far) continue;
    if (!goal.last) return ended('not-converged');
    // In d = 2 the answer does not depend on theta.
    if (!(tested && sample.d === 2) && separates(sample, theta)) return ended('separable');
    tested = true;
  }
  return ended('not-converged');
}

const stepOf = (sample: Sample, theta: Float64Array, stride: number, sums: LogisticSums): FitStep => ({
  rows: sums.rows,
  objective: logisticLoss(sample, theta, stride),
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
function newtonStep({ gradient, hessian }: LogisticSums, d: number): Float64Array | null {
  const factor = regularFactor(hessian, d);
  return factor === null ? null : choleskySolve(factor, gradient, d);
}

/**
 * A singular Hessian. Where it is regular at theta = 0, its weights have vanished far out: `separable`. Otherwise rows do
 * not span the space, and a fit with a slight ridge, which always exists, is the witness of a separation.
 */
const unidentified = (sample: Sample): 'separable' | 'degenerate' => {
  const start = logisticSums(sampleLosses(sample), new Float64Array(sample.d), 1);
  if (regularFactor(start.hessian, sample.d) !== null) return 'separable';
  return separates(sample, ridgeFit(sample, 1e-6 * (start.second || 1))) ? 'separable' : 'degenerate';
};

/** Maximiser of the mean log-likelihood less ridge |theta|^2 / 2, to the few digits a witness needs. */
function ridgeFit(sample: Sample, ridge: number): Float64Array {
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
  /** A direction of ascent of the likelihood. */
  readonly step: Float64Array;
  readonly sums: LogisticSums;
  readonly stride: number;
}

/** The full step, or a shorter one where the slope at its end is steeper upwards than it was downwards. */
function lineStep(
  losses: LoadedComparisons,
  { theta, step, sums, stride }: Line,
): { readonly theta: Float64Array; readonly sums: LogisticSums; readonly passes: number } {
  const slope = dot(sums.gradient, step);
  let fraction = 1;
  for (let passes = 1; ; passes++) {
    const candidate = add(theta, step, fraction);
    const next = logisticSums(losses, candidate, stride);
    if (dot(next.gradient, step) >= -0.9 * slope || passes === 30)
      return { theta: candidate, sums: next, passes };
    fraction /= 2;
  }
}

const add = (a: Float64Array, b: Float64Array, scale: number): Float64Array =>
  a.map((v, j) => v + scale * b[j]);
