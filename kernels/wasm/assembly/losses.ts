// Un-normalised sums over comparisons. Rows of a block are added as (0,1)+(2,3)+(4,5)+(6,7) pairs of lanes in the
// order (p0 + p1) + (p2 + p3), then to one two-lane accumulator a quantity, whose lanes are added at the end.
// `weights` is the address of a weight a row, 0 where there are none: all rows then count once.
import { MINUS_700, ONE } from './coefficients';
import { constant, exp2lanes, log2lanes } from './elementary';

/** Bytes of comparisons that stay in a core's first cache while the points of a batch take turns on them. */
const PIECE = 24576;
const SIGN = memory.data<f64>([-0.0], 8);
/** v of the eight rows at hand. */
export const V = memory.data(64, 16);

@inline
function tree(a: v128, b: v128, c: v128, d: v128): v128 {
  return f64x2.add(f64x2.add(a, b), f64x2.add(c, d));
}

@inline
function total(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}

@inline
export function accumulate(at: usize, a: v128, b: v128, c: v128, d: v128): void {
  v128.store(at, f64x2.add(v128.load(at), tree(a, b, c, d)));
}

/** v w, or v where no weights are given. */
@inline
function weighted(v: v128, weights: usize, offset: usize): v128 {
  return weights == 0 ? v : f64x2.mul(v, v128.load(weights + offset));
}

/** Two-lane sums to single totals, packed. */
@inline
export function pack(out: usize, size: i32): void {
  for (let q = 0; q < size; q++) f64.store(out + (<usize>q << 3), total(v128.load(out + (<usize>q << 4))));
}

/** -0 in both lanes, from memory: engines build such constants anew at each use. */
@inline
function signBit(): v128 {
  return v128.load64_splat(SIGN);
}

@inline
export function expMinusAbs(v: v128): v128 {
  return exp2lanes(f64x2.pmax(v128.or(v, signBit()), constant(MINUS_700)));
}

@inline
export function reciprocal(e: v128): v128 {
  return f64x2.div(constant(ONE), f64x2.add(constant(ONE), e));
}

/** sigma(-v) from e = exp(-|v|) and r = 1 / (1 + e). */
@inline
export function sigmaMinus(v: v128, e: v128, r: v128): v128 {
  return f64x2.mul(v128.bitselect(e, constant(ONE), f64x2.ge(v, f64x2.splat(0.0))), r);
}

/** v = z . theta of the eight rows at x, into V. */
@inline
export function dots(x: usize, d: i32, theta: usize): void {
  let v0 = f64x2.splat(0.0), v1 = v0, v2 = v0, v3 = v0;
  for (let j = 0; j < d; j++) {
    const t = v128.load64_splat(theta);
    v0 = f64x2.add(v0, f64x2.mul(v128.load(x), t));
    v1 = f64x2.add(v1, f64x2.mul(v128.load(x, 16), t));
    v2 = f64x2.add(v2, f64x2.mul(v128.load(x, 32), t));
    v3 = f64x2.add(v3, f64x2.mul(v128.load(x, 48), t));
    x += 64;
    theta += 8;
  }
  v128.store(V, v0);
  v128.store(V, v1, 16);
  v128.store(V, v2, 32);
  v128.store(V, v3, 48);
}

/**
 * Curvature of the logistic loss, d = 2, no weights: sums of sigma(-v) z (2), sigma'(v) z z' (3: 11, 12, 22), |z|^2 and |z|^4 into out[0..6], v = z . (t0, t1),
 * over blocks 0, stride, 2 stride, ...
 */
