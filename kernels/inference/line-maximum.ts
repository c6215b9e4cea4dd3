import type { ChartedRows } from './chart.ts';
import { FAR, type Line, MOST_ROWS } from './ordered-line.ts';

/** constant + linear t + quadratic t^2 / 2, quadratic > 0. */
export interface Parabola {
  readonly constant: number;
  readonly linear: number;
  readonly quadratic: number;
}

interface LineMaximum {
  readonly step: number;
  readonly value: number;
}

/** The most of (1 / n) sum g_i sign(z_i . theta(from + t direction)) less a parabola in t, over t; the least such t. */
export type MaximiseLine = (
  line: Line,
  goal: { readonly weights: Float64Array; readonly parabola: Parabola },
) => LineMaximum;

/** Buckets of a line are this many times sqrt n. */
const BUCKETS = 4;

/**
 * Maximises on lines without sorting all crossings of a line: they are counted into buckets first, and only a bucket whose bound, the level
 * before it and all rises in it, less the least of the parabola there, reaches the best found between buckets is sorted.
 *
 * The memory is shared by all lines. Weights are whole numbers, so that sums do not depend on their order and the result is the same
 * number as that of a sorted sweep.
 */
export function lineMaximiser(rows: ChartedRows): MaximiseLine {
  const { n } = rows;
  if (n > MOST_ROWS) throw new RangeError(`lineMaximiser: ${n} rows, at most ${MOST_ROWS} are possible`);
  const count = Math.max(8, Math.ceil(BUCKETS * Math.sqrt(n)));
  const places = new Float64Array(n);
  const memory: Memory = {
    count,
    places,
    words: new Uint32Array(places.buffer),
    rises: new Float64Array(n),
    bucketOf: new Uint32Array(n),
    buckets: Array.from({ length: 4 }, () => new Float64Array(count)),
  };
  return (line, { weights, parabola }) => {
    const start = countCrossings(rows, { line, weights, memory, scale: scaleOf(parabola, n) });
    return bestOf(memory, { ...start, parabola, n });
  };
}

interface Memory {
  readonly count: number;
  /** Of each crossing: where it is, and by how much the level rises there; and in which bucket. */
  readonly places: Float64Array;
  /** The same memory: a row's number stands in the lowest 24 bits of its place, as where lines are sorted. */
  readonly words: Uint32Array;
  readonly rises: Float64Array;
  readonly bucketOf: Uint32Array;
  /** Of each bucket: its first and its last place, the sum of its rises, and that of those that are positive. */
  readonly buckets: readonly Float64Array[];
}

/** Crossings this far out matter: where the parabola meets noise of the size of n^(-1/3). */
const scaleOf = ({ quadratic }: Parabola, n: number): number => 4 / Math.sqrt(quadratic * Math.sqrt(n));

interface Counting {
  readonly line: Line;
  readonly weights: Float64Array;
  readonly memory: Memory;
  readonly scale: number;
}

function countCrossings(
  { n, dimension, offsets, slopes }: ChartedRows,
  { line: { from, direction }, weights, memory, scale }: Counting,
): { readonly level: number; readonly crossings: number } {
  const { count, places, words, rises, bucketOf } = memory;
  const [first, last, sum, positive] = memory.buckets;
  first.fill(Number.POSITIVE_INFINITY);
  last.fill(Number.NEGATIVE_INFINITY);
  sum.fill(0);
  positive.fill(0);
  let level = 0;
  let crossings = 0;
  const half = count / 2;
  for (let i = 0; i < n; i++) {
    const g = weights[i];
    // A row that was drawn once changes nothing.
    if (g === 0) continue;
    let value = offsets[i];
    let slope = 0;
    for (let k = 0, at = i * dimension; k < dimension; k++, at++) {
      value += from[k] * slopes[at];
      slope += direction[k] * slopes[at];
    }
    const place = -value / slope;
    if (!(Math.abs(place) < FAR)) {
      level += g * Math.sign(value);
      continue;
    }
    const before = slope > 0 ? -1 : 1;
    level += g * before;
    const rise = -2 * g * before;
    places[crossings] = place;
    words[2 * crossings] = ((words[2 * crossings] & 0xff000000) | i) >>> 0;
    const key = places[crossings];
    const b = Math.min(count - 1, (half * (1 + key / (Math.abs(key) + scale))) | 0);
    rises[crossings] = rise;
    bucketOf[crossings] = b;
    crossings++;
    sum[b] += rise;
    if (rise > 0) positive[b] += rise;
    if (key < first[b]) first[b] = key;
    if (key > last[b]) last[b] = key;
  }
  return { level, crossings };
}

interface Counted {
  readonly level: number;
  readonly crossings: number;
  readonly parabola: Parabola;
  readonly n: number;
}

/** Rounding of a bound. */
const SLACK = 1e-12;

function bestOf(memory: Memory, { level: start, crossings, parabola, n }: Counted): LineMaximum {
  const { count, bucketOf } = memory;
  const [first, last, sum, positive] = memory.buckets;
  const { constant, linear, quadratic } = parabola;
  const top = -linear / quadratic;
  let best: LineMaximum = { step: 0, value: Number.NEGATIVE_INFINITY };
  const consider = (level: number, left: number, right: number): void => {
    if (!(left < right)) return;
    const step = Math.min(Math.max(top, left), right);
    const value = level / n - step * (linear + (quadratic * step) / 2);
    if (value > best.value || (value === best.value && step < best.step)) best = { step, value };
  };
  let level = start;
  let left = Number.NEGATIVE_INFINITY;
  for (let b = 0; b < count; b++) {
    if (!(first[b] <= last[b])) continue;
    consider(level, left, first[b]);
    level += sum[b];
    left = last[b];
  }
  consider(level, left, Number.POSITIVE_INFINITY);
  const levels = new Map<number, number>();
  level = start;
  for (let b = 0; b < count; b++) {
    if (!(first[b] <= last[b])) continue;
    const nearest = Math.min(Math.max(top, first[b]), last[b]);
    const bound = (level + positive[b]) / n - nearest * (linear + (quadratic * nearest) / 2);
    if (first[b] < last[b] && bound + SLACK >= best.value) levels.set(b, level);
    level += sum[b];
  }
  const inside = new Map<number, number[]>([...levels.keys()].map((b) => [b, []]));
  for (let c = 0; c < crossings; c++) inside.get(bucketOf[c])?.push(c);
  for (const [b, own] of inside) sweepBucket(memory, own, { level: levels.get(b) ?? 0, consider });
  return { step: best.step, value: best.value - constant };
}

interface Sweep {
  readonly level: number;
  readonly consider: (level: number, left: number, right: number) => void;
}

/** The steps between the crossings of one bucket. */
function sweepBucket({ places, rises }: Memory, own: number[], { level: start, consider }: Sweep): void {
  own.sort((c, other) => places[c] - places[other]);
  let level = start;
  for (let k = 0; k + 1 < own.length; k++) {
    level += rises[own[k]];
    consider(level, places[own[k]], places[own[k + 1]]);
  }
}
