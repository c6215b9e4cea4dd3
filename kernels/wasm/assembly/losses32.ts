// The losses in single precision, for stages that search: rows in blocks of 16, column by column inside a block, float32.
// A dot product is added in float32 over 32 columns at most, a sum over rows in float32 over 128 rows at most; what they
// give is added in float64. `weights` is the address of a float32 weight a row, 0 where there are none.

/** Columns of a dot product, and blocks of rows, that are added in float32. */
const COLUMNS = 32;
const BLOCKS = 8;
const SIGN = memory.data<f32>([-0.0], 4);
/** v of the 16 rows at hand. */
const V = memory.data(64, 16);

/** -0 in all lanes, from memory: engines build such constants anew at each use. */
@inline
function signBit(): v128 {
  return v128.load32_splat(SIGN);
}

@inline
function c(value: f32): v128 {
  return f32x4.splat(value);
}

/** a + b x. */
@inline
function join(a: f32, b: v128, x: v128): v128 {
  return f32x4.add(c(a), f32x4.mul(b, x));
}

@inline
function tree(a: v128, b: v128, e: v128, f: v128): v128 {
  return f32x4.add(f32x4.add(a, b), f32x4.add(e, f));
}

@inline
function accumulate(at: usize, a: v128, b: v128, e: v128, f: v128): void {
  v128.store(at, f32x4.add(v128.load(at), tree(a, b, e, f)));
}

@inline
function weighted(v: v128, weights: usize, offset: usize): v128 {
  return weights == 0 ? v : f32x4.mul(v, v128.load(weights + offset));
}

/** exp(-|v|), relative error below 2^-22; where |v| > 87 it stays at e^-87. Polynomial: Cephes expf (Moshier). */
@inline
function expMinusAbs(v: v128): v128 {
  const x = f32x4.pmax(v128.or(v, signBit()), c(-87));
  const shifted = f32x4.add(f32x4.mul(x, c(1.44269504)), c(12582912));
  const k = f32x4.sub(shifted, c(12582912));
  const r = f32x4.add(f32x4.sub(x, f32x4.mul(k, c(0.693359375))), f32x4.mul(k, c(2.12194440e-4)));
  const r2 = f32x4.mul(r, r);
  const low = join(0.5, c(1.6666665459e-1), r);
  const middle = join(4.1665795894e-2, c(8.3334519073e-3), r);
  const high = join(1.3981999507e-3, c(1.9875691500e-4), r);
  const p = f32x4.add(low, f32x4.mul(r2, f32x4.add(middle, f32x4.mul(high, r2))));
  const e = f32x4.add(f32x4.add(f32x4.mul(p, r2), r), c(1));
  return f32x4.mul(e, i32x4.shl(i32x4.add(shifted, i32x4.splat(127)), 23));
}

/** log(1 + e) for e in [0, 1]. Polynomial: Cephes logf (Moshier). */
@inline
function logOnePlus(e: v128): v128 {
  const x = f32x4.add(e, c(1));
  const large = f32x4.gt(x, c(1.41421356));
  const f = f32x4.sub(v128.bitselect(f32x4.mul(x, c(0.5)), x, large), c(1));
  let p = join(-1.1514610310e-1, c(7.0376836292e-2), f);
  p = join(1.1676998740e-1, p, f);
  p = join(-1.2420140846e-1, p, f);
  p = join(1.4249322787e-1, p, f);
  p = join(-1.6668057665e-1, p, f);
  p = join(2.0000714765e-1, p, f);
  p = join(-2.4999993993e-1, p, f);
  p = join(3.3333331174e-1, p, f);
  const f2 = f32x4.mul(f, f);
  const rest = f32x4.sub(f32x4.mul(f32x4.mul(p, f), f2), f32x4.mul(f2, c(0.5)));
  return f32x4.add(f32x4.add(rest, f), v128.and(large, c(0.69314718)));
}

@inline
function reciprocal(e: v128): v128 {
  return f32x4.div(c(1), f32x4.add(c(1), e));
}

@inline
function sigmaMinus(v: v128, e: v128, r: v128): v128 {
  return f32x4.mul(v128.bitselect(e, c(1), f32x4.ge(v, c(0))), r);
}

