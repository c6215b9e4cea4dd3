import { dot, norm } from '../kernels/math/vectors.ts';
import type { Matrix, Population, UsersLaw } from '../kernels/populations/population.ts';
import { type Elliptical, elliptical } from './elliptical.ts';
import { gammaPoints } from './gamma-points.ts';
import { solveLowerTransposed, times, transposedTimes, unit } from './linear-algebra.ts';
import { noiseOf } from './noise.ts';

/** A Gaussian piece of the law of tastes; `covariance` null is a point mass. */
export interface TasteComponent {
  readonly weight: number;
  readonly mean: readonly number[];
  readonly covariance: Matrix | null;
}

/** Skewness below this is none to nine digits. */
const NO_SKEW = 1e-9;

/**
 * The law of tastes as a finite mixture of Gaussians, seen through L': each taste is L' beta / scale. Skewed tastes become
 * the points of a quadrature that resolves functions which vary on the scale 1.
 */
export function tasteComponents(
  users: UsersLaw,
  {
    lower,
    scale,
    coarse = false,
    sharpness = 1,
  }: {
    readonly lower: Matrix | null;
    readonly scale: number;
    readonly coarse?: boolean;
    /** How much faster than a logistic choice of noise 1 choices change. */
    readonly sharpness?: number;
  },
): readonly TasteComponent[] {
  const seen = (taste: readonly number[]): number[] =>
    (lower === null ? taste : transposedTimes(lower, taste)).map((value) => value / scale);
  switch (users.law) {
    case 'point':
      return [{ weight: 1, mean: seen(users.mean), covariance: null }];
    case 'gaussian': {
      const spread = lower === null ? users.covariance : congruence(lower, users.covariance);
      const covariance = spread.map((row) => row.map((value) => value / (scale * scale)));
      return [{ weight: 1, mean: seen(users.mean), covariance }];
    }
    case 'mixture':
      return points(users.types.map(seen), users.weights);
    case 'scale':
      return points(
        users.scales.map((size) => seen(users.direction.map((value) => size * value))),
        users.weights,
      );
    case 'gamma': {
      const mean = seen(users.mean);
      const along = seen(unit(users.along).map((value) => users.scale * value));
      if (users.scale === 0) return [{ weight: 1, mean, covariance: null }];
      if (Math.abs(users.skew) < NO_SKEW)
        return [{ weight: 1, mean, covariance: along.map((a) => along.map((b) => a * b)) }];
      return gammaPoints(users.skew, sharpness * norm(along), coarse).map(({ t, weight }) => ({
        weight,
        mean: mean.map((value, j) => value + t * along[j]),
        covariance: null,
      }));
    }
    default:
      return users satisfies never;
  }
}

/** Weights are taken relative to their sum. */
function points(tastes: Matrix, weights: readonly number[]): readonly TasteComponent[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return tastes
    .map((mean, i) => ({ weight: weights[i] / total, mean, covariance: null }))
    .filter(({ weight }) => weight > 0);
}

/** Tastes in units of the noise, as features that are spherically symmetric see them: x . beta = x~ . (L' beta). */
export interface WhitenedTastes {
  /** Lower triangular L. */
  readonly lower: Matrix;
  readonly components: readonly TasteComponent[];
  readonly features: Elliptical;
}

/** Whitens the tastes of a population with elliptical features; null for other features and a singular covariance. */
export function whiten({ users, features, choice }: Population): WhitenedTastes | null {
  const law = elliptical(features);
  if (law === null) return null;
  const { scale } = noiseOf(choice);
  return { lower: law.lower, components: tasteComponents(users, { lower: law.lower, scale }), features: law };
}

/**
 * d = 2: the direction theta = L^-T u of a whitened unit vector u, and the stretch of a small angle on the way,
 * d angle(theta) / d angle(u) = 1 / (det(L) |L^-T u|^2).
 */
export function unwhitened(
  lower: Matrix,
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
