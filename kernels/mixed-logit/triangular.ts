/** L^-1 b for lower triangular L, row-major d x d. */
export function lowerSolve(l: Float64Array, b: ArrayLike<number>, d: number): Float64Array {
  const x = Float64Array.from(b);
  for (let i = 0; i < d; i++) {
    for (let k = 0; k < i; k++) x[i] -= l[i * d + k] * x[k];
    x[i] /= l[i * d + i];
  }
  return x;
}

/** L^-T b. */
export function upperSolve(l: Float64Array, b: ArrayLike<number>, d: number): Float64Array {
  const x = Float64Array.from(b);
  for (let i = d - 1; i >= 0; i--) {
    for (let k = i + 1; k < d; k++) x[i] -= l[k * d + i] * x[k];
    x[i] /= l[i * d + i];
  }
  return x;
}

/** L b. */
export function lowerTimes(l: Float64Array, b: ArrayLike<number>, d: number): Float64Array {
  const out = new Float64Array(d);
  for (let i = 0; i < d; i++) for (let k = 0; k <= i; k++) out[i] += l[i * d + k] * b[k];
  return out;
}

/** L' b. */
export function upperTimes(l: Float64Array, b: ArrayLike<number>, d: number): Float64Array {
  const out = new Float64Array(d);
  for (let i = 0; i < d; i++) for (let k = i; k < d; k++) out[i] += l[k * d + i] * b[k];
  return out;
}

/** (L L')^-1, row-major. */
export function inverseOf(l: Float64Array, d: number): Float64Array {
  const inverse = new Float64Array(d * d);
  for (let k = 0; k < d; k++) {
    const column = new Float64Array(d);
    column[k] = 1;
    const solved = upperSolve(l, lowerSolve(l, column, d), d);
    for (let j = 0; j < d; j++) inverse[j * d + k] = solved[j];
  }
  return inverse;
}
