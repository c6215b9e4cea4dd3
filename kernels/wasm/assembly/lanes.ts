// What losses of float64 and of float32 comparisons share: T is f64 or f32, and a column of a block is four vectors either way, of
// eight rows or of sixteen. Sums over the rows of a block are added as (0) + (1) and (2) + (3) of its vectors, then to one
// vector a quantity. `weights` is the address of a weight a row, 0 where there are none: all rows then count once.

/** Columns of a float32 dot product that are added in float32; what they give is added in float64. */
export const COLUMNS = 32;
const SIGN_64 = memory.data<f64>([-0.0], 8);
const SIGN_32 = memory.data<f32>([-0.0], 4);
/** v = z . theta of the rows of the block at hand, which `dots` leaves here. */
const V = memory.data(64, 16);

@inline
export function rowsOfBlock<T>(): i32 {
  return 64 / <i32>sizeof<T>();
}

/** v of the rows that vector 0, 1, 2 or 3 of a block holds. */
@inline
export function dotsAt(vector: usize): v128 {
  return v128.load(V + (vector << 4));
}

/** -0 in all lanes, from memory: engines build such constants anew at each use. */
@inline
export function signBit<T>(): v128 {
  return sizeof<T>() == 8 ? v128.load64_splat(SIGN_64) : v128.load32_splat(SIGN_32);
}

@inline
export function tree<T>(a: v128, b: v128, c: v128, d: v128): v128 {
  return v128.add<T>(v128.add<T>(a, b), v128.add<T>(c, d));
}

@inline
export function accumulate<T>(at: usize, a: v128, b: v128, c: v128, d: v128): void {
  v128.store(at, v128.add<T>(v128.load(at), tree<T>(a, b, c, d)));
}

/**
 * v w of vector 0, 1, 2 or 3 of a block whose weights are at `weights`, or v where that is 0. Asked at each use: written as two
 * functions, one of them without weights, V8 took up to three times as long for the loops over columns.
 */
@inline
export function weighted<T>(v: v128, weights: usize, vector: usize): v128 {
  return weights == 0 ? v : v128.mul<T>(v, v128.load(weights + (vector << 4)));
}

/** v = z . theta of the rows of the block at x, for `dotsAt`. */
@inline
export function dots<T>(x: usize, d: i32, theta: usize): void {
  if (sizeof<T>() == 8) columnDots<T>(x, d, theta);
  else if (d <= COLUMNS) columnDots<T>(x, d, theta);
  else longDots(x, d, theta);
}

/** Adds w z of the block at x to the sums at `gradient`; gives the address of the next block. */
@inline
export function addGradient<T>(x: usize, d: i32, gradient: usize, w0: v128, w1: v128, w2: v128, w3: v128): usize {
  for (let j = 0; j < d; j++) {
    accumulate<T>(
      gradient,
      v128.mul<T>(w0, v128.load(x)), v128.mul<T>(w1, v128.load(x, 16)),
      v128.mul<T>(w2, v128.load(x, 32)), v128.mul<T>(w3, v128.load(x, 48)),
    );
    gradient += 16;
    x += 64;
  }
  return x;
}

@inline
function columnDots<T>(x: usize, columns: i32, theta: usize): void {
  let v0 = v128.splat<T>(0), v1 = v0, v2 = v0, v3 = v0;
  for (let j = 0; j < columns; j++) {
    const t = v128.load_splat<T>(theta);
    v0 = v128.add<T>(v0, v128.mul<T>(v128.load(x), t));
    v1 = v128.add<T>(v1, v128.mul<T>(v128.load(x, 16), t));
    v2 = v128.add<T>(v2, v128.mul<T>(v128.load(x, 32), t));
    v3 = v128.add<T>(v3, v128.mul<T>(v128.load(x, 48), t));
    x += 64;
    theta += sizeof<T>();
  }
  v128.store(V, v0);
  v128.store(V, v1, 16);
  v128.store(V, v2, 32);
  v128.store(V, v3, 48);
}

/** Float32 dot products of more than `COLUMNS` columns. */
function longDots(x: usize, d: i32, theta: usize): void {
  let l0 = f64x2.splat(0), l1 = l0, l2 = l0, l3 = l0, h0 = l0, h1 = l0, h2 = l0, h3 = l0;
  for (let left = d; left > 0; left -= COLUMNS) {
    columnDots<f32>(x, min(left, COLUMNS), theta);
    const v0 = dotsAt(0), v1 = dotsAt(1), v2 = dotsAt(2), v3 = dotsAt(3);
    l0 = f64x2.add(l0, f64x2.promote_low_f32x4(v0));
    l1 = f64x2.add(l1, f64x2.promote_low_f32x4(v1));
    l2 = f64x2.add(l2, f64x2.promote_low_f32x4(v2));
    l3 = f64x2.add(l3, f64x2.promote_low_f32x4(v3));
    h0 = f64x2.add(h0, promoteHigh(v0));
    h1 = f64x2.add(h1, promoteHigh(v1));
    h2 = f64x2.add(h2, promoteHigh(v2));
    h3 = f64x2.add(h3, promoteHigh(v3));
    x += <usize>COLUMNS << 6;
    theta += <usize>COLUMNS << 2;
  }
  v128.store(V, single(l0, h0));
  v128.store(V, single(l1, h1), 16);
  v128.store(V, single(l2, h2), 32);
  v128.store(V, single(l3, h3), 48);
}

@inline
function promoteHigh(v: v128): v128 {
  return f64x2.promote_low_f32x4(i64x2.shuffle(v, v, 1, 1));
}

/** Four float32 from two float64 in `low` and two in `high`. */
@inline
function single(low: v128, high: v128): v128 {
  return i64x2.shuffle(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
}

/** The four lanes of a float32 vector in two of float64. */
@inline
export function widened(v: v128): v128 {
  return f64x2.add(f64x2.promote_low_f32x4(v), promoteHigh(v));
}

/** Adds `size` float32 vectors at `part` to float64 ones at `out`, and clears them. */
export function flush(part: usize, out: usize, size: i32): void {
  for (let q = 0; q < size; q++) {
    v128.store(out, f64x2.add(v128.load(out), widened(v128.load(part))));
    v128.store(part, f32x4.splat(0));
    part += 16;
    out += 16;
  }
}

@inline
export function total(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}

/** Float64 vectors to single totals, packed. */
@inline
export function pack(out: usize, size: i32): void {
  for (let q = 0; q < size; q++) f64.store(out + (<usize>q << 3), total(v128.load(out + (<usize>q << 4))));
}
