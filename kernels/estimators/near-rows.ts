import { type Sample, sampleIndex } from '../arena.ts';
import { comparisonsLength } from '../comparisons.ts';

/** Above this share of the rows a copy of them costs more than it saves. */
const MOST = 0.2;

/** Whether so few rows lie within a distance of the boundary z . theta = 0 that a copy of them is worth while. */
export function fewAreNear(sample: Sample, theta: ArrayLike<number>, distance: number): boolean {
  return numbersNear(sample, theta, distance).length <= MOST * sample.n;
}

/** Root mean square of z . change over the rows of a sample. */
export function meanShift(sample: Sample, change: ArrayLike<number>): number {
  let square = 0;
  products(sample, change, (values) => {
    for (let i = 0; i < values.length; i++) square += values[i] * values[i];
  });
  return Math.sqrt(square / sample.n);
}

/** A copy, in the sample's arena, of its rows with |z . theta| <= distance, in their order. */
export function nearRows(sample: Sample, theta: ArrayLike<number>, distance: number): Sample {
  const { arena, n, d, z } = sample;
  const near = numbersNear(sample, theta, distance);
  const blocks = Math.ceil(near.length / 8);
  const to = arena.f64(comparisonsLength(near.length, d));
  const all = arena.backend.f64(z, comparisonsLength(n, d));
  const copy = arena.backend.f64(to, comparisonsLength(near.length, d));
  for (let k = 0; k < near.length; k++) {
    const from = sampleIndex(near[k], 0, d);
    const at = sampleIndex(k, 0, d);
    for (let j = 0; j < 8 * d; j += 8) copy[at + j] = all[from + j];
  }
  return { arena, n: near.length, d, blocks, z: to, labelsPerUser: 1 };
}

function numbersNear(sample: Sample, theta: ArrayLike<number>, distance: number): Int32Array {
  const near = new Int32Array(sample.n);
  let size = 0;
  products(sample, theta, (values) => {
    for (let i = 0; i < values.length; i++) if (Math.abs(values[i]) <= distance) near[size++] = i;
  });
  return near.subarray(0, size);
}

/** Lets `read` see z . theta of all rows. */
function products(
  { arena, n, d, blocks, z }: Sample,
  theta: ArrayLike<number>,
  read: (values: Float64Array) => void,
): void {
  const release = arena.mark();
  const address = arena.copy(theta);
  const t = arena.scratch(64 * blocks);
  arena.backend.dotFixed(t, z, blocks, d, address);
  read(arena.backend.f64(t, n));
  release();
}
