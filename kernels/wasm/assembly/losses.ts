// The annealed sign loss and the logistic loss with their gradients: un-normalised sums over comparisons of float64 or, for
// stages that search, of float32. The sums of float32 rows are added in float32 over 128 rows, and those in float64.
import { accumulate, COLUMNS, addGradient, dots, dotsAt, flush, pack, rowsOfBlock, signBit, weighted } from './lanes';
import { expMinusAbs, one, reciprocal, sigmaMinus, softplusMinus, two } from './sigmoid';

/** Bytes of comparisons that stay in a core's first cache while the points of a batch take turns on them. */
const PIECE = 24576;
/** Rows whose sums are added in float32. */
const ROWS_ADDED = 128;

/**
 * Annealed sign loss (T2) at `count` points: sums of w tanh(v / 2) (1) and of w times its derivative times z (d) into out,
 * v = lambda z . theta, thetas given already multiplied by lambda; `weights` is the address of a weight a row, 0 where all
 * rows count once. While adding, out holds two lanes a quantity; a point's sums begin 16 (d + 1) bytes after those of the
 * point before.
 */
export function annealed(
  x: usize, n: i32, d: i32, scaledThetas: usize, count: i32, weights: usize, out: usize,
): void {
  evaluate<f64>(x, n, d, scaledThetas, count, weights, 0, out, true);
}

/** Logistic loss at `count` points: sums of w log(1 + exp(-v)) (1) and of w sigma(-v) z (d), laid out as by `annealed`. */
export function logistic(x: usize, n: i32, d: i32, thetas: usize, count: i32, weights: usize, out: usize): void {
  evaluate<f64>(x, n, d, thetas, count, weights, 0, out, false);
}

/** As `annealed`, of float32 comparisons, thetas and weights; `part` has room for d + 1 vectors of its own. */
export function annealed32(
  x: usize, n: i32, d: i32, scaledThetas: usize, count: i32, weights: usize, part: usize, out: usize,
): void {
  evaluate<f32>(x, n, d, scaledThetas, count, weights, part, out, true);
}

/** As `logistic`, of float32 comparisons, thetas and weights. */
export function logistic32(
  x: usize, n: i32, d: i32, thetas: usize, count: i32, weights: usize, part: usize, out: usize,
): void {
  evaluate<f32>(x, n, d, thetas, count, weights, part, out, false);
}

/** Reads the comparisons once, in pieces; each point's sums see the blocks in the same order as if it were alone. */
@inline
function evaluate<T>(
  x: usize, n: i32, d: i32, thetas: usize, count: i32, weights: usize, part: usize, out: usize, sign: bool,
): void {
  const size = d + 1;
  const sumsBytes = <usize>size << 4;
  memory.fill(out, 0, <usize>count * sumsBytes);
  if (sizeof<T>() == 4) memory.fill(part, 0, sumsBytes);
  const piece = sizeof<T>() == 4 ? ROWS_ADDED : count == 1 ? n : max(8, (PIECE / (8 * d)) & ~7);
  for (let first = 0; first < n; first += piece) {
    const rows = min(piece, n - first);
    const at = x + <usize>first * (<usize>d * sizeof<T>());
    const weightsAt: usize = weights == 0 ? 0 : weights + <usize>first * sizeof<T>();
    for (let k = 0; k < count; k++) {
      const theta = thetas + <usize>k * (<usize>d * sizeof<T>());
      const sums = out + <usize>k * sumsBytes;
      const to = sizeof<T>() == 8 ? sums : part;
      if (sign) addAnnealed<T>(at, rows, d, theta, weightsAt, to);
      else addLogistic<T>(at, rows, d, theta, weightsAt, to);
      if (sizeof<T>() == 4) flush(part, sums, size);
    }
  }
  for (let k = 0; k < count; k++) pack(out + <usize>k * sumsBytes, size);
}

