import type { Sample } from '../arena.ts';

/** Means over the rows visited, v_i = z_i . theta. */
export interface LogisticSums {
  /** Gradient of the log-likelihood: mean sigma(-v) z, length d. */
  readonly gradient: Float64Array;
  /** Minus its Hessian: mean sigma'(v) z z', row-major d x d. */
  readonly hessian: Float64Array;
  /** mean |z|^2. */
  readonly second: number;
  /** mean |z|^4. */
  readonly fourth: number;
}

/** Gradient and Hessian of the logistic log-likelihood over blocks 0, stride, 2 stride, ... of eight rows. */
export function logisticSums(sample: Sample, theta: ArrayLike<number>, stride: number): LogisticSums {
  const { arena, d, blocks, z } = sample;
  const { backend } = arena;
  const release = arena.mark();
  const triangle = (d * (d + 1)) / 2;
  const out = arena.scratch(16 * (d + triangle + 2));
  if (d === 2) backend.logistic2(z, blocks, stride, theta[0], theta[1], out);
  else backend.logistic(z, blocks, stride, d, arena.copy(theta), out);
  const sums = backend.f64(out, d + triangle + 2);
  const rows = rowsVisited(sample, stride);
  const gradient = Float64Array.from(sums.subarray(0, d), (v) => v / rows);
  const hessian = new Float64Array(d * d);
  let at = d;
  for (let j = 0; j < d; j++) {
    for (let k = 0; k <= j; k++) hessian[j * d + k] = hessian[k * d + j] = sums[at++] / rows;
  }
  const result = { gradient, hessian, second: sums[at] / rows, fourth: sums[at + 1] / rows };
  release();
  return result;
}

/** Rows in blocks 0, stride, 2 stride, ...; only the last block can be short. */
export function rowsVisited({ n, blocks }: Sample, stride: number): number {
  const visited = Math.ceil(blocks / stride);
  const lastIsVisited = (blocks - 1) % stride === 0;
  return visited * 8 - (lastIsVisited ? blocks * 8 - n : 0);
}