/** v of 16 rows at x, into V. */
@inline
function dots(x: usize, d: i32, theta: usize): void {
  if (d <= COLUMNS) {
    shortDots(x, d, theta);
    return;
  }
  let l0 = f64x2.splat(0), l1 = l0, l2 = l0, l3 = l0, h0 = l0, h1 = l0, h2 = l0, h3 = l0;
  for (let left = d; left > 0; left -= COLUMNS) {
    const columns = min(left, COLUMNS);
    shortDots(x, columns, theta);
    const v0 = v128.load(V), v1 = v128.load(V, 16), v2 = v128.load(V, 32), v3 = v128.load(V, 48);
    l0 = f64x2.add(l0, f64x2.promote_low_f32x4(v0));
    l1 = f64x2.add(l1, f64x2.promote_low_f32x4(v1));
    l2 = f64x2.add(l2, f64x2.promote_low_f32x4(v2));
    l3 = f64x2.add(l3, f64x2.promote_low_f32x4(v3));
    h0 = f64x2.add(h0, f64x2.promote_low_f32x4(highHalf(v0)));
    h1 = f64x2.add(h1, f64x2.promote_low_f32x4(highHalf(v1)));
    h2 = f64x2.add(h2, f64x2.promote_low_f32x4(highHalf(v2)));
    h3 = f64x2.add(h3, f64x2.promote_low_f32x4(highHalf(v3)));
    x += <usize>COLUMNS << 6;
    theta += <usize>COLUMNS << 2;
  }
  v128.store(V, single(l0, h0));
  v128.store(V, single(l1, h1), 16);
  v128.store(V, single(l2, h2), 32);
  v128.store(V, single(l3, h3), 48);
}

@inline
function shortDots(x: usize, columns: i32, theta: usize): void {
  let v0 = c(0), v1 = v0, v2 = v0, v3 = v0;
  for (let j = 0; j < columns; j++) {
    const t = v128.load32_splat(theta);
    v0 = f32x4.add(v0, f32x4.mul(v128.load(x), t));
    v1 = f32x4.add(v1, f32x4.mul(v128.load(x, 16), t));
    v2 = f32x4.add(v2, f32x4.mul(v128.load(x, 32), t));
    v3 = f32x4.add(v3, f32x4.mul(v128.load(x, 48), t));
    x += 64;
    theta += 4;
  }
  v128.store(V, v0);
  v128.store(V, v1, 16);
  v128.store(V, v2, 32);
  v128.store(V, v3, 48);
}

@inline
function highHalf(v: v128): v128 {
  return i64x2.shuffle(v, v, 1, 1);
}

