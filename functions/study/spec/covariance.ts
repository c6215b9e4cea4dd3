import { cholesky } from '../../../kernels/math/cholesky.ts';
import type { Matrix } from '../../../kernels/populations/population.ts';

/** Opposite entries may differ by rounding; relative to the geometric mean of the two variances. */
const ASYMMETRY = 1e-9;
/** A smaller part of a variance left after regression on the earlier coordinates is rounding. */
const SMALLEST_PIVOT = 1e-12;

/** First pair (i, j), i < j, of opposite entries of a square matrix that differ by more than rounding. */
export function unequalEntries(matrix: Matrix): readonly [number, number] | undefined {
  for (const [i, row] of matrix.entries()) {
    for (let j = i + 1; j < row.length; j++) {
      const scale = Math.sqrt(Math.abs(row[i] * matrix[j][j]));
      if (Math.abs(row[j] - matrix[j][i]) > ASYMMETRY * scale) return [i, j];
    }
  }
  return undefined;
}

/** The mean of a square matrix and its transpose. */
export function symmetrised(matrix: Matrix): Matrix {
  return matrix.map((row, i) => row.map((entry, j) => (entry + matrix[j][i]) / 2));
}

export function isIdentity(matrix: Matrix): boolean {
  return matrix.every((row, i) => row.every((entry, j) => entry === (i === j ? 1 : 0)));
}

/** Whether a symmetric matrix has a Cholesky factor with every pivot above 1e-12 of its variance. */
export const isPositiveDefinite = (matrix: Matrix): boolean =>
  cholesky(matrix.flat(), matrix.length, (variance) => SMALLEST_PIVOT * variance) !== null;
