import type { Sample } from '../arena.ts';
import { norm } from '../math/vectors.ts';
import { pluggedBandwidth, rateBandwidth, smoothingBias } from './bandwidth.ts';
import { chartOf, type Normalisation } from './chart.ts';
import { type Fit, type FitCall, failedFit } from './fit.ts';
import { hardScore } from './hard-score.ts';
import { indexScale } from './index-scale.ts';
import { type ScoreKernel, scoreKernel } from './score-kernels.ts';
import type { Smoothed } from './smoothed-climb.ts';
import { type Starts, smoothedStarts } from './smoothed-starts.ts';
import { type Highest, highestSummit } from './smoothed-summit.ts';
import { sandwich } from './tangent-model.ts';

/** Raised when numbers change. */
export const SMOOTHED_SCORE_REVISION = 1;

/** A number: h itself. Else h = c n^(-1/(2r + 1)), c given, the scale of the index (auto), or estimated (plug-in). */
type Bandwidth = number | { readonly constant: number } | 'auto' | 'plug-in';

export interface SmoothedScoreOptions {
  /** r, the order of the kernel. */
  readonly order: ScoreKernel['order'];
  readonly bandwidth: Bandwidth;
  readonly biasCorrection: boolean;
}

/**
 * The smoothed maximum score estimator: the maximiser of mean 2 K(z_i . theta / h) - 1, K' a kernel of order r, over
 * |theta| = 1, or over theta_1 = 1 (`first`), h = c n^(-1/(2r + 1)). Its error falls like n^(-r/(2r + 1)) where the
 * choice probabilities are smooth enough.
 *
 * Newton's method from several starts (smoothed-starts.ts), the highest summit is taken. `auto`: c = s, the root mean square of
 * z . theta at the first start. `plug-in`: c minimises the asymptotic mean squared error
 * tr(Q^-1 D Q^-1) / (n h) + h^(2r) |Q^-1 A|^2, A, D and Q estimated at the maximiser with c = s. `biasCorrection` takes
 * h^r Q^-1 A off the maximiser.
 *
 * Diagnostics: `objective` at the maximum, `bandwidth`, `standardError`, and `summits`, the different maxima
 * found. standardError is from the sandwich Q^-1 D Q^-1 / (n h): the root of its trace over |theta| = 1, in d = 2 the
 * standard error of the angle; under `first` that of b = theta_2. `degenerate` where z has no mean or no summit is a strict maximum,
 * `not-converged` where none was reached, `infeasible` where no start has theta_1 > 0. Steps: `bandwidth`, `objective`, `gradient`.
 *
 * Source: Horowitz (1992), whose S_n is half of this objective plus a constant, and whose x is z here.
 */
export function smoothedScore(
  sample: Sample,
  options: SmoothedScoreOptions,
  normalisation: Normalisation = 'unit',
  { onStep }: FitCall = {},
): Fit {
  const { d, n } = sample;
  const starts = smoothedStarts(sample, normalisation);
  const [first] = starts.directions;
  if (first === undefined) return failedFit(starts.none, d, starts.evaluations);
  const scale = indexScale(sample, first);
  if (!(scale > 0)) return failedFit('degenerate', d, starts.evaluations);
  const problem = { sample, kernel: scoreKernel(options.order), chart: chartOf(normalisation), onStep };
  const { h, passes } = chosenBandwidth({ ...problem, h: 0 }, { options, starts, scale });
  const top = highestSummit({ ...problem, h }, starts);
  const evaluations = starts.evaluations + passes + top.passes;
  const covariance = sandwich(top.model, n);
  if (top.status !== 'ok' || covariance === null) {
    return failedFit(top.status === 'ok' ? 'degenerate' : top.status, d, evaluations, { bandwidth: h });
  }
  const theta = options.biasCorrection ? withoutBias({ ...problem, h }, top, scale) : top.theta;
  const length = norm(theta);
  const direction = theta.map((v) => v / length);
  return {
    status: 'ok',
    direction,
    score: hardScore(sample, direction),
    evaluations: evaluations + (options.biasCorrection ? 2 : 0),
    diagnostics: {
      objective: top.value,
      bandwidth: h,
      standardError: standardError(covariance, normalisation, d),
      summits: top.summits,
    },
  };
}

interface Choice {
  readonly options: SmoothedScoreOptions;
  readonly starts: Starts;
  readonly scale: number;
}

/** h, and the passes that finding it took. */
function chosenBandwidth(
  problem: Smoothed,
  { options: { bandwidth, order }, starts, scale }: Choice,
): { readonly h: number; readonly passes: number } {
  const { n } = problem.sample;
  if (typeof bandwidth === 'number') return { h: bandwidth, passes: 0 };
  if (typeof bandwidth === 'object') return { h: rateBandwidth(bandwidth.constant, n, order), passes: 0 };
  const usual = rateBandwidth(scale, n, order);
  if (bandwidth === 'auto') return { h: usual, passes: 0 };
  const pilot = highestSummit({ ...problem, h: usual }, starts);
  return {
    h: pluggedBandwidth({ ...problem, h: usual }, pilot.theta, scale) ?? usual,
    passes: pilot.passes + 3,
  };
}

/** The maximiser less its asymptotic bias. */
function withoutBias(problem: Smoothed, { theta }: Highest, scale: number): Float64Array {
  const bias = smoothingBias(problem, theta, scale);
  return bias === null ? theta : problem.chart.move(theta, bias, -1);
}

/** Of the angle, the root of the trace; under `first` of theta_2. */
function standardError(covariance: Float64Array, normalisation: Normalisation, d: number): number {
  if (normalisation === 'first') return Math.sqrt(covariance[d + 1]);
  let trace = 0;
  for (let j = 0; j < d; j++) trace += covariance[j * d + j];
  return Math.sqrt(trace);
}
