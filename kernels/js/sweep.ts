import type { Memory } from './draw.ts';

/** Where on the half circle the sign of z . theta changes: z2 sgn(z1) / (|z1| + |z2|), increasing with the angle. */
const boundaryKey = (z1: number, z2: number): number =>
  (z1 < 0 ? -z2 : z2) / (Math.abs(z1) + Math.abs(z2)) + 0;

export function sweepBuckets(
  m: Memory,
  z: number,
  blocks: number,
  buckets: number,
  counts: Uint32Array,
  ids: Uint32Array,
): void {
  for (let row = 0; row < 8 * blocks; row++) {
    const at = z / 8 + (row >> 3) * 16 + (row & 7);
    const id = bucketId(m[at], m[at + 8], buckets);
    ids[row] = id;
    counts[id]++;
  }
}

export function gatherKeys(
  m: Memory,
  z: number,
  ids: Uint32Array,
  flags: Uint8Array,
  even: number,
  odd: number,
): void {
  let nextEven = even / 8;
  let nextOdd = odd / 8;
  for (let row = 0; row < ids.length; row++) {
    if (flags[ids[row]] === 0) continue;
    const at = z / 8 + (row >> 3) * 16 + (row & 7);
    const key = boundaryKey(m[at], m[at + 8]);
    if ((ids[row] & 1) === 1) m[nextOdd++] = key;
    else m[nextEven++] = key;
  }
}

function bucketId(z1: number, z2: number, buckets: number): number {
  if (z1 === 0) return 2 * buckets + (z2 > 0 ? 0 : z2 < 0 ? 1 : 2);
  const bucket = Math.min(Math.trunc((boundaryKey(z1, z2) + 1) * (buckets * 0.5)), buckets - 1);
  return 2 * bucket + (z1 > 0 ? 1 : 0);
}

export function project(
  m: Memory,
  z: number,
  blocks: number,
  d: number,
  first: number,
  second: number,
  out: number,
): void {
  for (let row = 0; row < 8 * blocks; row++) {
    const at = z / 8 + (row >> 3) * 8 * d + (row & 7);
    let sum = 0;
    let other = 0;
    for (let j = 0; j < d; j++) {
      sum += m[at + 8 * j] * m[first / 8 + j];
      other += m[at + 8 * j] * m[second / 8 + j];
    }
    const to = out / 8 + (row >> 3) * 16 + (row & 7);
    m[to] = sum;
    m[to + 8] = other;
  }
}
