import { cholesky } from '../kernels/math/cholesky.ts';
import { dot } from '../kernels/math/vectors.ts';
import type { FeaturesLaw, Matrix, Population, UsersLaw } from '../kernels/populations/population.ts';
import { powerDeviations } from '../kernels/populations/power-law.ts';
import { identity, solveLowerTransposed, times, transposedTimes, unit } from './linear-algebra.ts';

/** A Gaussian piece of the law of tastes; `covariance` null is a point mass. */
export interface TasteComponent {
  readonly weight: number;
  readonly mean: readonly number[];
  readonly covariance: Matrix | null;
}

/** The law of tastes as a finite mixture of Gaussians; null where it is none. */
export function tasteComponents(users: UsersLaw): readonly TasteComponent[] | null {
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
    case 'gamma':
      return null;
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

/**
 * Whitens the tastes of a population with Gaussian features, or those on the sphere as they are; null for other features,
 * for tastes that are no mixture of Gaussians, and where the covariance is not positive definite.
 */
export function whiten({ users, features }: Population): WhitenedTastes | null {
  const lower = whiteningOf(features);
  const tastes = tasteComponents(users);
  if (lower === null || tastes === null) return null;
  const components = tastes.map(({ weight, mean, covariance: spread }) => ({
    weight,
    mean: transposedTimes(lower, mean),
    covariance: spread === null ? null : congruence(lower, spread),
  }));
  return { lower, components };
}

function whiteningOf(features: FeaturesLaw): Matrix | null {
  switch (features.law) {
    case 'gaussian':
      return features.covariance === null ? identity(features.dimension) : lowerFactor(features.covariance);
    case 'sphere':
      return identity(features.dimension);
    case 'power':
      return diagonal(powerDeviations(features.dimension, features.exponent));
    case 'box':
    case 'student':
    case 'independent':
    case 'file':
      return null;
    default:
      return features satisfies never;
  }
}

const diagonal = (values: readonly number[]): Matrix =>
  values.map((value, i) => values.map((_, j) => (i === j ? value : 0)));

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
