import { symmetricEigen } from '../math/symmetric-eigen.ts';
import { norm, unit } from '../math/vectors.ts';
import type { GaussianTastes } from './taste-posterior.ts';

/** Unit vectors a, for features that are uncorrelated and of the same spread: a . beta is how much a chooser likes what lies along a. */
export interface TasteDirections {
  /** Of the mean taste. */
  readonly along: Float64Array;
  /** Orthogonal to it, by the spread of a . beta_u, the widest first. */
  readonly across: readonly Float64Array[];
}

/** The direction of the mean taste, and the principal directions of the spread of tastes across it. */
export function tasteDirections({ mean, covariance }: GaussianTastes): TasteDirections | null {
  const d = mean.length;
  if (!(norm(mean) > 0)) return null;
  const along = unit(mean);
  const across = symmetricEigen(projected(covariance, along), d)
    .filter(({ vector }) => Math.abs(vector.reduce((sum, value, j) => sum + value * along[j], 0)) < 0.5)
    .map(({ vector }) => vector);
  return { along, across: across.slice(0, d - 1) };
}

/** P C P with P = I - a a', plus -a a' times the trace, so that a comes last. */
function projected(covariance: Float64Array, a: Float64Array): Float64Array {
  const d = a.length;
  const image = new Float64Array(d);
  for (let j = 0; j < d; j++) for (let k = 0; k < d; k++) image[j] += covariance[j * d + k] * a[k];
  const inner = image.reduce((sum, value, j) => sum + value * a[j], 0);
  let trace = 0;
  for (let j = 0; j < d; j++) trace += covariance[j * d + j];
  return covariance.map((value, i) => {
    const j = Math.floor(i / d);
    const k = i % d;
    return value - image[j] * a[k] - a[j] * image[k] + (inner - trace) * a[j] * a[k];
  });
}
