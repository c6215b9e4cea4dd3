// Losses of float32 rows in row-major order, read once: the dot products of eight rows and their part of the gradient are computed while
// the rows are in the cache. A module of its own, since many threads share its memory: nothing here writes to static data.
// `rows` lists the numbers of the rows to read, so that parts of the data are evaluated without a copy; `count` is a multiple of eight.
import { constant, exp2lanes, log2lanes } from '../elementary';
import { MINUS_700, ONE } from '../coefficients';

/** Columns of a dot product that are added in float32; what they give is added in float64. */
const COLUMNS = 128;
/** Rows whose part of the gradient is added in float32. */
const ROWS_ADDED = 128;
/** Columns of so many rows that stay in the second cache; a multiple of four. */
const COLUMNS_HELD = 512;

/** First byte of memory that the module does not use itself. */
export function heapBase(): usize {
  return __heap_base;
}

/**
 * Sums over rows z = s x with weights w, v = z . theta: kind 0 sum w tanh(v / 2), kind 1 sum w log(1 + exp(-v)), as a float64 at
 * out; after it d float64, the sums of w tanh'(v / 2) / 2 z or of w sigma(-v) z. `part` has room for d float32.
 */
export function evaluate(
  kind: i32, x: usize, d: i32, rows: usize, signs: usize, weights: usize, count: i32, theta: usize, part: usize, out: usize,
): void {
  const sums = out + 8;
  clear(d, part, sums);
  let value: f64 = 0;
  for (let first = 0; first < count; first += ROWS_ADDED) {
    const last = min(first + ROWS_ADDED, count);
    for (let i = first; i < last; i += 8) {
      const at = <usize>i << 2;
      const p0 = rowAt(x, d, rows + at, 0), p1 = rowAt(x, d, rows + at, 1), p2 = rowAt(x, d, rows + at, 2);
      const p3 = rowAt(x, d, rows + at, 3), p4 = rowAt(x, d, rows + at, 4), p5 = rowAt(x, d, rows + at, 5);
      const p6 = rowAt(x, d, rows + at, 6), p7 = rowAt(x, d, rows + at, 7);
      // Dot products of four rows at a time, with two vectors each: more of them would not stay in registers.
      dots4(p0, p1, p2, p3, d, theta, part - 64);
      dots4(p4, p5, p6, p7, d, theta, part - 32);
      const s = signs + at, w = weights + at;
      value += lossOf(kind, part - 64, s, w);
      value += lossOf(kind, part - 48, s + 8, w + 8);
      value += lossOf(kind, part - 32, s + 16, w + 16);
      value += lossOf(kind, part - 16, s + 24, w + 24);
      combine8(
        p0, p1, p2, p3, p4, p5, p6, p7, d, part,
        <f32>f64.load(part - 64), <f32>f64.load(part - 56), <f32>f64.load(part - 48), <f32>f64.load(part - 40),
        <f32>f64.load(part - 32), <f32>f64.load(part - 24), <f32>f64.load(part - 16), <f32>f64.load(part - 8),
      );
    }
    flush(d, part, sums);
  }
  f64.store(out, value);
}

/**
 * x . theta of each row with each of `points` thetas, d float32 each: float64 at out, those of the next theta `stride` bytes on. Each row is
 * read once from memory.
 */
export function products(x: usize, d: i32, rows: usize, count: i32, theta: usize, points: i32, out: usize, stride: usize): void {
  for (let i = 0; i < count; i += 4) {
    const at = rows + (<usize>i << 2);
    const p0 = rowAt(x, d, at, 0), p1 = rowAt(x, d, at, 1), p2 = rowAt(x, d, at, 2), p3 = rowAt(x, d, at, 3);
    for (let k = 0; k < points; k++) {
      dots4(p0, p1, p2, p3, d, theta + <usize>k * (<usize>d << 2), out + <usize>k * stride + (<usize>i << 3));
    }
  }
}

/**
 * Sum of c x over rows for each of `points` lists of factors c in float32, the next list `apart` bytes on: d float64 at out, those of the
 * next list `stride` bytes on. `part` has room for d float32. Each row is read once from memory: some columns of 128 rows stay in the
 * second cache until all lists have had them.
 */