export function curvature2(x: usize, blocks: i32, stride: i32, t0: f64, t1: f64, out: usize): void {
  const s0 = f64x2.splat(t0);
  const s1 = f64x2.splat(t1);
  const zero = f64x2.splat(0.0);
  let g0 = zero, g1 = zero, h00 = zero, h01 = zero, h11 = zero, m2 = zero, m4 = zero;
  const stepBytes = <usize>stride << 7;
  for (let b = 0; b < blocks; b += stride) {
    let a0 = zero, a1 = zero, b00 = zero, b01 = zero, b11 = zero, c2 = zero, c4 = zero;
    let e0 = zero, e1 = zero, d00 = zero, d01 = zero, d11 = zero, f2 = zero, f4 = zero;
    for (let part: usize = 0; part < 64; part += 32) {
      const z0 = v128.load(x + part), z1 = v128.load(x + part + 64);
      const y0 = v128.load(x + part + 16), y1 = v128.load(x + part + 80);
      const v = f64x2.add(f64x2.mul(z0, s0), f64x2.mul(z1, s1));
      const w = f64x2.add(f64x2.mul(y0, s0), f64x2.mul(y1, s1));
      const ev = expMinusAbs(v), ew = expMinusAbs(w);
      const rv = reciprocal(ev), rw = reciprocal(ew);
      const pv = sigmaMinus(v, ev, rv), pw = sigmaMinus(w, ew, rw);
      const qv = f64x2.mul(f64x2.mul(ev, rv), rv), qw = f64x2.mul(f64x2.mul(ew, rw), rw);
      const z00 = f64x2.mul(z0, z0), z11 = f64x2.mul(z1, z1), z01 = f64x2.mul(z0, z1);
      const y00 = f64x2.mul(y0, y0), y11 = f64x2.mul(y1, y1), y01 = f64x2.mul(y0, y1);
      const nz = f64x2.add(z00, z11), ny = f64x2.add(y00, y11);
      const p0 = f64x2.add(f64x2.mul(pv, z0), f64x2.mul(pw, y0));
      const p1 = f64x2.add(f64x2.mul(pv, z1), f64x2.mul(pw, y1));
      const q00 = f64x2.add(f64x2.mul(qv, z00), f64x2.mul(qw, y00));
      const q01 = f64x2.add(f64x2.mul(qv, z01), f64x2.mul(qw, y01));
      const q11 = f64x2.add(f64x2.mul(qv, z11), f64x2.mul(qw, y11));
      const n2 = f64x2.add(nz, ny);
      const n4 = f64x2.add(f64x2.mul(nz, nz), f64x2.mul(ny, ny));
      if (part == 0) {
        a0 = p0; a1 = p1; b00 = q00; b01 = q01; b11 = q11; c2 = n2; c4 = n4;
      } else {
        e0 = p0; e1 = p1; d00 = q00; d01 = q01; d11 = q11; f2 = n2; f4 = n4;
      }
    }
    g0 = f64x2.add(g0, f64x2.add(a0, e0));
    g1 = f64x2.add(g1, f64x2.add(a1, e1));
    h00 = f64x2.add(h00, f64x2.add(b00, d00));
    h01 = f64x2.add(h01, f64x2.add(b01, d01));
    h11 = f64x2.add(h11, f64x2.add(b11, d11));
    m2 = f64x2.add(m2, f64x2.add(c2, f2));
    m4 = f64x2.add(m4, f64x2.add(c4, f4));
    x += stepBytes;
  }
  f64.store(out, total(g0));
  f64.store(out, total(g1), 8);
  f64.store(out, total(h00), 16);
  f64.store(out, total(h01), 24);
  f64.store(out, total(h11), 32);
  f64.store(out, total(m2), 40);
  f64.store(out, total(m4), 48);
}

