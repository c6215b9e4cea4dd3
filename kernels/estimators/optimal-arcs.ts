import type { Sample } from '../arena.ts';
import type { Arc } from './arcs.ts';

/** Which directions compete: all of the circle, or the half with a positive first coordinate. */
export type Directions = 'circle' | 'first-positive';

/** The maximum of S(theta) = sum sign(z_i . theta) and where it is attained. */
export interface Optimum {
  readonly best: number;
  readonly arcs: readonly Arc[];
  /** True where the last arc goes on, past the half circle, as the antipode of the first: the two are one. */
  readonly joined: boolean;
  /** True where S is the same for all directions that compete, up to single points. */
  readonly constant: boolean;
}

/**
 * The arcs of directions in the plane on which S(phi) is largest.
 *
 * S is a step function with S(phi + pi) = -S(phi); row i changes it where theta is perpendicular to z_i, at the key
 * z2 sgn(z1) / (|z1| + |z2|), which increases with phi on (0, pi). Rows are counted into about 8 sqrt(n) buckets of
 * that key; only buckets whose bound can reach the optimum are sorted, so the cost is O(n).
 *
 * On the whole circle a key stands for a direction and its antipode, and |S| is maximised. With a positive first
 * coordinate, keys below 0 stand for phi in (0, pi / 2), where S counts, and keys above 0 for phi in (-pi / 2, 0), the
 * antipodes, where -S does; arcs end at key 0, the two directions (0, 1) and (0, -1).
 */
export function optimalArcs(sample: Sample, directions: Directions): Optimum {
  const half = directions === 'first-positive';
  const release = sample.arena.mark();
  const count = countBuckets(sample);
  const opened = half ? openHalf(count) : openCircle(count);
  const keys = sortedKeys(sample, count, opened.open);
  let best = opened.best;
  let arcs: Arc[] = [];

  function visit(value: number, from: number, to: number): void {
    const side = (half ? from < 0 : value > 0) ? 1 : -1;
    // Never -0, which would not survive being stored.
    const size = side * value + 0;
    if (size < best || from === to) return;
    if (size > best) {
      best = size;
      arcs = [];
    }
    const previous = arcs.at(-1);
    if (previous?.to === from && previous.side === side) arcs[arcs.length - 1] = { ...previous, to };
    else arcs.push({ from, to, side });
  }

  let last = -1;
  let rise = 0;
  let fall = 0;
  for (const b of opened.open) {
    let value = opened.starts[b];
    let split = half && 2 * b === count.buckets ? 0 : 2;
    const riseEnd = rise + count.counts[2 * b];
    const fallEnd = fall + count.counts[2 * b + 1];
    while (rise < riseEnd || fall < fallEnd || split === 0) {
      const nextRise = rise < riseEnd ? keys.rises[rise] : 2;
      const key = Math.min(nextRise, fall < fallEnd ? keys.falls[fall] : 2, split);
      visit(value, last, key);
      for (; rise < riseEnd && keys.rises[rise] === key; rise++) value += 2;
      for (; fall < fallEnd && keys.falls[fall] === key; fall++) value -= 2;
      if (key === 0) split = 2;
      last = key;
    }
  }
  visit(opened.end, last, 1);
  release();
  const constant = half ? coversHalf(arcs) : best === 0;
  return { best, arcs, joined: !count.edge && meetAcrossZero(arcs), constant };
}

interface Keys {
  readonly rises: Float64Array;
  readonly falls: Float64Array;
}

interface Counts {
  /** Even, so that key 0 is where bucket `buckets / 2` begins, up to rounding. */
  readonly buckets: number;
  /** Per id: 2 bucket + [z1 > 0], then rows with z1 = 0 and z2 positive, negative, zero. */
  readonly counts: Uint32Array;
  /** Address of the id of each row. */
  readonly ids: number;
  /** S just after phi = 0. */
  readonly start: number;
  /** True where S jumps at phi = 0, so that arcs end there. */
  readonly edge: boolean;
}

