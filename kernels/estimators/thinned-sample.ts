import type { Sample } from '../arena.ts';

/**
 * A copy of about 1 / stride of a sample's rows in its arena: of every `stride` blocks of eight rows one, whose place
 * among them is a hash of its number, so that neither a prefix nor a period in the order of rows decides what is taken.
 *
 * The last, incomplete group gives a block too where its place falls inside.
 */
export function thinnedSample({ arena, n, d, blocks, z }: Sample, stride: number): Sample {
  const taken: number[] = [];
  for (let first = 0, k = 0; first < blocks; first += stride, k++) {
    const block = first + (scattered(k) % stride);
    if (block < blocks) taken.push(block);
  }
  const size = 8 * d;
  const to = arena.scratch(8 * size * taken.length);
  const all = arena.backend.f64(z, size * blocks);
  const copy = arena.backend.f64(to, size * taken.length);
  for (const [k, block] of taken.entries())
    copy.set(all.subarray(block * size, (block + 1) * size), k * size);
  const missing = taken[taken.length - 1] === blocks - 1 ? 8 * blocks - n : 0;
  return { arena, n: 8 * taken.length - missing, d, blocks: taken.length, z: to, labelsPerUser: 1 };
}

/** A 32-bit hash: the finaliser of MurmurHash3. */
function scattered(k: number): number {
  let h = k ^ 0x9e3779b9;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
