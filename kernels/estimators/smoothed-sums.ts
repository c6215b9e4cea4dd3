import type { Sample } from '../arena.ts';
import { comparisonsLength } from '../comparisons.ts';
import type { ScoreKernel } from './score-kernels.ts';

/** Means over rows of the smoothed score 2 K(v / h) - 1 at v = z . theta, with what Newton's method needs. */
export interface SmoothedSums {
  readonly value: number;
  /** Mean (2 / h) K'(v / h) z, length d. */
  readonly gradient: Float64Array;
  /** Mean (2 / h^2) K''(v / h) z z', row-major d x d. */
  readonly hessian: Float64Array;
  /** Mean ((2 / h) K'(v / h))^2 z z', row-major d x d. */
  readonly squares: Float64Array;
}

/** One pass over the rows, O(n d + m d^2), m those within reach of the boundary; float64, in the order of the rows. */
export function smoothedSums(
  { arena, n, d, z }: Sample,
  theta: ArrayLike<number>,
  h: number,
  kernel: ScoreKernel,
): SmoothedSums {
  const data = arena.backend.f64(z, comparisonsLength(n, d));
  const gradient = new Float64Array(d);
  const hessian = new Float64Array(d * d);
  const squares = new Float64Array(d * d);
  const row = new Float64Array(d);
  const out = new Float64Array(3);
  let value = 0;
  for (let i = 0; i < n; i++) {
    const at = (i >> 3) * 8 * d + (i & 7);
    let v = 0;
    for (let j = 0; j < d; j++) {
      row[j] = data[at + 8 * j];
      v += row[j] * theta[j];
    }
    const t = v / h;
    if (!(Math.abs(t) < kernel.reach)) {
      value += t < 0 ? -1 : 1;
      continue;
    }
    kernel.at(t, out);
    value += out[0];
    const first = out[1] / h;
    const second = out[2] / (h * h);
    for (let j = 0; j < d; j++) {
      const rise = first * row[j];
      gradient[j] += rise;
      for (let k = 0; k <= j; k++) {
        hessian[j * d + k] += second * row[j] * row[k];
        squares[j * d + k] += rise * first * row[k];
      }
    }
  }
  return {
    value: value / n,
    gradient: gradient.map((g) => g / n),
    hessian: mirrored(hessian, d, n),
    squares: mirrored(squares, d, n),
  };
}

/** The lower triangle over n, on both sides. */
function mirrored(lower: Float64Array, d: number, n: number): Float64Array {
  for (let j = 0; j < d; j++) {
    for (let k = 0; k <= j; k++) lower[j * d + k] = lower[k * d + j] = lower[j * d + k] / n;
  }
  return lower;
}
