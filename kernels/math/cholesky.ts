/**
 * Lower triangular L (row-major d x d) with A = L L', or null where A is not positive definite: a pivot at most
 * `tolerance` times the largest diagonal element. Only the lower triangle of A (row-major) is read.
 */
export function cholesky(a: ArrayLike<number>, d: number, tolerance = 1e-14): Float64Array | null {
  const l = new Float64Array(d * d);
  let largest = 0;
  for (let j = 0; j < d; j++) largest = Math.max(largest, a[j * d + j]);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * d + j];
      for (let k = 0; k < j; k++) sum -= l[i * d + k] * l[j * d + k];
      if (i !== j) l[i * d + j] = sum / l[j * d + j];
      else if (!(sum > tolerance * largest)) return null;
      else l[i * d + i] = Math.sqrt(sum);
    }
  }
  return l;
}

/** Solves L L' x = b. */
export function choleskySolve(l: Float64Array, b: ArrayLike<number>, d: number): Float64Array {
  const x = Float64Array.from(b);
  for (let i = 0; i < d; i++) {
    for (let k = 0; k < i; k++) x[i] -= l[i * d + k] * x[k];
    x[i] /= l[i * d + i];
  }
  for (let i = d - 1; i >= 0; i--) {
    for (let k = i + 1; k < d; k++) x[i] -= l[k * d + i] * x[k];
    x[i] /= l[i * d + i];
  }
  return x;
}
