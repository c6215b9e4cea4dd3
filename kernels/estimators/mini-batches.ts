import { type Sample, sampleIndex } from '../arena.ts';
import { comparisonsLength } from '../comparisons.ts';
import type { LoadedComparisons } from '../losses/contract.ts';
import { sampleLosses } from '../losses/linear-losses.ts';
import type { OwnRandom } from '../random/own-random.ts';

/** The next `size` rows of a sample in random order, copied to where the kernels reach them. */
export interface MiniBatches {
  next(): LoadedComparisons;
  /** Gives the memory of the batch back. */
  dispose(): void;
}

/**
 * Mini-batches of a sample: each pass goes through a fresh random order of its rows, `size` of them at a time; the last of a
 * pass is dropped where fewer are left, so that every batch has min(size, n) rows.
 *
 * A batch lies in memory of its own and is overwritten by the next. The swap of place i in pass p draws the uniform at address
 * (i, p) of the estimator's own randomness.
 */
export function miniBatches(sample: Sample, size: number, random: OwnRandom): MiniBatches {
  const { arena, n, d } = sample;
  const rows = Math.min(size, n);
  const release = arena.mark();
  const z = arena.f64(comparisonsLength(rows, d));
  const losses = sampleLosses({ arena, n: rows, d, blocks: Math.ceil(rows / 8), z, labelsPerUser: 1 });
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  let [pass, at] = [0, n];
  return {
    next() {
      if (at + rows > n) {
        shuffle(order, random, pass++);
        at = 0;
      }
      copyRows(sample, order.subarray(at, at + rows), z);
      at += rows;
      return losses;
    },
    dispose: release,
  };
}

/** Fisher and Yates, in place. */
function shuffle(order: Uint32Array, random: OwnRandom, pass: number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const [u] = random.uniforms(i, pass);
    const other = Math.floor(u * (i + 1));
    [order[i], order[other]] = [order[other], order[i]];
  }
}

function copyRows({ arena, n, d, z }: Sample, order: Uint32Array, into: number): void {
  const from = arena.backend.f64(z, comparisonsLength(n, d));
  const to = arena.backend.f64(into, comparisonsLength(order.length, d));
  for (let i = 0; i < order.length; i++) {
    for (let j = 0; j < d; j++) to[sampleIndex(i, j, d)] = from[sampleIndex(order[i], j, d)];
  }
}