/** Adds p z, w z z', |z|^2 and |z|^4 of the eight rows at x to the two-lane sums at out; the last two times their weights. */
@inline
export function addCurvature(
  x: usize, d: i32, out: usize, p0: v128, p1: v128, p2: v128, p3: v128, w0: v128, w1: v128, w2: v128, w3: v128, weights: usize,
): void {
  let n0 = f64x2.splat(0.0), n1 = n0, n2 = n0, n3 = n0;
  let gradient = out;
  let hessian = out + (<usize>d << 4);
  let zj = x;
  for (let j = 0; j < d; j++) {
    const a0 = v128.load(zj), a1 = v128.load(zj, 16), a2 = v128.load(zj, 32), a3 = v128.load(zj, 48);
    accumulate(gradient, f64x2.mul(p0, a0), f64x2.mul(p1, a1), f64x2.mul(p2, a2), f64x2.mul(p3, a3));
    n0 = f64x2.add(n0, f64x2.mul(a0, a0));
    n1 = f64x2.add(n1, f64x2.mul(a1, a1));
    n2 = f64x2.add(n2, f64x2.mul(a2, a2));
    n3 = f64x2.add(n3, f64x2.mul(a3, a3));
    const b0 = f64x2.mul(w0, a0), b1 = f64x2.mul(w1, a1), b2 = f64x2.mul(w2, a2), b3 = f64x2.mul(w3, a3);
    let zk = x;
    for (let k = 0; k <= j; k++) {
      accumulate(
        hessian,
        f64x2.mul(b0, v128.load(zk)), f64x2.mul(b1, v128.load(zk, 16)),
        f64x2.mul(b2, v128.load(zk, 32)), f64x2.mul(b3, v128.load(zk, 48)),
      );
      hessian += 16;
      zk += 64;
    }
    gradient += 16;
    zj += 64;
  }
  const m0 = weighted(n0, weights, 0), m1 = weighted(n1, weights, 16);
  const m2 = weighted(n2, weights, 32), m3 = weighted(n3, weights, 48);
  accumulate(hessian, m0, m1, m2, m3);
  accumulate(hessian + 16, f64x2.mul(m0, n0), f64x2.mul(m1, n1), f64x2.mul(m2, n2), f64x2.mul(m3, n3));
}

/**
 * The same for any d, with weights if there are any: sums of sigma(-v) z (d), sigma'(v) z z' (lower triangle by rows, d (d + 1) / 2), |z|^2 and |z|^4.
 * out holds two lanes for each of these d + d (d + 1) / 2 + 2 quantities while adding, then packed totals.
 */
export function curvature(
  x: usize, blocks: i32, stride: i32, d: i32, theta: usize, weights: usize, out: usize,
): void {
  const size = d + (d * (d + 1)) / 2 + 2;
  memory.fill(out, 0, <usize>size << 4);
  const blockBytes = <usize>d << 6;
  for (let b = 0; b < blocks; b += stride) {
    dots(x, d, theta);
    const v0 = v128.load(V), v1 = v128.load(V, 16), v2 = v128.load(V, 32), v3 = v128.load(V, 48);
    const e0 = expMinusAbs(v0), e1 = expMinusAbs(v1), e2 = expMinusAbs(v2), e3 = expMinusAbs(v3);
    const r0 = reciprocal(e0), r1 = reciprocal(e1), r2 = reciprocal(e2), r3 = reciprocal(e3);
    const p0 = weighted(sigmaMinus(v0, e0, r0), weights, 0), p1 = weighted(sigmaMinus(v1, e1, r1), weights, 16);
    const p2 = weighted(sigmaMinus(v2, e2, r2), weights, 32), p3 = weighted(sigmaMinus(v3, e3, r3), weights, 48);
    const w0 = weighted(f64x2.mul(f64x2.mul(e0, r0), r0), weights, 0);
    const w1 = weighted(f64x2.mul(f64x2.mul(e1, r1), r1), weights, 16);
    const w2 = weighted(f64x2.mul(f64x2.mul(e2, r2), r2), weights, 32);
    const w3 = weighted(f64x2.mul(f64x2.mul(e3, r3), r3), weights, 48);
    addCurvature(x, d, out, p0, p1, p2, p3, w0, w1, w2, w3, weights);
    x += blockBytes * <usize>stride;
    if (weights != 0) weights += <usize>stride << 6;
  }
  pack(out, size);
}

/** Sum of w sign(v); v = -0 and 0 count 0. */
@inline
function signed(v: v128, weight: v128): v128 {
  const zero = f64x2.splat(0.0);
  const minus = v128.and(f64x2.lt(v, zero), signBit());
  return v128.and(v128.xor(weight, minus), f64x2.ne(v, zero));
}

