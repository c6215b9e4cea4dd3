import { curvaturePairs } from '../estimators/curvature-pairs.ts';
import type { Objective } from '../estimators/line-ascent.ts';
import { quasiNewton } from '../estimators/quasi-newton.ts';
import { dot, norm } from '../math/vectors.ts';
import { type DenseFit, denseFit, FLOAT32_ROUNDING, type OnEvaluation } from './dense-fit.ts';
import type { DenseSample } from './dense-sample.ts';
import type { DenseShape } from './dense-shape.ts';

const PAIRS = 12;
const MOST_STEPS = 400;
/** A climb that stalls within this many times the tolerance has met the rounding of float32, and has arrived. */
const STALLED = 30;

export interface RlhfOptions {
  /** Of the penalty ridge |theta|^2 / 2 on the mean loss, above 0; in units of a squared feature. */
  readonly ridge: number;
  /** Length of the gradient at the end, relative to the median row; 1e-6 where absent. */
  readonly tolerance?: number;
  /** Where the climb begins; zero where absent. */
  readonly start?: Float64Array;
}

/** A ridge fit with the whole vector, not only its direction. */
export interface RlhfFit extends DenseFit {
  /** Length d; meaningful where status is `ok`. */
  readonly theta: Float64Array;
}

/**
 * RLHF's reward model (T3) with a ridge, on a table of features: the maximum of -mean log(1 + exp(-z . theta)) - ridge |theta|^2 / 2 over R^d,
 * by L-BFGS in the metric of the features' mean squares. `objective` is that maximum.
 *
 * Source: Nocedal & Wright, Numerical Optimization (2006), chapter 7.
 */
export function denseRlhf(
  sample: DenseSample,
  shape: DenseShape,
  options: RlhfOptions,
  onEvaluation?: OnEvaluation,
): RlhfFit {
  const { ridge, tolerance = 1e-6, start = new Float64Array(sample.d) } = options;
  const enough = tolerance * shape.medianLength;
  let evaluations = 0;
  const objective: Objective = (theta) => {
    const [{ sum, gradient }] = sample.logistic([theta]);
    const value = -sum / sample.n - 0.5 * ridge * dot(theta, theta);
    evaluations++;
    onEvaluation?.(evaluations, value);
    return { value, gradient: gradient.map((g, j) => -g / sample.n - ridge * theta[j]) };
  };
  const { status, end } = quasiNewton(objective, start, {
    pairs: curvaturePairs(PAIRS, shape.precondition),
    maxSteps: MOST_STEPS,
    longest: () => Number.POSITIVE_INFINITY,
    reached: ({ gradient }) => norm(gradient) <= enough,
    rounding: FLOAT32_ROUNDING,
  });
  const slope = norm(end.gradient);
  const fit = denseFit({
    status: statusOf(status, slope <= STALLED * enough),
    theta: end.point,
    objective: end.value,
    evaluations,
    diagnostics: { gradient: slope },
  });
  return { ...fit, theta: end.point };
}

/** What an ascent's end says of the fit; `near` where its slope is what rounding leaves. */
export function statusOf(
  status: 'reached' | 'stalled' | 'limit' | 'diverged',
  near: boolean,
): DenseFit['status'] {
  if (status === 'diverged') return 'diverged';
  return status === 'reached' || near ? 'ok' : 'not-converged';
}
