/**
 * Lower triangular L (row-major d x d) with A = L L', or null where A is not positive definite: where a pivot is not
 * above `floor` of its diagonal element. Only the lower triangle of A (row-major) is read.
 */
export function cholesky(
  a: ArrayLike<number>,
  d: number,
  floor: (diagonal: number) => number = () => 0,
): Float64Array | null {
  const l = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * d + j];
      for (let k = 0; k < j; k++) sum -= l[i * d + k] * l[j * d + k];
      if (i !== j) l[i * d + j] = sum / l[j * d + j];
      else if (!(sum > floor(a[i * d + i]))) return null;
      else l[i * d + i] = Math.sqrt(sum);
    }
  }
  return l;
}

/** Solves L L' x = b. */
export function choleskySolve(l: Float64Array, b: ArrayLike<number>, d: number): Float64Array {
  const x = new Float64Array(b);
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
