import type { Matrix } from '../kernels/populations/population.ts';

export const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * b[i], 0);

export const norm = (a: readonly number[]): number => Math.sqrt(dot(a, a));

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

/** The lower triangular L with L L' = matrix; null where the matrix is not positive definite. */
export function cholesky(matrix: Matrix): number[][] | null {
  const d = matrix.length;
  const lower = matrix.map(() => new Array<number>(d).fill(0));
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i][j];
      for (let k = 0; k < j; k++) rest -= lower[i][k] * lower[j][k];
      if (i === j && !(rest > 0)) return null;
      lower[i][j] = i === j ? Math.sqrt(rest) : rest / lower[j][j];
    }
  }
  return lower;
}

/** Solves L' x = y for a lower triangular L. */
export function solveLowerTransposed(lower: Matrix, y: readonly number[]): number[] {
  const x = y.slice();
  for (let i = y.length - 1; i >= 0; i--) {
    for (let k = i + 1; k < y.length; k++) x[i] -= lower[k][i] * x[k];
    x[i] /= lower[i][i];
  }
  return x;
}
