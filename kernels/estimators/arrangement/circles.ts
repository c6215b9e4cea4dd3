import { type Sample, sampleIndex } from '../../arena.ts';
import { comparisonsLength } from '../../comparisons.ts';
import { type ExactVector, exactCross, exactDot, exactVector } from './exact-vector.ts';

/**
 * The distinct great circles of directions orthogonal to the rows of a sample in R^3, each with its weight: what the score
 * gains on its positive side and loses on the other.
 *
 * Rows on one line are one circle, however long they are; opposite rows cancel, and circles of weight 0 are left out.
 * Normals are turned so that every weight is positive, and scaled by powers of two so that no coordinate exceeds 1.
 */
export interface Circles {
  /** Four places more than `count` in every array, for lines that bound a search and have no weight. */
  readonly count: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly z: Float64Array;
  /** 1 where all coordinates are multiples of 2^-16, so that determinants in float64 are exact. */
  readonly short: Uint8Array;
  readonly weight: Float64Array;
  /** Sum of all weights. */
  readonly total: number;
  /** Integers proportional to a normal. */
  readonly exact: (circle: number) => ExactVector;
}

const SHORT = 65536;

/** |determinant| in float64 of three vectors with coordinates up to 1 is off by less than this: 28 roundings of at most 1. */
const FILTER = 5e-15;

/** A vector that counts as so many rows. */
export interface WeightedRow {
  readonly row: readonly [number, number, number];
  readonly weight: number;
}

/** The circles of a sample, d = 3, and of further rows. */
export function circlesOf({ arena, n, d, z: at }: Sample, further: readonly WeightedRow[] = []): Circles {
  const data = arena.backend.f64(at, comparisonsLength(n, d));
  const merged = openMerger(n + further.length);
  for (let i = 0; i < n; i++) {
    const first = sampleIndex(i, 0, 3);
    merged.add(data[first], data[first + 8], data[first + 16], 1);
  }
  for (const { row, weight } of further) merged.add(row[0], row[1], row[2], weight);
  return merged.circles();
}

/** Puts a line with these coordinates, none above 1, at a place after the circles. */
export function setLine({ x, y, z, short }: Circles, place: number, line: readonly number[]): void {
  x[place] = line[0];
  y[place] = line[1];
  z[place] = line[2];
  short[place] = isShort(line[0], line[1], line[2]);
}

/** The point where two lines meet, turned round where `turn` is -1. */
export interface Vertex {
  /** turn (a x b) of the normals a, b of the two lines, in float64. */
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly a: number;
  readonly b: number;
  readonly turn: 1 | -1;
}

export function vertexOf({ x, y, z }: Circles, [a, b]: readonly [number, number], turn: 1 | -1): Vertex {
  return {
    x: turn * (y[a] * z[b] - z[a] * y[b]),
    y: turn * (z[a] * x[b] - x[a] * z[b]),
    z: turn * (x[a] * y[b] - y[a] * x[b]),
    a,
    b,
    turn,
  };
}

/** On which side of a line a vertex lies: a number with the sign of the determinant, 0 only where it is exactly 0. */
export function side(circles: Circles, line: number, vertex: Vertex): number {
  const { x, y, z, short, exact } = circles;
  const value = x[line] * vertex.x + y[line] * vertex.y + z[line] * vertex.z;
  if (value > FILTER || value < -FILTER) return value;
  const { a, b, turn } = vertex;
  if ((short[line] & short[a] & short[b]) === 1) return value;
  const determinant = exactDot(exact(line), exactCross(exact(a), exact(b)));
  if (determinant === 0n) return 0;
  return determinant > 0n ? turn : -turn;
}

interface Merger {
  add(a: number, b: number, c: number, weight: number): void;
  circles(): Circles;
}

