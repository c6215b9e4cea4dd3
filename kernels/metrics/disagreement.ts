import { atan2, PI } from '../math/trigonometry.ts';
import type { FeaturesLaw, Matrix } from '../populations/population.ts';
import { angle } from './angle.ts';

/**
 * The share of comparisons on which two directions predict different choices, P_x(sign(x.a) != sign(x.b)).
 *
 * Exact for elliptical x with covariance S: the angle between a and b in the inner product a'Sb, divided by pi (T5);
 * angle(a, b) / pi for isotropic x and for x uniform on the sphere. The angle is taken as
 * 2 atan2(|u - v|_S, |u + v|_S) of the S-normalised vectors, which is accurate also for nearly equal directions.
 * a, b: vectors of length d = features.dimension. Result in [0, 1].
 * Throws RangeError when a length is not d, or when a direction has no variance under S.
 */
export function disagreement(features: FeaturesLaw, a: ArrayLike<number>, b: ArrayLike<number>): number {
  const d = features.dimension;
  if (a.length !== d || b.length !== d) {
    throw new RangeError(
      `disagreement: directions have ${a.length} and ${b.length} coordinates, features ${d}`,
    );
  }
  switch (features.law) {
    case 'sphere':
      return angle(a, b) / PI;
    case 'gaussian':
      return (features.covariance === null ? angle(a, b) : ellipticalAngle(features.covariance, a, b)) / PI;
    default:
      return features satisfies never;
  }
}

function ellipticalAngle(covariance: Matrix, a: ArrayLike<number>, b: ArrayLike<number>): number {
  const normA = ellipticalNorm(covariance, a);
  const normB = ellipticalNorm(covariance, b);
  if (!(normA > 0 && normB > 0)) {
    throw new RangeError('disagreement: a direction has no variance under the covariance of the features');
  }
  const difference = Float64Array.from(a, (value, j) => value / normA - b[j] / normB);
  const sum = Float64Array.from(a, (value, j) => value / normA + b[j] / normB);
  return 2 * atan2(ellipticalNorm(covariance, difference), ellipticalNorm(covariance, sum));
}

/** sqrt(v'Sv); 0 where rounding makes the form negative. */
function ellipticalNorm(covariance: Matrix, vector: ArrayLike<number>): number {
  let form = 0;
  for (let i = 0; i < vector.length; i++) {
    const row = covariance[i];
    let product = 0;
    for (let j = 0; j < vector.length; j++) product += row[j] * vector[j];
    form += vector[i] * product;
  }
  return Math.sqrt(Math.max(0, form));
}