/** Sum of w sign(z . theta); without weights counted in integers. */
export function score(x: usize, blocks: i32, d: i32, theta: usize, weights: usize): f64 {
  const zero = f64x2.splat(0.0);
  if (weights != 0) {
    let sums = zero;
    for (let b = 0; b < blocks; b++) {
      dots(x, d, theta);
    const v0 = v128.load(V), v1 = v128.load(V, 16), v2 = v128.load(V, 32), v3 = v128.load(V, 48);
      sums = f64x2.add(sums, tree(
        signed(v0, v128.load(weights)), signed(v1, v128.load(weights, 16)),
        signed(v2, v128.load(weights, 32)), signed(v3, v128.load(weights, 48)),
      ));
      x += <usize>d << 6;
      weights += 64;
    }
    return total(sums);
  }
  let sum = i64x2.splat(0);
  for (let b = 0; b < blocks; b++) {
    dots(x, d, theta);
    for (let part: usize = 0; part < 64; part += 16) {
      const v = v128.load(V + part);
      sum = i64x2.add(sum, i64x2.sub(f64x2.lt(v, zero), f64x2.gt(v, zero)));
    }
    x += <usize>d << 6;
  }
  return <f64>(i64x2.extract_lane(sum, 0) + i64x2.extract_lane(sum, 1));
}

/** Adds two-lane sums of tanh(v / 2) and its derivative times z over the blocks to out. */
function addAnnealed(x: usize, blocks: i32, d: i32, scaledTheta: usize, weights: usize, out: usize): void {
  const one = f64x2.splat(1.0);
  const two = f64x2.splat(2.0);
  const sign = signBit();
  for (let b = 0; b < blocks; b++) {
    let v0 = f64x2.splat(0.0), v1 = v0, v2 = v0, v3 = v0;
    let xj = x, theta = scaledTheta;
    for (let j = 0; j < d; j++) {
      const t = v128.load64_splat(theta);
      v0 = f64x2.add(v0, f64x2.mul(v128.load(xj), t));
      v1 = f64x2.add(v1, f64x2.mul(v128.load(xj, 16), t));
      v2 = f64x2.add(v2, f64x2.mul(v128.load(xj, 32), t));
      v3 = f64x2.add(v3, f64x2.mul(v128.load(xj, 48), t));
      xj += 64;
      theta += 8;
    }
    const e0 = expMinusAbs(v0), e1 = expMinusAbs(v1), e2 = expMinusAbs(v2), e3 = expMinusAbs(v3);
    const r0 = reciprocal(e0), r1 = reciprocal(e1), r2 = reciprocal(e2), r3 = reciprocal(e3);
    accumulate(
      out,
      weighted(v128.xor(f64x2.mul(f64x2.sub(one, e0), r0), v128.and(v0, sign)), weights, 0),
      weighted(v128.xor(f64x2.mul(f64x2.sub(one, e1), r1), v128.and(v1, sign)), weights, 16),
      weighted(v128.xor(f64x2.mul(f64x2.sub(one, e2), r2), v128.and(v2, sign)), weights, 32),
      weighted(v128.xor(f64x2.mul(f64x2.sub(one, e3), r3), v128.and(v3, sign)), weights, 48),
    );
    const w0 = weighted(f64x2.mul(two, f64x2.mul(f64x2.mul(e0, r0), r0)), weights, 0);
    const w1 = weighted(f64x2.mul(two, f64x2.mul(f64x2.mul(e1, r1), r1)), weights, 16);
    const w2 = weighted(f64x2.mul(two, f64x2.mul(f64x2.mul(e2, r2), r2)), weights, 32);
    const w3 = weighted(f64x2.mul(two, f64x2.mul(f64x2.mul(e3, r3), r3)), weights, 48);
    x = addGradient(x, d, out + 16, w0, w1, w2, w3);
    if (weights != 0) weights += 64;
  }
}

/** Adds w z of the eight rows at x to the two-lane sums at `gradient`; gives the address of the next block. */
@inline
function addGradient(x: usize, d: i32, gradient: usize, w0: v128, w1: v128, w2: v128, w3: v128): usize {
  for (let j = 0; j < d; j++) {
    accumulate(
      gradient,
      f64x2.mul(w0, v128.load(x)), f64x2.mul(w1, v128.load(x, 16)),
      f64x2.mul(w2, v128.load(x, 32)), f64x2.mul(w3, v128.load(x, 48)),
    );
    gradient += 16;
    x += 64;
  }
  return x;
}

/** max(-v, 0) + log(1 + exp(-|v|)), without overflow. */
@inline
function softplusMinus(v: v128, e: v128): v128 {
  return f64x2.add(
    f64x2.pmax(f64x2.neg(v), f64x2.splat(0.0)),
    log2lanes(f64x2.add(constant(ONE), e)),
  );
}