function countBuckets({ arena, n, blocks, z }: Sample): Counts {
  const { backend } = arena;
  const buckets = Math.max(8, 8 * Math.ceil(Math.sqrt(n)));
  const size = 2 * buckets + 3;
  const countsAt = arena.u32(size);
  const ids = arena.scratch(32 * blocks);
  backend.sweepBuckets(z, blocks, buckets, countsAt, ids);
  const counts = Uint32Array.from(backend.u32(countsAt, size));
  let start = counts[2 * buckets] - counts[2 * buckets + 1];
  for (let b = 0; b < buckets; b++) start += counts[2 * b + 1] - counts[2 * b];
  return { buckets, counts, ids, start, edge: counts[2 * buckets] !== counts[2 * buckets + 1] };
}

interface Opened {
  /** S on entering each bucket. */
  readonly starts: Int32Array;
  readonly end: number;
  /** A value that is attained. */
  readonly best: number;
  /** Buckets to be sorted, in order: those that can reach `best`, ties included. */
  readonly open: readonly number[];
}

/** S changes by +2 at rows with z1 < 0 and by -2 at rows with z1 > 0, which bounds |S| inside a bucket. */
function openCircle({ buckets, counts, start }: Counts): Opened {
  const { starts, end } = bucketStarts({ buckets, counts, start });
  let best = Math.abs(end);
  for (let b = 0; b < buckets; b++) best = Math.max(best, Math.abs(starts[b]));
  const open: number[] = [];
  for (let b = 0; b < buckets; b++) {
    const rises = counts[2 * b];
    const falls = counts[2 * b + 1];
    if (rises + falls === 0) continue;
    if (starts[b] + 2 * rises >= best || 2 * falls - starts[b] >= best) open.push(b);
  }
  return { starts, end, best, open };
}

/**
 * The same for S below the middle bucket and -S above it. The middle bucket is always open: arcs are split in it, and
 * rounding may put a key just below 0 there. Just before a bucket's edge S lasts for an arc; at phi = 0 it need not.
 */
function openHalf({ buckets, counts, start }: Counts): Opened {
  const { starts, end } = bucketStarts({ buckets, counts, start });
  const middle = buckets / 2;
  let best = Number.NEGATIVE_INFINITY;
  for (let b = 1; b < buckets; b++) best = Math.max(best, b <= middle ? starts[b] : 0 - starts[b]);
  const open: number[] = [];
  for (let b = 0; b < buckets; b++) {
    const bound = b < middle ? starts[b] + 2 * counts[2 * b] : 2 * counts[2 * b + 1] - starts[b];
    const empty = counts[2 * b] + counts[2 * b + 1] === 0;
    if (b === middle || (!empty && bound >= best)) open.push(b);
  }
  return { starts, end, best, open };
}

function bucketStarts({ buckets, counts, start }: Pick<Counts, 'buckets' | 'counts' | 'start'>): {
  readonly starts: Int32Array;
  readonly end: number;
} {
  const starts = new Int32Array(buckets);
  let value = start;
  for (let b = 0; b < buckets; b++) {
    starts[b] = value;
    value += 2 * (counts[2 * b] - counts[2 * b + 1]);
  }
  return { starts, end: value };
}

/** Sorted keys of the rows of open buckets, those that raise S and those that lower it. */
function sortedKeys(
  { arena, z, blocks }: Sample,
  { buckets, counts, ids }: Counts,
  open: readonly number[],
): Keys {
  const { backend } = arena;
  let rises = 0;
  let falls = 0;
  for (const b of open) {
    rises += counts[2 * b];
    falls += counts[2 * b + 1];
  }
  const flags = arena.scratch(2 * buckets + 3);
  const risesAt = arena.scratch(8 * rises);
  const fallsAt = arena.scratch(8 * falls);
  const isOpen = backend.u8(flags, 2 * buckets + 3).fill(0);
  for (const b of open) isOpen[2 * b] = isOpen[2 * b + 1] = 1;
  backend.gatherKeys(z, blocks, ids, flags, risesAt, fallsAt);
  return { rises: backend.f64(risesAt, rises).sort(), falls: backend.f64(fallsAt, falls).sort() };
}

function meetAcrossZero(arcs: readonly Arc[]): boolean {
  const first = arcs[0];
  const last = arcs.at(-1);
  return arcs.length > 1 && first.from === -1 && last?.to === 1 && first.side !== last.side;
}

/** One quarter circle on either side of (1, 0). */
function coversHalf(arcs: readonly Arc[]): boolean {
  const [first, second] = arcs;
  return arcs.length === 2 && first.from === -1 && first.to === 0 && second.from === 0 && second.to === 1;
}
