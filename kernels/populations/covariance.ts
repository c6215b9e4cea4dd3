import { cholesky } from '../math/cholesky.ts';
import type { Matrix } from './population.ts';

/**
 * Lower factor L of a covariance, row-major, L L' = Sigma.
 * A zero row and column (a coordinate that does not vary) is allowed. Throws where Sigma is not positive semidefinite.
 */
export function choleskyFactor(covariance: Matrix): Float64Array {
  const d = covariance.length;
  const varying = covariance.flatMap((row, j) => (row.every((v) => v === 0) ? [] : [j]));
  const packed = varying.flatMap((i) => varying.map((j) => covariance[i][j]));
  const factor = varying.length === 0 ? new Float64Array(0) : cholesky(packed, varying.length);
  if (factor === null) throw new RangeError('choleskyFactor: the covariance is not positive definite');
  const full = new Float64Array(d * d);
  varying.forEach((row, i) => {
    varying.forEach((column, j) => {
      full[row * d + column] = factor[i * varying.length + j];
    });
  });
  return full;
}
