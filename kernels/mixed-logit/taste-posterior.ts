import { cholesky, choleskySolve } from '../math/cholesky.ts';
import { addSlopes, type ChoicePanel, logLikelihood } from './choice-panel.ts';
import { inverseOf } from './triangular.ts';

/** Tastes are normal: beta_u ~ N(mean, covariance). */
export interface GaussianTastes {
  readonly mean: Float64Array;
  /** Row-major. */
  readonly covariance: Float64Array;
}

export interface TastePrior extends GaussianTastes {
  /** Cholesky's factor of the covariance, and the covariance's inverse. */
  readonly factor: Float64Array;
  readonly precision: Float64Array;
}

/** Null where the covariance is not positive definite. */
export function tastePrior({ mean, covariance }: GaussianTastes): TastePrior | null {
  const factor = cholesky(covariance, mean.length, (diagonal) => 1e-12 * diagonal);
  return factor && { mean, covariance, factor, precision: inverseOf(factor, mean.length) };
}

/** The most likely taste of a chooser, and Cholesky's factor of minus the second derivative of the log posterior there. */
export interface TasteMode {
  readonly mode: Float64Array;
  readonly factor: Float64Array;
}

const MOST_STEPS = 30;

/** Newton's method on the log posterior, which is concave, halving steps that go down. */
export function tasteMode(
  panel: ChoicePanel,
  u: number,
  at: { readonly prior: TastePrior; readonly start: Float64Array },
): TasteMode {
  const { prior } = at;
  const { d } = panel;
  let mode = at.start;
  let value = logPosterior(panel, u, { prior, taste: mode });
  let factor: Float64Array = prior.factor;
  for (let step = 0; step < MOST_STEPS; step++) {
    const { gradient, information } = posteriorSlopes(panel, u, { prior, taste: mode });
    // The prior's precision is positive definite, so that the sum is.
    factor = cholesky(information, d) ?? prior.factor;
    const move = choleskySolve(factor, gradient, d);
    const decrement = gradient.reduce((sum, slope, j) => sum + slope * move[j], 0);
    if (!(decrement > 1e-9)) break;
    for (let scale = 1; scale > 1e-6; scale /= 2) {
      const taste = mode.map((v, j) => v + scale * move[j]);
      const reached = logPosterior(panel, u, { prior, taste });
      if (!(reached > value)) continue;
      mode = taste;
      value = reached;
      break;
    }
  }
  return { mode, factor };
}

interface At {
  readonly prior: TastePrior;
  readonly taste: Float64Array;
}

function posteriorSlopes(panel: ChoicePanel, u: number, { prior, taste }: At) {
  const { d } = panel;
  const into = { gradient: new Float64Array(d), information: Float64Array.from(prior.precision) };
  addSlopes(panel, u, { taste, into });
  for (let j = 0; j < d; j++) {
    for (let k = 0; k < d; k++) into.gradient[j] -= prior.precision[j * d + k] * (taste[k] - prior.mean[k]);
  }
  return into;
}

/** log L(taste) - (taste - mean)' precision (taste - mean) / 2. */
function logPosterior(panel: ChoicePanel, u: number, { prior, taste }: At): number {
  const { d } = panel;
  let square = 0;
  for (let j = 0; j < d; j++) {
    let row = 0;
    for (let k = 0; k < d; k++) row += prior.precision[j * d + k] * (taste[k] - prior.mean[k]);
    square += row * (taste[j] - prior.mean[j]);
  }
  return logLikelihood(panel, u, taste) - square / 2;
}