export function combination(
  x: usize, d: i32, rows: usize, factors: usize, count: i32, points: i32, apart: usize, part: usize, out: usize, stride: usize,
): void {
  for (let k = 0; k < points; k++) clear(d, part, out + <usize>k * stride);
  for (let first = 0; first < count; first += ROWS_ADDED) {
    const last = min(first + ROWS_ADDED, count);
    const wide = points == 1 ? d : COLUMNS_HELD;
    for (let column = 0; column < d; column += wide) {
      const columns = min(wide, d - column);
      const offset = <usize>column << 2;
      for (let k = 0; k < points; k++) {
        for (let i = first; i < last; i += 8) {
          const at = rows + (<usize>i << 2), c = factors + <usize>k * apart + (<usize>i << 2);
          combine8(
            rowAt(x, d, at, 0) + offset, rowAt(x, d, at, 1) + offset, rowAt(x, d, at, 2) + offset, rowAt(x, d, at, 3) + offset,
            rowAt(x, d, at, 4) + offset, rowAt(x, d, at, 5) + offset, rowAt(x, d, at, 6) + offset, rowAt(x, d, at, 7) + offset,
            columns, part,
            f32.load(c), f32.load(c, 4), f32.load(c, 8), f32.load(c, 12), f32.load(c, 16), f32.load(c, 20), f32.load(c, 24), f32.load(c, 28),
          );
        }
        flush(columns, part, out + <usize>k * stride + (<usize>column << 3));
      }
    }
  }
}

@inline
function rowAt(x: usize, d: i32, rows: usize, k: usize): usize {
  return x + <usize>load<u32>(rows + (k << 2)) * (<usize>d << 2);
}

function clear(d: i32, part: usize, sums: usize): void {
  memory.fill(part, 0, <usize>d << 2);
  memory.fill(sums, 0, <usize>d << 3);
}

/** Dot products of four rows, as four float64 at out. */
function dots4(p0: usize, p1: usize, p2: usize, p3: usize, d: i32, theta: usize, out: usize): void {
  let l0 = f64x2.splat(0), l1 = l0, l2 = l0, l3 = l0;
  let left = d;
  while (left >= 4) {
    const columns = min(left, COLUMNS) & ~3;
    let a0 = f32x4.splat(0), a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0;
    let j = columns;
    for (; j >= 8; j -= 8) {
      const t = v128.load(theta), u = v128.load(theta, 16);
      a0 = f32x4.add(a0, f32x4.mul(v128.load(p0), t));
      a1 = f32x4.add(a1, f32x4.mul(v128.load(p1), t));
      a2 = f32x4.add(a2, f32x4.mul(v128.load(p2), t));
      a3 = f32x4.add(a3, f32x4.mul(v128.load(p3), t));
      b0 = f32x4.add(b0, f32x4.mul(v128.load(p0, 16), u));
      b1 = f32x4.add(b1, f32x4.mul(v128.load(p1, 16), u));
      b2 = f32x4.add(b2, f32x4.mul(v128.load(p2, 16), u));
      b3 = f32x4.add(b3, f32x4.mul(v128.load(p3, 16), u));
      p0 += 32; p1 += 32; p2 += 32; p3 += 32;
      theta += 32;
    }
    if (j > 0) {
      const t = v128.load(theta);
      a0 = f32x4.add(a0, f32x4.mul(v128.load(p0), t));
      a1 = f32x4.add(a1, f32x4.mul(v128.load(p1), t));
      a2 = f32x4.add(a2, f32x4.mul(v128.load(p2), t));
      a3 = f32x4.add(a3, f32x4.mul(v128.load(p3), t));
      p0 += 16; p1 += 16; p2 += 16; p3 += 16;
      theta += 16;
    }
    l0 = f64x2.add(l0, widened(f32x4.add(a0, b0)));
    l1 = f64x2.add(l1, widened(f32x4.add(a1, b1)));
    l2 = f64x2.add(l2, widened(f32x4.add(a2, b2)));
    l3 = f64x2.add(l3, widened(f32x4.add(a3, b3)));
    left -= columns;
  }
  let v0 = total(l0), v1 = total(l1), v2 = total(l2), v3 = total(l3);
  for (; left > 0; left--) {
    const t = <f64>f32.load(theta);
    v0 += <f64>f32.load(p0) * t;
    v1 += <f64>f32.load(p1) * t;
    v2 += <f64>f32.load(p2) * t;
    v3 += <f64>f32.load(p3) * t;
    p0 += 4; p1 += 4; p2 += 4; p3 += 4;
    theta += 4;
  }
  f64.store(out, v0);
  f64.store(out, v1, 8);
  f64.store(out, v2, 16);
  f64.store(out, v3, 24);
}

