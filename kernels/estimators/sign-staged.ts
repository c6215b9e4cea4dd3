import type { Sample } from '../arena.ts';
import { sampleLosses } from '../losses/linear-losses.ts';
import { type Fit, type FitCall, type FitStatus, failedFit } from './fit.ts';
import { hardScore } from './hard-score.ts';
import { type RowShape, rowShape } from './row-shape.ts';
import { surrogateSum } from './sphere-objective.ts';
import { type Climb, climbs, type Summit } from './staged-climb.ts';
import { finished } from './staged-finish.ts';
import { bestRowDirection, meanDirection } from './start-direction.ts';
import { thinnedSample } from './thinned-sample.ts';

/** Raised when numbers change. */
export const SIGN_STAGED_REVISION = 1;

export interface StagedOptions {
  /** Temperatures of the stages, positive and increasing; the objective is the surrogate at the last. */
  readonly lambda: readonly number[];
}

/** Slopes at which a stage ends, on all rows and on some, whose own sampling error is larger than what more would gain. */
const ROUGHLY = 1e-3;
const MORE_ROUGHLY = 1e-2;
/** Climbs begin on a row of 32 or of 8 where those are enough: 1,024, and 64 a feature. */
const STRIDES = [32, 8] as const;
const ENOUGH_ROWS = 1024;
const ENOUGH_ROWS_A_FEATURE = 64;
/** The climb from RLHF is higher by more than rounding, or not at all. */
const HIGHER = 1e-12;

/**
 * The sign estimator by stages: a maximum of mean tanh(lambda z_i . theta / 2) over |theta| = 1 (T2) at the last lambda,
 * found by L-BFGS from the mean of z through maxima at the lambdas before, or from the direction of RLHF at the last
 * lambda alone: the higher of the two, and the first where they are as high to 1e-12.
 *
 * On many rows both climb on some of them first, spread over the sample, and on all rows from what was found there; climbs
 * that have met go on as one. What L-BFGS learns of the curvature goes on from stage to stage. Its first metric is the
 * shape of the rows, so that columns of different scale do no harm.
 *
 * An evaluation of all rows in float64 certifies the estimate: diagnostics `objective`, the value there, and `gradient`,
 * the tangent gradient's length over lambda; that length is at most 1e-8 min(1, lambda |z| / sqrt(d)) with |z| of the
 * median row, else the fit is `not-converged`. `rlhfStart` is 1 where the climb from RLHF won, else 0. `degenerate` where
 * neither the mean of z nor a row is a direction that the surrogate tells from its opposite; `diverged` on a value that is
 * not finite. `evaluations` counts the rows of every evaluation over n. The unit of lambda is 1 / feature.
 * Steps: `lambda`, `rows`, and `objective` and `gradient` as in the diagnostics.
 *
 * Source: the annealed surrogate of arXiv 2510.23965; Nocedal & Wright, Numerical Optimization (2006), chapter 7.
 */
export function signStaged(sample: Sample, options: StagedOptions, call: FitCall = {}): Fit {
  const release = sample.arena.mark();
  const fit = fitted(sample, options, call);
  release();
  return fit;
}

function fitted(sample: Sample, { lambda }: StagedOptions, { onStep }: FitCall): Fit {
  const last = lambda[lambda.length - 1];
  const shape = rowShape(sample);
  const levels = thinned(sample);
  const few = levels[0] ?? sample;
  const losses = sampleLosses(few);
  const start = meanDirection(losses, shape.medianLength) ?? bestRowDirection(sample, last);
  if (start === null) return failedFit('degenerate', sample.d, few.n / sample.n);
  const climbing = climbs(shape, onStep);
  const scaleAt = (temperature: number): number => steepest(shape, temperature, sample.d);
  const staged = climbing.from(start);
  const roughly = few === sample ? ROUGHLY : MORE_ROUGHLY;
  for (const temperature of lambda.slice(0, -1)) {
    const enough = roughly * scaleAt(temperature);
    staged.go({ sum: surrogateSum(losses, temperature), lambda: temperature, enough });
  }
  const other = climbing.from(climbing.rlhfDirection(losses));
  const met =
    levels.length > 0 &&
    meet(staged, other, { part: levels[levels.length - 1], last, enough: ROUGHLY * scaleAt(last) });
  const course = { sample, few, lambda: last, scale: scaleAt(last), visited: climbing.visited };
  const first = finished(staged, course);
  const second = met ? undefined : finished(other, course, first);
  const evaluations = (few.n + climbing.visited()) / sample.n;
  return fitOf(sample, { first, second, last, evaluations });
}

/** Whether both climbs end at one maximum of the last surrogate on some of the rows. */
function meet(staged: Climb, other: Climb, { part, last, enough }: Meeting): boolean {
  const stage = { sum: surrogateSum(sampleLosses(part), last), lambda: last, enough };
  return other.go({ ...stage, other: staged.go(stage) }).met;
}

interface Meeting {
  readonly part: Sample;
  readonly last: number;
  readonly enough: number;
}

/** What slopes of the surrogate are measured by: 1, or less where features are so small that it is nearly linear. */
const steepest = ({ medianLength }: RowShape, lambda: number, d: number): number =>
  Math.min(1, (lambda * medianLength) / Math.sqrt(d));

/** Parts of the rows, larger and larger; none where there are few rows. */
function thinned(sample: Sample): readonly Sample[] {
  const enough = Math.max(ENOUGH_ROWS, ENOUGH_ROWS_A_FEATURE * sample.d);
  return STRIDES.filter((by) => sample.n >= by * enough).map((by) => thinnedSample(sample, by));
}

interface Found {
  readonly first: Summit;
  readonly second: Summit | undefined;
  readonly last: number;
  readonly evaluations: number;
}

function fitOf(sample: Sample, { first, second, last, evaluations }: Found): Fit {
  const other = second !== undefined && second.status === 'reached' && !second.met ? second : undefined;
  const rlhfWins = other !== undefined && (first.status !== 'reached' || other.value > first.value + HIGHER);
  const { status, direction, value, slope } = rlhfWins ? other : first;
  const diagnostics = { objective: value, gradient: slope / last, rlhfStart: rlhfWins ? 1 : 0 };
  if (status !== 'reached') return failedFit(failure(status), sample.d, evaluations, diagnostics);
  return { status: 'ok', direction, score: hardScore(sample, direction), evaluations, diagnostics };
}

const failure = (status: Exclude<Summit['status'], 'reached'>): Exclude<FitStatus, 'ok'> =>
  status === 'diverged' ? 'diverged' : 'not-converged';