/** Four float32 from two float64 in `low` and two in `high`. */
@inline
function single(low: v128, high: v128): v128 {
  return i64x2.shuffle(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
}

/** Adds w z of the 16 rows at x to the sums at `gradient`; gives the address of the next block. */
@inline
function addGradient(x: usize, d: i32, gradient: usize, w0: v128, w1: v128, w2: v128, w3: v128): usize {
  for (let j = 0; j < d; j++) {
    accumulate(
      gradient,
      f32x4.mul(w0, v128.load(x)), f32x4.mul(w1, v128.load(x, 16)),
      f32x4.mul(w2, v128.load(x, 32)), f32x4.mul(w3, v128.load(x, 48)),
    );
    gradient += 16;
    x += 64;
  }
  return x;
}

function addAnnealed(x: usize, rows: i32, d: i32, scaledTheta: usize, weights: usize, part: usize): void {
  const one = c(1);
  const two = c(2);
  const sign = signBit();
  for (; rows > 0; rows -= 16) {
    dots(x, d, scaledTheta);
    const v0 = v128.load(V), v1 = v128.load(V, 16), v2 = v128.load(V, 32), v3 = v128.load(V, 48);
    const e0 = expMinusAbs(v0), e1 = expMinusAbs(v1), e2 = expMinusAbs(v2), e3 = expMinusAbs(v3);
    const r0 = reciprocal(e0), r1 = reciprocal(e1), r2 = reciprocal(e2), r3 = reciprocal(e3);
    accumulate(
      part,
      weighted(v128.xor(f32x4.mul(f32x4.sub(one, e0), r0), v128.and(v0, sign)), weights, 0),
      weighted(v128.xor(f32x4.mul(f32x4.sub(one, e1), r1), v128.and(v1, sign)), weights, 16),
      weighted(v128.xor(f32x4.mul(f32x4.sub(one, e2), r2), v128.and(v2, sign)), weights, 32),
      weighted(v128.xor(f32x4.mul(f32x4.sub(one, e3), r3), v128.and(v3, sign)), weights, 48),
    );
    const w0 = weighted(f32x4.mul(two, f32x4.mul(f32x4.mul(e0, r0), r0)), weights, 0);
    const w1 = weighted(f32x4.mul(two, f32x4.mul(f32x4.mul(e1, r1), r1)), weights, 16);
    const w2 = weighted(f32x4.mul(two, f32x4.mul(f32x4.mul(e2, r2), r2)), weights, 32);
    const w3 = weighted(f32x4.mul(two, f32x4.mul(f32x4.mul(e3, r3), r3)), weights, 48);
    x = addGradient(x, d, part + 16, w0, w1, w2, w3);
    if (weights != 0) weights += 64;
  }
}

@inline
function softplusMinus(v: v128, e: v128): v128 {
  return f32x4.add(f32x4.pmax(f32x4.neg(v), c(0)), logOnePlus(e));
}

/** All bits where a row's number, first to first + 3, is below `rows`. */
@inline
function present(rows: i32, first: i32): v128 {
  return i32x4.gt_s(i32x4.splat(rows), i32x4.add(i32x4.splat(first), i32x4(0, 1, 2, 3)));
}

function addLogistic(x: usize, rows: i32, d: i32, theta: usize, weights: usize, part: usize): void {
  for (; rows > 0; rows -= 16) {
    dots(x, d, theta);
    const v0 = v128.load(V), v1 = v128.load(V, 16), v2 = v128.load(V, 32), v3 = v128.load(V, 48);
    const e0 = expMinusAbs(v0), e1 = expMinusAbs(v1), e2 = expMinusAbs(v2), e3 = expMinusAbs(v3);
    let l0 = weighted(softplusMinus(v0, e0), weights, 0), l1 = weighted(softplusMinus(v1, e1), weights, 16);
    let l2 = weighted(softplusMinus(v2, e2), weights, 32), l3 = weighted(softplusMinus(v3, e3), weights, 48);
    if (rows < 16) {
      l0 = v128.and(l0, present(rows, 0));
      l1 = v128.and(l1, present(rows, 4));
      l2 = v128.and(l2, present(rows, 8));
      l3 = v128.and(l3, present(rows, 12));
    }
    accumulate(part, l0, l1, l2, l3);
    const p0 = weighted(sigmaMinus(v0, e0, reciprocal(e0)), weights, 0);
    const p1 = weighted(sigmaMinus(v1, e1, reciprocal(e1)), weights, 16);
    const p2 = weighted(sigmaMinus(v2, e2, reciprocal(e2)), weights, 32);
    const p3 = weighted(sigmaMinus(v3, e3, reciprocal(e3)), weights, 48);
    x = addGradient(x, d, part + 16, p0, p1, p2, p3);
    if (weights != 0) weights += 64;
  }
}

/** Adds sums of four float32 lanes to two float64 lanes, and clears them. */
function flush(part: usize, out: usize, size: i32): void {
  for (let q = 0; q < size; q++) {
    const v = v128.load(part);
    const both = f64x2.add(f64x2.promote_low_f32x4(v), f64x2.promote_low_f32x4(highHalf(v)));
    v128.store(out, f64x2.add(v128.load(out), both));
    v128.store(part, c(0));
    part += 16;
    out += 16;
  }
}

function pack(out: usize, size: i32): void {
  for (let q = 0; q < size; q++) {
    const v = v128.load(out + (<usize>q << 4));
    f64.store(out + (<usize>q << 3), f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1));
  }
}

/** As `annealed` in float64; thetas in float32; `part` has room for d + 1 vectors of its own. */
export function annealed32(
  x: usize, n: i32, d: i32, scaledThetas: usize, count: i32, weights: usize, part: usize, out: usize,
): void {
  evaluate(x, n, d, scaledThetas, count, weights, part, out, true);
}

/** As `logistic` in float64. */
export function logistic32(
  x: usize, n: i32, d: i32, thetas: usize, count: i32, weights: usize, part: usize, out: usize,
): void {
  evaluate(x, n, d, thetas, count, weights, part, out, false);
}

@inline
function evaluate(
  x: usize, n: i32, d: i32, thetas: usize, count: i32, weights: usize, part: usize, out: usize, sign: bool,
): void {
  const size = d + 1;
  const sumsBytes = <usize>size << 4;
  memory.fill(part, 0, sumsBytes);
  memory.fill(out, 0, <usize>count * sumsBytes);
  for (let first = 0; first < n; first += 16 * BLOCKS) {
    const rows = min(16 * BLOCKS, n - first);
    const at = x + <usize>first * (<usize>d << 2);
    const weightsAt: usize = weights == 0 ? 0 : weights + (<usize>first << 2);
    for (let k = 0; k < count; k++) {
      const theta = thetas + <usize>k * (<usize>d << 2);
      if (sign) addAnnealed(at, rows, d, theta, weightsAt, part);
      else addLogistic(at, rows, d, theta, weightsAt, part);
      flush(part, out + <usize>k * sumsBytes, size);
    }
  }
  for (let k = 0; k < count; k++) pack(out + <usize>k * sumsBytes, size);
}

@inline
function signed(v: v128, weight: v128): v128 {
  const minus = v128.and(f32x4.lt(v, c(0)), signBit());
  return v128.and(v128.xor(weight, minus), f32x4.ne(v, c(0)));
}

