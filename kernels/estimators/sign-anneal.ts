import type { Sample } from '../arena.ts';
import { sampleLosses } from '../losses/linear-losses.ts';
import { ownRandom } from '../random/own-random.ts';
import { adamSteps, adaptiveSteps, fixedSteps, type Move, normalised } from './anneal-steps.ts';
import { type Climb, climb, type End, surrogate, tangentGradient } from './climb.ts';
import { type Fit, type FitCall, failedFit } from './fit.ts';
import { gradientNoise } from './gradient-noise.ts';
import { hardScore } from './hard-score.ts';
import { type Lambda, lambdaRange } from './lambda-growth.ts';
import { lambdasOf, type Schedule } from './lambda-schedule.ts';
import { miniBatches } from './mini-batches.ts';
import { searchLosses } from './search-losses.ts';

/** Raised when numbers change. */
export const SIGN_ANNEAL_REVISION = 2;

/** What is the default is absent, so that a record's name does not depend on how a study was written. */
export interface AnnealOptions {
  /** At the first and at the last step, equal where lambda is fixed; or growing with n. */
  readonly lambda: Lambda;
  readonly steps: number;
  /** How lambda goes from one to the other; linear where absent. */
  readonly schedule?: Exclude<Schedule['shape'], 'linear'>;
  /** Of a stepwise schedule; 4 where absent. */
  readonly stages?: number;
  /** Gradient steps where absent. */
  readonly optimiser?: 'adam';
  /** Length of a step; where absent, gradient steps find their own and Adam's first is 0.05. */
  readonly step?: number;
  /** Rows of a mini-batch, with Adam; all where absent. */
  readonly batch?: number;
}

const ANNEAL_STAGES = 4;
const ADAM_STEP = 0.05;

/** The last part of the steps, which is taken in float64 whatever arithmetic searches, and by which a fit is judged. */
const FINISH = 0.1;
/** The gradient left, in units of its sampling error, above which the fit has not arrived. */
const MOST_LEFT = 1;

/**
 * The sign estimator by annealing: gradient steps on mean tanh(lambda z_i . theta / 2) over |theta| = 1 (T2), lambda going
 * from lambda[0] to lambda[1] by the schedule.
 *
 * Starts at the mean of z. Each step goes along the gradient's part in the tangent space and is normalised. Where the sample
 * has losses to search with, they serve all steps but the last tenth; mini-batches are evaluated in float64.
 *
 * A fixed number of steps need not end at a maximum. Diagnostics: `objective`, the surrogate at the last step; `gradient`,
 * the tangent gradient's length there relative to lambda; `left`, that gradient over its sampling error (gradient-noise.ts);
 * `lambda`, the last one, where it grows with n. Above left = 1 the fit has failed: `diverged` where over the last
 * tenth of the steps more than half of the successive gradients oppose, so that the steps overshoot, else `not-converged`.
 * `diverged` also on a non-finite iterate; `degenerate` where z has no mean. After mini-batches the diagnostics are of all rows.
 * Steps: `lambda`, `objective` and `gradient` as in the diagnostics, of the mini-batch where there are any.
 *
 * Source: the annealed surrogate of arXiv 2510.23965, which fixes neither schedule nor step; both are this program's own.
 */
export function signAnneal(sample: Sample, options: AnnealOptions, call: FitCall = {}): Fit {
  const { d } = sample;
  const range = lambdaRange(options.lambda, sample);
  const theta = startOf(sample, options.steps);
  if (theta === null || range === null) return failedFit('degenerate', d, 1);
  const lambdas = lambdasOf(range, options.steps, scheduleOf(options));
  const task = { theta, lambdas, move: moveOf(options, d), onStep: call.onStep };
  const end =
    options.batch === undefined ? fullClimb(sample, task) : batchClimb(sample, task, options.batch, call);
  const lambda = lambdas[lambdas.length - 1];
  const { objective, size, evaluations } = end;
  if (!end.finite) return failedFit('diverged', d, evaluations);
  const left = size === 0 ? 0 : size / gradientNoise(sample, theta, lambda);
  const grown = 'power' in options.lambda ? { lambda } : {};
  const diagnostics = { objective, gradient: size / lambda, left, ...grown };
  if (left > MOST_LEFT) {
    return failedFit(end.overshoots ? 'diverged' : 'not-converged', d, evaluations, diagnostics);
  }
  return { status: 'ok', direction: theta, score: hardScore(sample, theta), evaluations, diagnostics };
}

const scheduleOf = ({ schedule, stages }: AnnealOptions): Schedule => ({
  shape: schedule ?? 'linear',
  stages: stages ?? ANNEAL_STAGES,
});

function moveOf({ optimiser, step, steps }: AnnealOptions, d: number): Move {
  if (optimiser === 'adam') return adamSteps(d, step ?? ADAM_STEP, steps);
  return step === undefined ? adaptiveSteps(d) : fixedSteps(step);
}

/** The direction of the mean of z, which is the surrogate's gradient at 0; null where there is none. */
function startOf(sample: Sample, steps: number): Float64Array | null {
  const losses = steps > 1 ? searchLosses(sample) : sampleLosses(sample);
  const { gradient } = surrogate(losses, new Float64Array(sample.d), 1);
  return normalised(gradient) ? gradient : null;
}

type Task = Omit<Climb, 'lossesAt' | 'judgedFrom'>;

function fullClimb(sample: Sample, task: Task): End {
  const steps = task.lambdas.length;
  const finish = sampleLosses(sample);
  const search = steps > 1 ? searchLosses(sample) : finish;
  const judgedFrom = steps - Math.max(1, Math.ceil(FINISH * steps));
  const end = climb({ ...task, judgedFrom, lossesAt: (t) => (t < judgedFrom ? search : finish) });
  return { ...end, evaluations: end.evaluations + 1 };
}

/** The end is judged on all rows; successive gradients of different rows say nothing of the steps' length. */
function batchClimb(sample: Sample, task: Task, batch: number, { stream }: FitCall): End {
  const { theta, lambdas } = task;
  const batches = miniBatches(sample, batch, ownRandom(stream));
  const end = climb({ ...task, judgedFrom: lambdas.length, lossesAt: () => batches.next() });
  batches.dispose();
  const slope = new Float64Array(theta.length);
  const at = tangentGradient(sampleLosses(sample), theta, lambdas[lambdas.length - 1], slope);
  const share = Math.min(batch, sample.n) / sample.n;
  return { ...end, ...at, overshoots: false, evaluations: end.evaluations * share + 2 };
}
