// Un-normalised sums over comparisons. Rows of a block are added as (0,1)+(2,3)+(4,5)+(6,7) pairs of lanes in the
// order (p0 + p1) + (p2 + p3), then to one two-lane accumulator a quantity, whose lanes are added at the end.
import { MINUS_700, ONE } from './coefficients';
import { constant, exp2lanes } from './elementary';

@inline
function tree(a: v128, b: v128, c: v128, d: v128): v128 {
  return f64x2.add(f64x2.add(a, b), f64x2.add(c, d));
}

@inline
function total(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}

@inline
function accumulate(at: usize, a: v128, b: v128, c: v128, d: v128): void {
  v128.store(at, f64x2.add(v128.load(at), tree(a, b, c, d)));
}

@inline
function expMinusAbs(v: v128): v128 {
  return exp2lanes(f64x2.pmax(f64x2.neg(f64x2.abs(v)), constant(MINUS_700)));
}

@inline
function reciprocal(e: v128): v128 {
  return f64x2.div(constant(ONE), f64x2.add(constant(ONE), e));
}

/** sigma(-v) from e = exp(-|v|) and r = 1 / (1 + e). */
@inline
function sigmaMinus(v: v128, e: v128, r: v128): v128 {
  return f64x2.mul(v128.bitselect(e, constant(ONE), f64x2.ge(v, f64x2.splat(0.0))), r);
}

@inline
function dot4(x: usize, d: i32, theta: usize): v128 {
  let sum = f64x2.splat(0.0);
  for (let j = 0; j < d; j++) {
    sum = f64x2.add(sum, f64x2.mul(v128.load(x), v128.load64_splat(theta)));
    x += 64;
    theta += 8;
  }
  return sum;
}

/**
 * d = 2: sums of sigma(-v) z (2), sigma'(v) z z' (3: 11, 12, 22), |z|^2 and |z|^4 into out[0..6], v = z . (t0, t1),
 * over blocks 0, stride, 2 stride, ...
 */
export function logistic2(x: usize, blocks: i32, stride: i32, t0: f64, t1: f64, out: usize): void {
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

/**
 * Any d: sums of sigma(-v) z (d), sigma'(v) z z' (lower triangle by rows, d (d + 1) / 2), |z|^2 and |z|^4.
 * out holds two lanes for each of these d + d (d + 1) / 2 + 2 quantities while adding, then packed totals.
 */
export function logistic(x: usize, blocks: i32, stride: i32, d: i32, theta: usize, out: usize): void {
  const size = d + (d * (d + 1)) / 2 + 2;
  memory.fill(out, 0, <usize>size << 4);
  const blockBytes = <usize>d << 6;
  for (let b = 0; b < blocks; b += stride) {
    const v0 = dot4(x, d, theta), v1 = dot4(x + 16, d, theta), v2 = dot4(x + 32, d, theta), v3 = dot4(x + 48, d, theta);
    const e0 = expMinusAbs(v0), e1 = expMinusAbs(v1), e2 = expMinusAbs(v2), e3 = expMinusAbs(v3);
    const r0 = reciprocal(e0), r1 = reciprocal(e1), r2 = reciprocal(e2), r3 = reciprocal(e3);
    const p0 = sigmaMinus(v0, e0, r0), p1 = sigmaMinus(v1, e1, r1), p2 = sigmaMinus(v2, e2, r2), p3 = sigmaMinus(v3, e3, r3);
    const w0 = f64x2.mul(f64x2.mul(e0, r0), r0), w1 = f64x2.mul(f64x2.mul(e1, r1), r1);
    const w2 = f64x2.mul(f64x2.mul(e2, r2), r2), w3 = f64x2.mul(f64x2.mul(e3, r3), r3);
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
    accumulate(hessian, n0, n1, n2, n3);
    accumulate(hessian + 16, f64x2.mul(n0, n0), f64x2.mul(n1, n1), f64x2.mul(n2, n2), f64x2.mul(n3, n3));
    x += blockBytes * <usize>stride;
  }
  for (let q = 0; q < size; q++) f64.store(out + (<usize>q << 3), total(v128.load(out + (<usize>q << 4))));
}

/** Sum of sign(z . theta). */
export function score(x: usize, blocks: i32, d: i32, theta: usize): f64 {
  const zero = f64x2.splat(0.0);
  let sum = i64x2.splat(0);
  for (let b = 0; b < blocks; b++) {
    for (let part: usize = 0; part < 64; part += 16) {
      const v = dot4(x + part, d, theta);
      sum = i64x2.add(sum, i64x2.sub(f64x2.lt(v, zero), f64x2.gt(v, zero)));
    }
    x += <usize>d << 6;
  }
  return <f64>(i64x2.extract_lane(sum, 0) + i64x2.extract_lane(sum, 1));
}

/**
 * Annealed sign loss (T2): sums of tanh(v / 2) (1) and of its derivative times z (d) into out, v = lambda z . theta and
 * theta given already multiplied by lambda. While adding, out holds two lanes a quantity.
 */
export function annealed(x: usize, blocks: i32, d: i32, scaledTheta: usize, out: usize): void {
  memory.fill(out, 0, <usize>(d + 1) << 4);
  const one = f64x2.splat(1.0);
  const two = f64x2.splat(2.0);
  const signBit = i64x2.splat(0x8000000000000000);
  for (let b = 0; b < blocks; b++) {
    const v0 = dot4(x, d, scaledTheta), v1 = dot4(x + 16, d, scaledTheta);
    const v2 = dot4(x + 32, d, scaledTheta), v3 = dot4(x + 48, d, scaledTheta);
    const e0 = expMinusAbs(v0), e1 = expMinusAbs(v1), e2 = expMinusAbs(v2), e3 = expMinusAbs(v3);
    const r0 = reciprocal(e0), r1 = reciprocal(e1), r2 = reciprocal(e2), r3 = reciprocal(e3);
    accumulate(
      out,
      v128.xor(f64x2.mul(f64x2.sub(one, e0), r0), v128.and(v0, signBit)),
      v128.xor(f64x2.mul(f64x2.sub(one, e1), r1), v128.and(v1, signBit)),
      v128.xor(f64x2.mul(f64x2.sub(one, e2), r2), v128.and(v2, signBit)),
      v128.xor(f64x2.mul(f64x2.sub(one, e3), r3), v128.and(v3, signBit)),
    );
    const w0 = f64x2.mul(two, f64x2.mul(f64x2.mul(e0, r0), r0)), w1 = f64x2.mul(two, f64x2.mul(f64x2.mul(e1, r1), r1));
    const w2 = f64x2.mul(two, f64x2.mul(f64x2.mul(e2, r2), r2)), w3 = f64x2.mul(two, f64x2.mul(f64x2.mul(e3, r3), r3));
    let gradient = out + 16;
    for (let j = 0; j < d; j++) {
      accumulate(
        gradient,
        f64x2.mul(w0, v128.load(x)), f64x2.mul(w1, v128.load(x, 16)),
        f64x2.mul(w2, v128.load(x, 32)), f64x2.mul(w3, v128.load(x, 48)),
      );
      gradient += 16;
      x += 64;
    }
  }
  for (let q = 0; q <= d; q++) f64.store(out + (<usize>q << 3), total(v128.load(out + (<usize>q << 4))));
}