/** Sum of w sign(z . theta), added in float64. */
export function score32(x: usize, n: i32, d: i32, theta: usize, weights: usize): f64 {
  let sums = f64x2.splat(0);
  const one = c(1);
  for (; n > 0; n -= 16) {
    dots(x, d, theta);
    for (let part: usize = 0; part < 64; part += 16) {
      const s = signed(v128.load(V + part), weights == 0 ? one : v128.load(weights + part));
      sums = f64x2.add(sums, f64x2.add(f64x2.promote_low_f32x4(s), f64x2.promote_low_f32x4(highHalf(s))));
    }
    x += <usize>d << 6;
    if (weights != 0) weights += 64;
  }
  return f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
}

/** As `curvature` in float64, over blocks 0, stride, 2 stride, ... of 16 rows. */
export function curvature32(
  x: usize, n: i32, stride: i32, d: i32, theta: usize, weights: usize, part: usize, out: usize,
): void {
  const size = d + (d * (d + 1)) / 2 + 2;
  memory.fill(part, 0, <usize>size << 4);
  memory.fill(out, 0, <usize>size << 4);
  const blocks = (n + 15) >> 4;
  let waiting = 0;
  for (let b = 0; b < blocks; b += stride) {
    addCurvature(x + <usize>b * (<usize>d << 6), d, theta, weights == 0 ? 0 : weights + (<usize>b << 6), part);
    if (++waiting == BLOCKS) {
      flush(part, out, size);
      waiting = 0;
    }
  }
  flush(part, out, size);
  pack(out, size);
}

function addCurvature(x: usize, d: i32, theta: usize, weights: usize, part: usize): void {
  dots(x, d, theta);
  const v0 = v128.load(V), v1 = v128.load(V, 16), v2 = v128.load(V, 32), v3 = v128.load(V, 48);
  const e0 = expMinusAbs(v0), e1 = expMinusAbs(v1), e2 = expMinusAbs(v2), e3 = expMinusAbs(v3);
  const r0 = reciprocal(e0), r1 = reciprocal(e1), r2 = reciprocal(e2), r3 = reciprocal(e3);
  const p0 = weighted(sigmaMinus(v0, e0, r0), weights, 0), p1 = weighted(sigmaMinus(v1, e1, r1), weights, 16);
  const p2 = weighted(sigmaMinus(v2, e2, r2), weights, 32), p3 = weighted(sigmaMinus(v3, e3, r3), weights, 48);
  const w0 = weighted(f32x4.mul(f32x4.mul(e0, r0), r0), weights, 0);
  const w1 = weighted(f32x4.mul(f32x4.mul(e1, r1), r1), weights, 16);
  const w2 = weighted(f32x4.mul(f32x4.mul(e2, r2), r2), weights, 32);
  const w3 = weighted(f32x4.mul(f32x4.mul(e3, r3), r3), weights, 48);
  let n0 = c(0), n1 = n0, n2 = n0, n3 = n0;
  let hessian = part + (<usize>d << 4);
  let zj = x;
  for (let j = 0; j < d; j++) {
    const a0 = v128.load(zj), a1 = v128.load(zj, 16), a2 = v128.load(zj, 32), a3 = v128.load(zj, 48);
    accumulate(part, f32x4.mul(p0, a0), f32x4.mul(p1, a1), f32x4.mul(p2, a2), f32x4.mul(p3, a3));
    n0 = f32x4.add(n0, f32x4.mul(a0, a0));
    n1 = f32x4.add(n1, f32x4.mul(a1, a1));
    n2 = f32x4.add(n2, f32x4.mul(a2, a2));
    n3 = f32x4.add(n3, f32x4.mul(a3, a3));
    const b0 = f32x4.mul(w0, a0), b1 = f32x4.mul(w1, a1), b2 = f32x4.mul(w2, a2), b3 = f32x4.mul(w3, a3);
    let zk = x;
    for (let k = 0; k <= j; k++) {
      accumulate(
        hessian,
        f32x4.mul(b0, v128.load(zk)), f32x4.mul(b1, v128.load(zk, 16)),
        f32x4.mul(b2, v128.load(zk, 32)), f32x4.mul(b3, v128.load(zk, 48)),
      );
      hessian += 16;
      zk += 64;
    }
    part += 16;
    zj += 64;
  }
  const m0 = weighted(n0, weights, 0), m1 = weighted(n1, weights, 16);
  const m2 = weighted(n2, weights, 32), m3 = weighted(n3, weights, 48);
  accumulate(hessian, m0, m1, m2, m3);
  accumulate(hessian + 16, f32x4.mul(m0, n0), f32x4.mul(m1, n1), f32x4.mul(m2, n2), f32x4.mul(m3, n3));
}