/** Adds sums of tanh(v / 2) and its derivative times z over the rows to out; rows that pad a block are zero and add nothing. */
function addAnnealed<T>(x: usize, rows: i32, d: i32, scaledTheta: usize, weights: usize, out: usize): void {
  const blocks = (rows + rowsOfBlock<T>() - 1) / rowsOfBlock<T>();
  for (let b = 0; b < blocks; b++) {
    // As in `dots`, but without a turn through memory, which would cost two hundredths of all.
    let v0 = v128.splat<T>(0), v1 = v0, v2 = v0, v3 = v0;
    if (sizeof<T>() == 4 && d > COLUMNS) {
      dots<T>(x, d, scaledTheta);
      v0 = dotsAt(0), v1 = dotsAt(1), v2 = dotsAt(2), v3 = dotsAt(3);
    } else {
      let xj = x, theta = scaledTheta;
      for (let j = 0; j < d; j++) {
        const t = v128.load_splat<T>(theta);
        v0 = v128.add<T>(v0, v128.mul<T>(v128.load(xj), t));
        v1 = v128.add<T>(v1, v128.mul<T>(v128.load(xj, 16), t));
        v2 = v128.add<T>(v2, v128.mul<T>(v128.load(xj, 32), t));
        v3 = v128.add<T>(v3, v128.mul<T>(v128.load(xj, 48), t));
        xj += 64;
        theta += sizeof<T>();
      }
    }
    const e0 = expMinusAbs<T>(v0), e1 = expMinusAbs<T>(v1), e2 = expMinusAbs<T>(v2), e3 = expMinusAbs<T>(v3);
    const r0 = reciprocal<T>(e0), r1 = reciprocal<T>(e1), r2 = reciprocal<T>(e2), r3 = reciprocal<T>(e3);
    accumulate<T>(
      out,
      weighted<T>(tanhHalf<T>(v0, e0, r0), weights, 0),
      weighted<T>(tanhHalf<T>(v1, e1, r1), weights, 1),
      weighted<T>(tanhHalf<T>(v2, e2, r2), weights, 2),
      weighted<T>(tanhHalf<T>(v3, e3, r3), weights, 3),
    );
    const w0 = weighted<T>(tanhSlope<T>(e0, r0), weights, 0);
    const w1 = weighted<T>(tanhSlope<T>(e1, r1), weights, 1);
    const w2 = weighted<T>(tanhSlope<T>(e2, r2), weights, 2);
    const w3 = weighted<T>(tanhSlope<T>(e3, r3), weights, 3);
    x = addGradient<T>(x, d, out + 16, w0, w1, w2, w3);
    if (weights != 0) weights += 64;
  }
}

/** sgn(v) (1 - e) r. */
@inline
function tanhHalf<T>(v: v128, e: v128, r: v128): v128 {
  return v128.xor(v128.mul<T>(v128.sub<T>(one<T>(), e), r), v128.and(v, signBit<T>()));
}

/** Its derivative in v, 2 e r^2. */
@inline
function tanhSlope<T>(e: v128, r: v128): v128 {
  return v128.mul<T>(two<T>(), v128.mul<T>(v128.mul<T>(e, r), r));
}

/** Adds sums of log(1 + exp(-v)) and sigma(-v) z over the rows to out; rows that pad a block add nothing. */
function addLogistic<T>(x: usize, rows: i32, d: i32, theta: usize, weights: usize, out: usize): void {
  for (; rows > 0; rows -= rowsOfBlock<T>()) {
    dots<T>(x, d, theta);
    const v0 = dotsAt(0), v1 = dotsAt(1), v2 = dotsAt(2), v3 = dotsAt(3);
    const e0 = expMinusAbs<T>(v0), e1 = expMinusAbs<T>(v1), e2 = expMinusAbs<T>(v2), e3 = expMinusAbs<T>(v3);
    let l0 = weighted<T>(softplusMinus<T>(v0, e0), weights, 0);
    let l1 = weighted<T>(softplusMinus<T>(v1, e1), weights, 1);
    let l2 = weighted<T>(softplusMinus<T>(v2, e2), weights, 2);
    let l3 = weighted<T>(softplusMinus<T>(v3, e3), weights, 3);
    if (rows < rowsOfBlock<T>()) {
      l0 = v128.and(l0, present<T>(rows, 0));
      l1 = v128.and(l1, present<T>(rows, 1));
      l2 = v128.and(l2, present<T>(rows, 2));
      l3 = v128.and(l3, present<T>(rows, 3));
    }
    accumulate<T>(out, l0, l1, l2, l3);
    const p0 = weighted<T>(sigmaMinus<T>(v0, e0, reciprocal<T>(e0)), weights, 0);
    const p1 = weighted<T>(sigmaMinus<T>(v1, e1, reciprocal<T>(e1)), weights, 1);
    const p2 = weighted<T>(sigmaMinus<T>(v2, e2, reciprocal<T>(e2)), weights, 2);
    const p3 = weighted<T>(sigmaMinus<T>(v3, e3, reciprocal<T>(e3)), weights, 3);
    x = addGradient<T>(x, d, out + 16, p0, p1, p2, p3);
    if (weights != 0) weights += 64;
  }
}

/** All bits where the number of a row of vector 0, 1, 2 or 3 is below `rows`. */
@inline
function present<T>(rows: i32, vector: i32): v128 {
  return sizeof<T>() == 8
    ? i64x2.gt_s(i64x2.splat(<i64>rows), i64x2.add(i64x2.splat(<i64>(2 * vector)), i64x2(0, 1)))
    : i32x4.gt_s(i32x4.splat(rows), i32x4.add(i32x4.splat(4 * vector), i32x4(0, 1, 2, 3)));
}
