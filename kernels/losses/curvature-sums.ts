import type { Sample } from '../arena.ts';
import type { LogisticCurvature } from './contract.ts';

/**
 * The sums that a kernel leaves at the address it is given: a gradient, the lower triangle of a Hessian by rows, sum |z|^2 and
 * sum |z|^4, d + d (d + 1) / 2 + 2 of them, over blocks 0, stride, 2 stride, ... of rows. There is room for twice as many.
 */
export function curvatureSums(
  sample: Sample,
  stride: number,
  kernel: (out: number) => void,
): LogisticCurvature {
  const { arena, d } = sample;
  const release = arena.mark();
  const size = d + (d * (d + 1)) / 2 + 2;
  const out = arena.scratch(16 * size);
  kernel(out);
  const sums = arena.backend.f64(out, size);
  const hessian = new Float64Array(d * d);
  let at = d;
  for (let j = 0; j < d; j++) {
    for (let k = 0; k <= j; k++) hessian[j * d + k] = hessian[k * d + j] = sums[at++];
  }
  release();
  return {
    rows: rowsVisited(sample, stride),
    gradient: sums.slice(0, d),
    hessian,
    second: sums[at],
    fourth: sums[at + 1],
  };
}

/** Rows in blocks 0, stride, 2 stride, ... of eight; only the last block can be short. */
function rowsVisited({ n, blocks }: Sample, stride: number): number {
  if (n === 0) return 0;
  const visited = Math.ceil(blocks / stride);
  const lastIsVisited = (blocks - 1) % stride === 0;
  return visited * 8 - (lastIsVisited ? blocks * 8 - n : 0);
}