function openMerger(most: number): Merger {
  const size = most + 4;
  const raw = new Float64Array(3 * size);
  const weight = new Float64Array(size);
  const next = new Int32Array(size);
  const heads = new Map<number, number>();
  let count = 0;
  return {
    add(a, b, c, w) {
      if (a === 0 && b === 0 && c === 0) return;
      raw[3 * count] = a;
      raw[3 * count + 1] = b;
      raw[3 * count + 2] = c;
      const key = slopeKey(a, b, c);
      const head = heads.get(key) ?? -1;
      for (let other = head; other >= 0; other = next[other]) {
        const turn = parallel(raw, other, count);
        if (turn === 0) continue;
        weight[other] += turn * w;
        return;
      }
      next[count] = head;
      weight[count] = w;
      heads.set(key, count);
      count++;
    },
    circles: () => finished(raw, weight, count),
  };
}

/** The same number for vectors on one line, whose quotients of coordinates agree to the last digit; seldom for others. */
function slopeKey(a: number, b: number, c: number): number {
  const [u, v, w] = [Math.abs(a), Math.abs(b), Math.abs(c)];
  if (u >= v && u >= w) return b / a + 3.7320508 * (c / a);
  if (v >= w) return c / b + 5.4641016 * (a / b);
  return a / c + 7.1961524 * (b / c);
}

/** 1 where vectors i and j of the list point the same way, -1 where they are opposite, else 0; exactly. */
function parallel(raw: Float64Array, i: number, j: number): -1 | 0 | 1 {
  const [a, b, c] = raw.subarray(3 * i, 3 * i + 3);
  const [e, f, g] = raw.subarray(3 * j, 3 * j + 3);
  if (a === e && b === f && c === g) return 1;
  if (a === -e && b === -f && c === -g) return -1;
  const product = exactCross(exactVector(a, b, c), exactVector(e, f, g));
  if (product.some((component) => component !== 0n)) return 0;
  return Math.sign(a) === Math.sign(e) && Math.sign(b) === Math.sign(f) && Math.sign(c) === Math.sign(g)
    ? 1
    : -1;
}

function finished(raw: Float64Array, weights: Float64Array, candidates: number): Circles {
  const size = candidates + 4;
  const [x, y, z] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  const weight = new Float64Array(size);
  const short = new Uint8Array(size);
  const source = new Int32Array(size);
  let count = 0;
  let total = 0;
  for (let i = 0; i < candidates; i++) {
    if (weights[i] === 0) continue;
    const [a, b, c] = raw.subarray(3 * i, 3 * i + 3);
    const halves = scaling(Math.max(Math.abs(a), Math.abs(b), Math.abs(c)));
    const turn = Math.sign(weights[i]);
    const scale = (v: number): number => turn * v * halves[0] * halves[1];
    [x[count], y[count], z[count]] = [scale(a), scale(b), scale(c)];
    short[count] = isShort(x[count], y[count], z[count]);
    weight[count] = Math.abs(weights[i]);
    total += weight[count];
    source[count] = turn * (i + 1);
    count++;
  }
  const known = new Map<number, ExactVector>();
  const exact = (circle: number): ExactVector => {
    if (circle >= count) return exactVector(x[circle], y[circle], z[circle]);
    const before = known.get(circle);
    if (before !== undefined) return before;
    const at = 3 * (Math.abs(source[circle]) - 1);
    const turn = Math.sign(source[circle]);
    const vector = exactVector(turn * raw[at], turn * raw[at + 1], turn * raw[at + 2]);
    known.set(circle, vector);
    return vector;
  };
  return { count, x, y, z, short, weight, total, exact };
}

/** Two powers of two, in range whatever the size is, whose product takes the size to at most 1 and about 1. */
function scaling(size: number): readonly [number, number] {
  let [first, second] = [1, 1];
  let left = size;
  const step = (factor: number): void => {
    left *= factor;
    if (Math.abs(first) > 1e-150 && Math.abs(first) < 1e150) first *= factor;
    else second *= factor;
  };
  while (left > 1) step(left > 4294967296 ? 1 / 4294967296 : 0.5);
  while (left <= 0.5) step(left < 1 / 4294967296 ? 4294967296 : 2);
  return [first, second];
}

const isShort = (a: number, b: number, c: number): 0 | 1 =>
  Number.isInteger(a * SHORT) && Number.isInteger(b * SHORT) && Number.isInteger(c * SHORT) ? 1 : 0;
