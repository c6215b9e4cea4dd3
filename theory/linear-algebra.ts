import { cholesky } from '../kernels/math/cholesky.ts';
import { dot, norm } from '../kernels/math/vectors.ts';
import type { Matrix } from '../kernels/populations/population.ts';

/** a / |a|; NaN in every coordinate for the zero vector. */
export function unit(a: readonly number[]): number[] {
  const length = norm(a);
  return a.map((value) => value / length);
}

/** The matrix times the vector. */
export const times = (matrix: Matrix, vector: readonly number[]): number[] =>
  matrix.map((row) => dot(row, vector));

/** The transpose of the matrix times the vector. */
export const transposedTimes = (matrix: Matrix, vector: readonly number[]): number[] =>
  matrix.map((_, j) => matrix.reduce((sum, row, i) => sum + row[j] * vector[i], 0));

export const identity = (d: number): number[][] =>
  Array.from({ length: d }, (_, i) => Array.from({ length: d }, (_, j) => (i === j ? 1 : 0)));

/** a' M b. */
export const form = (a: readonly number[], matrix: Matrix, b: readonly number[]): number =>
  dot(a, times(matrix, b));

/** Solves L' x = y for a lower triangular L, row by row of L: its columns lie far apart in memory. */
export function solveLowerTransposed(lower: Matrix, y: readonly number[]): number[] {
  const x = y.slice();
  for (let i = y.length - 1; i >= 0; i--) {
    const row = lower[i];
    x[i] /= row[i];
    for (let k = 0; k < i; k++) x[k] -= row[k] * x[i];
  }
  return x;
}

/** Lower triangular L with L L' = the matrix; null where it is not positive definite. */
export function lowerFactor(matrix: Matrix): Matrix | null {
  const d = matrix.length;
  const factor = cholesky(matrix.flat(), d);
  return factor === null ? null : matrix.map((_, i) => [...factor.subarray(i * d, (i + 1) * d)]);
}

/** Solves L x = y for a lower triangular L. */
export function solveLower(lower: Matrix, y: readonly number[]): number[] {
  const x = y.slice();
  for (let i = 0; i < y.length; i++) {
    for (let k = 0; k < i; k++) x[i] -= lower[i][k] * x[k];
    x[i] /= lower[i][i];
  }
  return x;
}
