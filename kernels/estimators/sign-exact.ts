import type { Sample } from '../arena.ts';
import { atan2 } from '../math/trigonometry.ts';
import { type Fit, failedFit, type OnStep } from './fit.ts';

/** Raised when numbers change. */
export const SIGN_EXACT_REVISION = 1;

/** An optimal arc of directions, between two boundaries given as keys on the half circle; `side` -1: its antipode. */
interface Arc {
  readonly from: number;
  readonly to: number;
  readonly side: 1 | -1;
}

/**
 * The exact maximiser of M_n(theta) = mean sign(z_i . theta) over the unit circle (T1), d = 2.
 *
 * S(phi) = n M_n is a step function with S(phi + pi) = -S(phi); row i changes it where theta is perpendicular to z_i, at
 * the key z2 sgn(z1) / (|z1| + |z2|), which increases with phi on (0, pi). Rows are counted into about 8 sqrt(n)
 * buckets of that key; only buckets whose bound can reach the optimum are sorted, so the cost is O(n).
 *
 * The argmax is a set of arcs. The direction is its length-weighted circular centroid, the integral of theta over all
 * optimal arcs, normalised. Zero rows change nothing; z and -z cancel. `degenerate` where S is 0 everywhere or the
 * integral vanishes. Diagnostics: `arcs`, the number of optimal arcs, and `width`, their total length in radians. One
 * step: `objective`, the maximum of |M_n|, and `centroid`, the integral's length.
 *
 * Source: Manski (1975) for the estimator; the sweep is a rotating line over the dual arrangement.
 */
export function signExact(sample: Sample, onStep?: OnStep): Fit {
  if (sample.d !== 2) throw new RangeError(`signExact: d = ${sample.d}, only d = 2 is possible`);
  const { best, arcs, joined } = optimalArcs(sample);
  const centroid = integrate(arcs);
  const norm = Math.sqrt(centroid.x * centroid.x + centroid.y * centroid.y);
  onStep?.({ objective: best / sample.n, centroid: norm });
  if (best === 0 || !(norm > 1e-12 * centroid.chords)) return failedFit('degenerate', 2, 1);
  return {
    status: 'ok',
    direction: Float64Array.of(centroid.x / norm, centroid.y / norm),
    score: best / sample.n,
    evaluations: 1,
    diagnostics: { arcs: joined ? arcs.length - 1 : arcs.length, width: centroid.width },
  };
}

interface Optimum {
  readonly best: number;
  readonly arcs: readonly Arc[];
  /** True where the last arc goes on, past the half circle, as the antipode of the first: the two are one. */
  readonly joined: boolean;
}

interface Keys {
  readonly rises: Float64Array;
  readonly falls: Float64Array;
}

interface Counts {
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

function optimalArcs(sample: Sample): Optimum {
  const release = sample.arena.mark();
  const count = countBuckets(sample);
  const opened = openBuckets(count);
  const keys = sortedKeys(sample, count, opened.open);
  let best = opened.best;
  let arcs: Arc[] = [];

  function visit(value: number, from: number, to: number): void {
    const size = Math.abs(value);
    if (size < best || from === to) return;
    if (size > best) {
      best = size;
      arcs = [];
    }
    const side = value > 0 ? 1 : -1;
    const previous = arcs.at(-1);
    if (previous?.to === from && previous.side === side) arcs[arcs.length - 1] = { ...previous, to };
    else arcs.push({ from, to, side });
  }

  let last = -1;
  let rise = 0;
  let fall = 0;
  for (const b of opened.open) {
    let value = opened.starts[b];
    const riseEnd = rise + count.counts[2 * b];
    const fallEnd = fall + count.counts[2 * b + 1];
    while (rise < riseEnd || fall < fallEnd) {
      const nextRise = rise < riseEnd ? keys.rises[rise] : 2;
      const key = Math.min(nextRise, fall < fallEnd ? keys.falls[fall] : 2);
      visit(value, last, key);
      for (; rise < riseEnd && keys.rises[rise] === key; rise++) value += 2;
      for (; fall < fallEnd && keys.falls[fall] === key; fall++) value -= 2;
      last = key;
    }
  }
  visit(opened.end, last, 1);
  release();
  return { best, arcs, joined: !count.edge && meetAcrossZero(arcs) };
}

interface Opened {
  /** S on entering each bucket. */
  readonly starts: Int32Array;
  readonly end: number;
  /** A value of |S| that is attained. */
  readonly best: number;
  /** Non-empty buckets in which |S| can reach `best`, ties included, in order. */
  readonly open: readonly number[];
}

/** S changes by +2 at rows with z1 < 0 and by -2 at rows with z1 > 0, which bounds it inside a bucket. */
function openBuckets({ buckets, counts, start }: Counts): Opened {
  const starts = new Int32Array(buckets);
  let value = start;
  let best = Math.abs(start);
  for (let b = 0; b < buckets; b++) {
    starts[b] = value;
    value += 2 * (counts[2 * b] - counts[2 * b + 1]);
    best = Math.max(best, Math.abs(value));
  }
  const open: number[] = [];
  for (let b = 0; b < buckets; b++) {
    const rises = counts[2 * b];
    const falls = counts[2 * b + 1];
    if (rises + falls === 0) continue;
    if (starts[b] + 2 * rises >= best || 2 * falls - starts[b] >= best) open.push(b);
  }
  return { starts, end: value, best, open };
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

interface Integral {
  x: number;
  y: number;
  chords: number;
  width: number;
}

/**
 * Integral of theta over the arcs: an arc from u to v adds |v - u| (u + v) / |u + v|, accurate for arcs of any length
 * below a half turn; from a right angle on the chord turned by -90 degrees is the accurate form of the same vector.
 */
function integrate(arcs: readonly Arc[]): Integral {
  const sum: Integral = { x: 0, y: 0, chords: 0, width: 0 };
  for (const { from, to, side } of arcs) {
    const u = boundary(from);
    const v = boundary(to);
    const dx = v.x - u.x;
    const dy = v.y - u.y;
    const chord = Math.sqrt(dx * dx + dy * dy);
    const cosine = u.x * v.x + u.y * v.y;
    const mx = u.x + v.x;
    const my = u.y + v.y;
    const scale = cosine < 0 ? 1 : chord / Math.sqrt(mx * mx + my * my);
    sum.x += side * scale * (cosine < 0 ? dy : mx);
    sum.y += side * scale * (cosine < 0 ? -dx : my);
    sum.chords += chord;
    sum.width += atan2(u.x * v.y - u.y * v.x, cosine);
  }
  return sum;
}

/** Unit direction on the upper half circle at which a row with this key is perpendicular. */
function boundary(key: number): { readonly x: number; readonly y: number } {
  const y = 1 - Math.abs(key);
  const norm = Math.sqrt(key * key + y * y);
  return { x: -key / norm, y: y / norm };
}
