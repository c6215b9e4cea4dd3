import { choleskySolve } from './cholesky.ts';

/**
 * The sandwich A^-1 B A^-1 of symmetric matrices, row-major d x d.
 *
 * @param factor Cholesky's factor of A.
 */
export function sandwichProduct(factor: Float64Array, b: Float64Array, d: number): Float64Array {
  // A^-1 of the columns of B, then of the rows of what that gives.
  return columnsSolved(factor, transposed(columnsSolved(factor, b, d), d), d);
}

/** Column k of the result is A^-1 of column k. */
function columnsSolved(factor: Float64Array, b: Float64Array, d: number): Float64Array {
  const out = new Float64Array(d * d);
  for (let k = 0; k < d; k++) {
    const column = Float64Array.from({ length: d }, (_, j) => b[j * d + k]);
    const solved = choleskySolve(factor, column, d);
    for (let j = 0; j < d; j++) out[j * d + k] = solved[j];
  }
  return out;
}

const transposed = (a: Float64Array, d: number): Float64Array =>
  Float64Array.from(a, (_, i) => a[(i % d) * d + Math.floor(i / d)]);