/** All bits where a row's number, first or first + 1, is below `rows`. */
@inline
function present(rows: i32, first: i64): v128 {
  return i64x2.gt_s(i64x2.splat(<i64>rows), i64x2.add(i64x2.splat(first), i64x2(0, 1)));
}

/** Adds two-lane sums of log(1 + exp(-v)) and sigma(-v) z over `rows` rows to out; the rows that pad a block count nothing. */
function addLogistic(x: usize, rows: i32, d: i32, theta: usize, weights: usize, out: usize): void {
  for (; rows > 0; rows -= 8) {
    dots(x, d, theta);
    const v0 = v128.load(V), v1 = v128.load(V, 16), v2 = v128.load(V, 32), v3 = v128.load(V, 48);
    const e0 = expMinusAbs(v0), e1 = expMinusAbs(v1), e2 = expMinusAbs(v2), e3 = expMinusAbs(v3);
    let l0 = weighted(softplusMinus(v0, e0), weights, 0), l1 = weighted(softplusMinus(v1, e1), weights, 16);
    let l2 = weighted(softplusMinus(v2, e2), weights, 32), l3 = weighted(softplusMinus(v3, e3), weights, 48);
    if (rows < 8) {
      l0 = v128.and(l0, present(rows, 0));
      l1 = v128.and(l1, present(rows, 2));
      l2 = v128.and(l2, present(rows, 4));
      l3 = v128.and(l3, present(rows, 6));
    }
    accumulate(out, l0, l1, l2, l3);
    const r0 = reciprocal(e0), r1 = reciprocal(e1), r2 = reciprocal(e2), r3 = reciprocal(e3);
    const p0 = weighted(sigmaMinus(v0, e0, r0), weights, 0), p1 = weighted(sigmaMinus(v1, e1, r1), weights, 16);
    const p2 = weighted(sigmaMinus(v2, e2, r2), weights, 32), p3 = weighted(sigmaMinus(v3, e3, r3), weights, 48);
    x = addGradient(x, d, out + 16, p0, p1, p2, p3);
    if (weights != 0) weights += 64;
  }
}

/**
 * Annealed sign loss (T2) at `count` points: sums of w tanh(v / 2) (1) and of w times its derivative times z (d) into out,
 * v = lambda z . theta, thetas given already multiplied by lambda. While adding, out holds two lanes a quantity; a point's
 * sums begin 16 (d + 1) bytes after those of the point before.
 */
export function annealed(
  x: usize, n: i32, d: i32, scaledThetas: usize, count: i32, weights: usize, out: usize,
): void {
  evaluate(x, n, d, scaledThetas, count, weights, out, true);
}

/** Logistic loss at `count` points: sums of w log(1 + exp(-v)) (1) and of w sigma(-v) z (d), laid out as by `annealed`. */
export function logistic(x: usize, n: i32, d: i32, thetas: usize, count: i32, weights: usize, out: usize): void {
  evaluate(x, n, d, thetas, count, weights, out, false);
}

/** Reads the comparisons once, in pieces; each point's sums see the blocks in the same order as if it were alone. */
@inline
function evaluate(
  x: usize, n: i32, d: i32, thetas: usize, count: i32, weights: usize, out: usize, sign: bool,
): void {
  const size = d + 1;
  memory.fill(out, 0, <usize>count * (<usize>size << 4));
  const piece = count == 1 ? n : max(8, (PIECE / (8 * d)) & ~7);
  for (let first = 0; first < n; first += piece) {
    const rows = min(piece, n - first);
    const at = x + <usize>first * (<usize>d << 3);
    const weightsAt: usize = weights == 0 ? 0 : weights + (<usize>first << 3);
    for (let k = 0; k < count; k++) {
      const theta = thetas + <usize>k * (<usize>d << 3);
      const sums = out + <usize>k * (<usize>size << 4);
      if (sign) addAnnealed(at, (rows + 7) >> 3, d, theta, weightsAt, sums);
      else addLogistic(at, rows, d, theta, weightsAt, sums);
    }
  }
  for (let k = 0; k < count; k++) pack(out + <usize>k * (<usize>size << 4), size);
}
