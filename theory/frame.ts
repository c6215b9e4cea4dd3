import type { Matrix } from '../kernels/populations/population.ts';

/** Where the axes of some moments lie in another space: axis i goes to basis[i]. */
export interface Frame {
  readonly basis: Matrix;
  /** Sum over axes of axis axis'. */
  readonly square: Matrix;
  /** The lengths of the axes where each is a multiple of the axis of its number; null elsewhere. */
  readonly lengths: readonly number[] | null;
  /** The basis, row-major. */
  readonly rows: Float64Array;
}

/** A frame of d axes in d dimensions. */
export function frameOf(basis: Matrix): Frame {
  const d = basis.length;
  const rows = Float64Array.from(basis.flat());
  const isDiagonal = basis.every((row, i) => row.every((value, j) => i === j || value === 0));
  const square = unrolled(product(rows, rows, d), d);
  return { basis, rows, square, lengths: isDiagonal ? basis.map((row, i) => row[i]) : null };
}

/** The sum over axes of by_i axis_i. */
export function combined(basis: Matrix, by: readonly number[]): number[] {
  const sum = new Array<number>(basis[0].length).fill(0);
  basis.forEach((axis, k) => {
    for (let j = 0; j < sum.length; j++) sum[j] += by[k] * axis[j];
  });
  return sum;
}

/** The sum over axes of H_ij axis_i axis_j', H symmetric and row-major with its lower triangle filled; d^2 operations where axes keep their places, 2 d^3 elsewhere. */
export function sandwiched({ basis, rows, lengths }: Frame, triangle: Float64Array): Matrix {
  const d = basis.length;
  const entry = (i: number, j: number): number => (j <= i ? triangle[i * d + j] : triangle[j * d + i]);
  if (lengths !== null) return lengths.map((a, i) => lengths.map((b, j) => a * b * entry(i, j)));
  const full = new Float64Array(d * d);
  for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) full[i * d + j] = entry(i, j);
  return unrolled(product(rows, product(full, rows, d), d), d);
}

/** A'B of row-major d x d matrices. */
function product(a: Float64Array, b: Float64Array, d: number): Float64Array {
  const sum = new Float64Array(d * d);
  for (let k = 0; k < d; k++) {
    for (let i = 0; i < d; i++) {
      const by = a[k * d + i];
      if (by === 0) continue;
      const [to, from] = [i * d, k * d];
      for (let j = 0; j < d; j++) sum[to + j] += by * b[from + j];
    }
  }
  return sum;
}

const unrolled = (rows: Float64Array, d: number): Matrix =>
  Array.from({ length: d }, (_, i) => [...rows.subarray(i * d, (i + 1) * d)]);
