import { dot, norm } from '../kernels/math/vectors.ts';
import { form, unit } from './linear-algebra.ts';
import { type NormalNode, normalNodes, sigmoidNodes } from './quadrature.ts';
import { omega, signedChoice } from './special-functions.ts';
import { unwhitened, type WhitenedTastes } from './tastes.ts';

/** Steps of the two-dimensional trapezoid rule, halved until two agree. */
const STEPS = [0.25, 0.125, 0.0625, 0.03125, 0.015625];
/** Gaussian tastes need an inner sum at every node: the finer steps would take seconds. */
const GAUSSIAN_STEPS = STEPS.slice(0, 3);
const TOLERANCE = 1e-9;

/**
 * The limit of sd(sqrt(n) * angle) of the logistic MLE in d = 2, Gaussian features (T9b), in radians of Euclidean angle.
 *
 * The sandwich A^-1 B A^-1 across the whitened pseudo-true parameter (t, 0): A = omega(t) and
 * B = 1/2 - omega(t) - E[h(x) tanh(t x_1 / 2) x_2^2] / 2, h(x) = E_u tanh(x . beta_u / 2). Relative error below 1e-8.
 *
 * @param whitened the pseudo-true parameter as seen by features that are N(0, I)
 * @returns null where the quadrature does not settle (points of norm above some 30, Gaussians of sd above some 10)
 */
export function rlhfRootNSd(tastes: WhitenedTastes, whitened: readonly number[]): number | null {
  const t = norm(whitened);
  const along = unit(whitened);
  const product = settledMean(tastes, along, t);
  if (product === null) return null;
  const slope = omega(t);
  const spread = 0.5 - slope - product / 2;
  return (Math.sqrt(spread) / (slope * t)) * unwhitened(tastes.lower, along).stretch;
}

function settledMean(tastes: WhitenedTastes, along: readonly number[], t: number): number | null {
  const gaussian = tastes.components.some(({ covariance }) => covariance !== null);
  let previous = Number.POSITIVE_INFINITY;
  for (const step of gaussian ? GAUSSIAN_STEPS : STEPS) {
    const value = meanProduct(tastes, along, { t, nodes: normalNodes(step) });
    if (Number.isNaN(value)) return null;
    if (Math.abs(value - previous) <= TOLERANCE) return value;
    previous = value;
  }
  return null;
}

/** E[h(x) tanh(t x_1 / 2) x_2^2], x_1 along the parameter. The integrand is even in x, so half the plane is enough. */
function meanProduct(
  { components }: WhitenedTastes,
  [cos, sin]: readonly number[],
  { t, nodes }: { readonly t: number; readonly nodes: readonly NormalNode[] },
): number {
  let sum = 0;
  for (const { z: x1, weight: w1 } of nodes) {
    if (x1 <= 0) continue;
    const own = 2 * w1 * signedChoice(t * x1);
    for (const { z: x2, weight: w2 } of nodes) {
      const x = [cos * x1 - sin * x2, sin * x1 + cos * x2];
      let choice = 0;
      for (const { weight, mean, covariance } of components) {
        const variance = covariance === null ? 0 : form(x, covariance, x);
        choice += weight * meanSignedChoice(dot(x, mean), variance);
      }
      sum += own * w2 * x2 * x2 * choice;
    }
  }
  return sum;
}

/** E tanh((m + v^(1/2) Z) / 2). */
function meanSignedChoice(mean: number, variance: number): number {
  if (variance === 0) return signedChoice(mean);
  const sd = Math.sqrt(variance);
  const nodes = sigmoidNodes(sd);
  if (nodes === null) return Number.NaN;
  let sum = 0;
  for (const { z, weight } of nodes) sum += weight * signedChoice(mean + sd * z);
  return sum;
}