/** The losses of two rows whose x . theta are at `at`, added; leaves there what multiplies x in the gradient. */
@inline
function lossOf(kind: i32, at: usize, signs: usize, weights: usize): f64 {
  const one = constant(ONE);
  const s = f64x2.promote_low_f32x4(v128.load64_zero(signs));
  const w = f64x2.promote_low_f32x4(v128.load64_zero(weights));
  const v = f64x2.mul(s, v128.load(at));
  const e = exp2lanes(f64x2.pmax(f64x2.neg(f64x2.abs(v)), constant(MINUS_700)));
  const r = f64x2.div(one, f64x2.add(one, e));
  const below = f64x2.lt(v, f64x2.splat(0));
  let value: v128, slope: v128;
  if (kind == 0) {
    const t = f64x2.mul(f64x2.sub(one, e), r);
    value = v128.bitselect(f64x2.neg(t), t, below);
    slope = f64x2.mul(f64x2.add(one, one), f64x2.mul(f64x2.mul(e, r), r));
  } else {
    value = f64x2.add(f64x2.pmax(f64x2.neg(v), f64x2.splat(0)), log2lanes(f64x2.add(one, e)));
    slope = f64x2.mul(v128.bitselect(one, e, below), r);
  }
  v128.store(at, f64x2.mul(f64x2.mul(slope, w), s));
  return total(f64x2.mul(value, w));
}

/** Adds c x of eight rows to the float32 sums. */
function combine8(
  p0: usize, p1: usize, p2: usize, p3: usize, p4: usize, p5: usize, p6: usize, p7: usize, d: i32, sums: usize,
  c0: f32, c1: f32, c2: f32, c3: f32, c4: f32, c5: f32, c6: f32, c7: f32,
): void {
  const w0 = f32x4.splat(c0), w1 = f32x4.splat(c1), w2 = f32x4.splat(c2), w3 = f32x4.splat(c3);
  const w4 = f32x4.splat(c4), w5 = f32x4.splat(c5), w6 = f32x4.splat(c6), w7 = f32x4.splat(c7);
  let at: usize = 0;
  const whole = <usize>(d & ~3) << 2;
  for (; at < whole; at += 16) {
    const a = f32x4.add(f32x4.mul(w0, v128.load(p0 + at)), f32x4.mul(w1, v128.load(p1 + at)));
    const b = f32x4.add(f32x4.mul(w2, v128.load(p2 + at)), f32x4.mul(w3, v128.load(p3 + at)));
    const c = f32x4.add(f32x4.mul(w4, v128.load(p4 + at)), f32x4.mul(w5, v128.load(p5 + at)));
    const e = f32x4.add(f32x4.mul(w6, v128.load(p6 + at)), f32x4.mul(w7, v128.load(p7 + at)));
    v128.store(sums + at, f32x4.add(v128.load(sums + at), f32x4.add(f32x4.add(a, b), f32x4.add(c, e))));
  }
  const end = <usize>d << 2;
  for (; at < end; at += 4) {
    const a = c0 * f32.load(p0 + at) + c1 * f32.load(p1 + at);
    const b = c2 * f32.load(p2 + at) + c3 * f32.load(p3 + at);
    const c = c4 * f32.load(p4 + at) + c5 * f32.load(p5 + at);
    const e = c6 * f32.load(p6 + at) + c7 * f32.load(p7 + at);
    f32.store(sums + at, f32.load(sums + at) + ((a + b) + (c + e)));
  }
}

/** Adds the float32 sums to the float64 ones, and clears them. */
function flush(d: i32, part: usize, sums: usize): void {
  for (let j = 0; j < d; j++) {
    f64.store(sums, f64.load(sums) + <f64>f32.load(part));
    f32.store(part, 0);
    part += 4;
    sums += 8;
  }
}

@inline
function widened(v: v128): v128 {
  return f64x2.add(f64x2.promote_low_f32x4(v), f64x2.promote_low_f32x4(i64x2.shuffle(v, v, 1, 1)));
}

@inline
function total(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}
