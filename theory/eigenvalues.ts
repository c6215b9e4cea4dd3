import type { Matrix } from '../kernels/populations/population.ts';

/**
 * Eigenvalues of a small symmetric matrix with their unit vectors, by Jacobi's rotations; vectors[i] belongs to values[i].
 * Source: Golub & Van Loan, Matrix Computations, section 8.5.
 */
export function eigenvalues(symmetric: Matrix): {
  readonly values: readonly number[];
  readonly vectors: Matrix;
} {
  const n = symmetric.length;
  const a = symmetric.map((row) => row.slice());
  const vectors = a.map((_, i) => a.map((__, j) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) off += a[p][q] * a[p][q];
    if (off < 1e-32 * a.reduce((sum, row, i) => sum + row[i] * row[i], 1e-300)) break;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(a, vectors, p, q);
  }
  return { values: a.map((row, i) => row[i]), vectors };
}

/** Makes a[p][q] zero. */
function rotate(a: number[][], vectors: number[][], p: number, q: number): void {
  if (a[p][q] === 0) return;
  const ratio = (a[q][q] - a[p][p]) / (2 * a[p][q]);
  const t = (ratio < 0 ? -1 : 1) / (Math.abs(ratio) + Math.sqrt(ratio * ratio + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < a.length; k++) {
    [a[k][p], a[k][q]] = [c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q]];
  }
  for (let k = 0; k < a.length; k++) {
    [a[p][k], a[q][k]] = [c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k]];
    [vectors[p][k], vectors[q][k]] = [
      c * vectors[p][k] - s * vectors[q][k],
      s * vectors[p][k] + c * vectors[q][k],
    ];
  }
}
