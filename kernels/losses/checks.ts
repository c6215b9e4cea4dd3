import type { BlockSource } from '../comparisons.ts';

/** Values read from a source at once: 64 KiB of them, and one block at least. */
const VALUES_AT_ONCE = 8192;

/** Reads a source piece by piece; `place` is told of each piece and of the block it begins with. */
export function readBlocks(source: BlockSource, place: (values: Float64Array, first: number) => void): void {
  const { n, d } = source;
  const blocks = Math.ceil(n / 8);
  const atOnce = Math.max(1, Math.floor(VALUES_AT_ONCE / (8 * Math.max(1, d))));
  for (let first = 0; first < blocks; first += atOnce) {
    place(source.blocks(first, Math.min(atOnce, blocks - first)), first);
  }
}

/** Copies all blocks of a source, finite numbers only. */
export function copyBlocks(source: BlockSource, into: Float64Array): void {
  readBlocks(source, (values, first) => {
    checkFinite(values);
    into.set(values, first * 8 * source.d);
  });
}

/** Throws a RangeError unless all values are finite. */
export function checkFinite(values: Float64Array): void {
  // 0 x is NaN for an infinite x or a NaN, and NaN stays in the sum.
  let zero = 0;
  for (let k = 0; k < values.length; k++) zero += 0 * values[k];
  if (zero === 0) return;
  const at = values.findIndex((value) => !Number.isFinite(value));
  throw new RangeError(`load: a feature is ${values[at]}; features are finite numbers`);
}

/** Throws a RangeError unless there are n weights, finite and at least 0. */
export function checkWeights(weights: ArrayLike<number> | undefined, n: number): void {
  if (weights === undefined) return;
  if (weights.length !== n) throw new RangeError(`weights: ${weights.length} are given for ${n} comparisons`);
  for (let i = 0; i < n; i++) {
    if (!(weights[i] >= 0 && weights[i] < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`weights: weight ${i} is ${weights[i]}; weights are finite and at least 0`);
    }
  }
}

/** Throws a RangeError unless each point has d coordinates. */
export function checkPoints(points: readonly ArrayLike<number>[], d: number): void {
  for (const point of points) checkPoint(point, d);
}

export function checkPoint({ length }: ArrayLike<number>, d: number): void {
  if (length !== d) throw new RangeError(`losses: a point has ${length} coordinates, comparisons have ${d}`);
}

/** Throws a RangeError unless there is one point a data set. */
export function checkPairs(sets: readonly unknown[], points: readonly unknown[]): void {
  if (sets.length === points.length) return;
  throw new RangeError(`annealedOfEach: ${points.length} points are given for ${sets.length} data sets`);
}

/** Throws an Error once comparisons are disposed. */
export function checkOpen(open: boolean): void {
  if (!open) throw new Error('losses: these comparisons are disposed');
}
