import { exp } from '../../math/exp.ts';
import { log } from '../../math/log.ts';
import { atan2, PI } from '../../math/trigonometry.ts';
import type { Matrix } from '../../populations/population.ts';
import { angle } from '../angle.ts';
import type { Disagreement } from './evaluator.ts';

/** Isotropic x: the angle over pi. */
export const isotropicDisagreement =
  (target: ArrayLike<number>): Disagreement =>
  (direction) =>
    angle(direction, target) / PI;

/**
 * Elliptical x of covariance S: the angle in the inner product a'Sb over pi (T5), as 2 atan2(|u - v|_S, |u + v|_S) of the
 * S-normalised vectors, which is accurate also for nearly equal directions.
 */
export const ellipticalDisagreement =
  (covariance: Matrix, target: ArrayLike<number>): Disagreement =>
  (direction) =>
    ellipticalAngle(covariance, direction, target) / PI;

/** x ~ N(0, diag(j^-exponent)): T5 with every coordinate in units of its standard deviation. */
export function powerDisagreement(exponent: number, target: ArrayLike<number>): Disagreement {
  const deviations = Float64Array.from(target, (_, j) => exp(-0.5 * exponent * log(j + 1)));
  const scaled = (v: ArrayLike<number>): Float64Array => deviations.map((deviation, j) => deviation * v[j]);
  return isotropicAfter(scaled, target);
}

const isotropicAfter = (
  map: (v: ArrayLike<number>) => Float64Array,
  target: ArrayLike<number>,
): Disagreement => {
  const mapped = map(target);
  return (direction) => angle(map(direction), mapped) / PI;
};

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
