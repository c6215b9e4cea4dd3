import { norm } from '../kernels/math/vectors.ts';
import { angle } from '../kernels/metrics/angle.ts';
import { disagreement } from '../kernels/metrics/disagreement.ts';
import { signedAngle } from '../kernels/metrics/signed-angle.ts';
import { meanTaste } from '../kernels/populations/mean-taste.ts';
import type { Population } from '../kernels/populations/population.ts';
import { solveLowerTransposed, unit } from './linear-algebra.ts';
import { meanOmegaTaste } from './omega-taste.ts';
import { rlhfRootNSd } from './rlhf-noise.ts';
import { kPrime, omega } from './special-functions.ts';
import { whiten } from './tastes.ts';

/** Where the logistic maximum likelihood estimate goes as n grows, and its noise on the way. */
export interface RlhfLimit {
  readonly direction: readonly number[];
  /** Euclidean length of the pseudo-true parameter. */
  readonly norm: number;
  /** Angle from the mean taste: counter-clockwise positive in d = 2, unsigned otherwise; radians. */
  readonly bias: number;
  /** P(sign(x . theta) != sign(x . beta_bar)) at the limit (T5). */
  readonly disagreement: number;
  /** Limit of the standard deviation of sqrt(n) times the angle, radians; null in d > 2, on panels and where it is not known. */
  readonly rootNSd: number | null;
}

/**
 * The pseudo-true parameter of the logistic MLE for Gaussian features (T9): theta prop. to E[omega(|beta|_S) beta], its
 * Sigma-norm t the root of t omega(t) = |E[omega(|beta|_S) beta]|_S. Direction and norm exact to 1e-11.
 *
 * @returns null where it is not known: other features, another choice than logit, a singular covariance, a mean taste of zero, tastes of norm beyond 1e5
 */
export function rlhfLimit(population: Population): RlhfLimit | null {
  const { features, choice, users } = population;
  if (choice !== 'logit' || (features.law !== 'gaussian' && features.law !== 'power')) return null;
  const tastes = whiten(population);
  const target = meanTaste(population.users);
  if (tastes === null || !(norm(target) > 0)) return null;
  const pull = meanOmegaTaste(tastes.components);
  if (pull === null || !(norm(pull) > 0)) return null;
  const length = inverseK(norm(pull));
  if (length === null) return null;
  const whitened = unit(pull).map((value) => length * value);
  const parameter = solveLowerTransposed(tastes.lower, whitened);
  const planar = features.dimension === 2;
  return {
    direction: unit(parameter),
    norm: norm(parameter),
    bias: planar ? signedAngle(parameter, target) : angle(parameter, target),
    disagreement: disagreement(features, parameter, target),
    rootNSd: planar && users.panel === undefined ? rlhfRootNSd(tastes, whitened) : null,
  };
}

/**
 * The t >= 0 with t omega(t) = value, for value in (0, 1/sqrt(2 pi)), by Newton steps: k rises and is concave, so a step
 * from the left never passes the root. Null where rounding hides the root: beyond t = 1e5 or so k is flat.
 */
function inverseK(value: number): number | null {
  let t = 0;
  for (let step = 0; step < 200 && t < FLAT; step++) {
    const next = t + (value - t * omega(t)) / kPrime(t);
    if (!(next > t * (1 + 1e-15))) return t;
    t = next;
  }
  return null;
}

/** Here k is within 1e-10 of its limit, so that an error of 1e-14 in k is one of 1e-4 in t. */
const FLAT = 1e5;
