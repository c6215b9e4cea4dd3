/** An eigenvalue of a symmetric matrix and its unit eigenvector. */
export interface EigenPair {
  readonly value: number;
  readonly vector: Float64Array;
}

/** Sweeps over all off-diagonal elements; convergence is quadratic, so that ten suffice. */
const MOST_SWEEPS = 60;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix (row-major d x d), the largest value first, by Jacobi's rotations.
 *
 * The first coordinate of a vector that is largest in size is positive. Source: Golub & Van Loan, Matrix Computations, 8.5.
 */
export function symmetricEigen(matrix: ArrayLike<number>, d: number): readonly EigenPair[] {
  const a = Float64Array.from(matrix);
  const vectors = new Float64Array(d * d);
  for (let j = 0; j < d; j++) vectors[j * d + j] = 1;
  for (let sweep = 0; sweep < MOST_SWEEPS && !isDiagonal(a, d); sweep++) {
    for (let p = 0; p < d; p++) for (let q = p + 1; q < d; q++) rotate({ a, vectors, d }, p, q);
  }
  const pairs = Array.from({ length: d }, (_, k) => ({
    value: a[k * d + k],
    vector: pointed(Float64Array.from({ length: d }, (_, j) => vectors[j * d + k])),
  }));
  return pairs.sort((one, other) => other.value - one.value);
}

function isDiagonal(a: Float64Array, d: number): boolean {
  for (let p = 0; p < d; p++) {
    for (let q = p + 1; q < d; q++) {
      const size = Math.abs(a[p * d + p]) + Math.abs(a[q * d + q]);
      if (Math.abs(a[p * d + q]) > 1e-16 * size) return false;
    }
  }
  return true;
}

interface Rotating {
  readonly a: Float64Array;
  readonly vectors: Float64Array;
  readonly d: number;
}

/** Makes a_pq zero. */
function rotate({ a, vectors, d }: Rotating, p: number, q: number): void {
  const apq = a[p * d + q];
  if (apq === 0) return;
  const tau = (a[q * d + q] - a[p * d + p]) / (2 * apq);
  const t = (tau < 0 ? -1 : 1) / (Math.abs(tau) + Math.sqrt(1 + tau * tau));
  const cos = 1 / Math.sqrt(1 + t * t);
  const sin = t * cos;
  for (let k = 0; k < d; k++) turn(a, k * d + p, k * d + q, cos, sin);
  for (let k = 0; k < d; k++) turn(a, p * d + k, q * d + k, cos, sin);
  for (let k = 0; k < d; k++) turn(vectors, k * d + p, k * d + q, cos, sin);
}

function turn(values: Float64Array, i: number, k: number, cos: number, sin: number): void {
  const one = values[i];
  const other = values[k];
  values[i] = cos * one - sin * other;
  values[k] = sin * one + cos * other;
}

function pointed(vector: Float64Array): Float64Array {
  let largest = 0;
  for (let j = 1; j < vector.length; j++) {
    if (Math.abs(vector[j]) > Math.abs(vector[largest]) * (1 + 1e-9)) largest = j;
  }
  return vector[largest] < 0 ? vector.map((value) => -value) : vector;
}
