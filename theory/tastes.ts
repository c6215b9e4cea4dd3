import { cholesky } from '../kernels/math/cholesky.ts';
import { dot } from '../kernels/math/vectors.ts';
import type { Matrix, Population, UsersLaw } from '../kernels/populations/population.ts';
import { identity, solveLowerTransposed, times, transposedTimes, unit } from './linear-algebra.ts';

/** A Gaussian piece of the law of tastes; `covariance` null is a point mass. */
export interface TasteComponent {
  readonly weight: number;
  readonly mean: readonly number[];
  readonly covariance: Matrix | null;
}

/** The law of tastes as a finite mixture of Gaussians: every law a study can state is one. */
export function tasteComponents(users: UsersLaw): readonly TasteComponent[] {
  switch (users.law) {
    case 'point':
      return [{ weight: 1, mean: users.mean, covariance: null }];
    case 'gaussian':
      return [{ weight: 1, mean: users.mean, covariance: users.covariance }];
    case 'mixture':
      return pointMasses(users.types, users.weights);
    case 'scale':
      return pointMasses(
        users.scales.map((scale) => users.direction.map((value) => scale * value)),
        users.weights,
      );
    default:
      return users satisfies never;
  }
}

/** Weights are taken relative to their sum. */
function pointMasses(points: Matrix, weights: readonly number[]): readonly TasteComponent[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return points.map((mean, i) => ({ weight: weights[i] / total, mean, covariance: null }));
}

/** Tastes seen by features that are N(0, I): x = L x~ with Sigma = L L', so that x . beta = x~ . (L' beta). */
export interface WhitenedTastes {
  /** Lower triangular L. */
  readonly lower: Matrix;
  readonly components: readonly TasteComponent[];
}

function lowerFactor(covariance: Matrix): Matrix | null {
  const d = covariance.length;
  const factor = cholesky(covariance.flat(), d);
  return factor === null ? null : covariance.map((_, i) => [...factor.subarray(i * d, (i + 1) * d)]);
}

/** Whitens the tastes of a population with Gaussian features; null where the covariance is not positive definite. */
export function whiten({ users, features }: Population): WhitenedTastes | null {
  const covariance = features.law === 'gaussian' ? features.covariance : null;
  const lower = covariance === null ? identity(features.dimension) : lowerFactor(covariance);
  if (lower === null) return null;
  const components = tasteComponents(users).map(({ weight, mean, covariance: spread }) => ({
    weight,
    mean: transposedTimes(lower, mean),
    covariance: spread === null ? null : congruence(lower, spread),
  }));
  return { lower, components };
}

/**
 * d = 2: the direction theta = L^-T u of a whitened unit vector u, and the stretch of a small angle on the way,
 * d angle(theta) / d angle(u) = 1 / (det(L) |L^-T u|^2).
 */
export function unwhitened(
  { lower }: WhitenedTastes,
  u: readonly number[],
): { readonly direction: readonly number[]; readonly stretch: number } {
  const theta = solveLowerTransposed(lower, u);
  return { direction: unit(theta), stretch: 1 / (lower[0][0] * lower[1][1] * dot(theta, theta)) };
}

/** L' S L. */
function congruence(lower: Matrix, spread: Matrix): number[][] {
  const columns = lower.map((_, j) => lower.map((row) => row[j]));
  const products = columns.map((b) => times(spread, b));
  return columns.map((a) => products.map((product) => dot(a, product)));
}
