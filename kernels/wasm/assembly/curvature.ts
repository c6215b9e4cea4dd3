// What Newton's method needs of the logistic loss: gradient, Hessian and moments, over blocks 0, stride, 2 stride, ...
import { accumulate, dots, dotsAt, flush, pack, rowsOfBlock, weighted, total } from './lanes';
import { expMinusAbs, reciprocal, sigmaMinus } from './sigmoid';

/** Blocks of float32 rows whose sums are added in float32: 128 rows. */
const BLOCKS_ADDED = 8;

/**
 * Sums of w sigma(-v) z (d), w sigma'(v) z z' (lower triangle by rows, d (d + 1) / 2), w |z|^2 and w |z|^4, v = z . theta.
 * out holds two lanes for each of these d + d (d + 1) / 2 + 2 quantities while adding, then packed totals.
 */
export function curvature(
  x: usize, blocks: i32, stride: i32, d: i32, theta: usize, weights: usize, out: usize,
): void {
  curvatureOf<f64>(x, blocks, stride, d, theta, weights, out, out);
}

/** As `curvature`, of n float32 comparisons; theta and weights in float32; `part` has as much room as out. */
export function curvature32(
  x: usize, n: i32, stride: i32, d: i32, theta: usize, weights: usize, part: usize, out: usize,
): void {
  curvatureOf<f32>(x, (n + 15) / rowsOfBlock<f32>(), stride, d, theta, weights, part, out);
}

@inline
function curvatureOf<T>(
  x: usize, blocks: i32, stride: i32, d: i32, theta: usize, weights: usize, part: usize, out: usize,
): void {
  const size = d + (d * (d + 1)) / 2 + 2;
  memory.fill(out, 0, <usize>size << 4);
  if (sizeof<T>() == 4) memory.fill(part, 0, <usize>size << 4);
  let waiting = 0;
  for (let b = 0; b < blocks; b += stride) {
    addCurvature<T>(x, d, theta, weights == 0 ? 0 : weights + (<usize>b << 6), part);
    x += (<usize>d << 6) * <usize>stride;
    if (sizeof<T>() == 4 && ++waiting == BLOCKS_ADDED) {
      flush(part, out, size);
      waiting = 0;
    }
  }
  if (sizeof<T>() == 4) flush(part, out, size);
  pack(out, size);
}

/** Adds what the rows of the block at x contribute. */
function addCurvature<T>(x: usize, d: i32, theta: usize, weights: usize, gradient: usize): void {
  dots<T>(x, d, theta);
  const v0 = dotsAt(0), v1 = dotsAt(1), v2 = dotsAt(2), v3 = dotsAt(3);
  const e0 = expMinusAbs<T>(v0), e1 = expMinusAbs<T>(v1), e2 = expMinusAbs<T>(v2), e3 = expMinusAbs<T>(v3);
  const r0 = reciprocal<T>(e0), r1 = reciprocal<T>(e1), r2 = reciprocal<T>(e2), r3 = reciprocal<T>(e3);
  const p0 = weighted<T>(sigmaMinus<T>(v0, e0, r0), weights, 0);
  const p1 = weighted<T>(sigmaMinus<T>(v1, e1, r1), weights, 1);
  const p2 = weighted<T>(sigmaMinus<T>(v2, e2, r2), weights, 2);
  const p3 = weighted<T>(sigmaMinus<T>(v3, e3, r3), weights, 3);
  const w0 = weighted<T>(v128.mul<T>(v128.mul<T>(e0, r0), r0), weights, 0);
  const w1 = weighted<T>(v128.mul<T>(v128.mul<T>(e1, r1), r1), weights, 1);
  const w2 = weighted<T>(v128.mul<T>(v128.mul<T>(e2, r2), r2), weights, 2);
  const w3 = weighted<T>(v128.mul<T>(v128.mul<T>(e3, r3), r3), weights, 3);
  addWeighted<T>(x, d, gradient, p0, p1, p2, p3, w0, w1, w2, w3, weights);
}

/**
 * Adds p z (d), w z z' (lower triangle by rows) and the moments |z|^2 and |z|^4 of the rows of the block at x, p and w a weight
 * a row; the moments times the weights at `weights`, where there are some.
 */
@inline
export function addWeighted<T>(
  x: usize, d: i32, gradient: usize,
  p0: v128, p1: v128, p2: v128, p3: v128, w0: v128, w1: v128, w2: v128, w3: v128, weights: usize,
): void {
  let n0 = v128.splat<T>(0), n1 = n0, n2 = n0, n3 = n0;
  let hessian = gradient + (<usize>d << 4);
  let zj = x;
  for (let j = 0; j < d; j++) {
    const a0 = v128.load(zj), a1 = v128.load(zj, 16), a2 = v128.load(zj, 32), a3 = v128.load(zj, 48);
    accumulate<T>(gradient, v128.mul<T>(p0, a0), v128.mul<T>(p1, a1), v128.mul<T>(p2, a2), v128.mul<T>(p3, a3));
    n0 = v128.add<T>(n0, v128.mul<T>(a0, a0));
    n1 = v128.add<T>(n1, v128.mul<T>(a1, a1));
    n2 = v128.add<T>(n2, v128.mul<T>(a2, a2));
    n3 = v128.add<T>(n3, v128.mul<T>(a3, a3));
    const b0 = v128.mul<T>(w0, a0), b1 = v128.mul<T>(w1, a1), b2 = v128.mul<T>(w2, a2), b3 = v128.mul<T>(w3, a3);
    let zk = x;
    for (let k = 0; k <= j; k++) {
      accumulate<T>(
        hessian,
        v128.mul<T>(b0, v128.load(zk)), v128.mul<T>(b1, v128.load(zk, 16)),
        v128.mul<T>(b2, v128.load(zk, 32)), v128.mul<T>(b3, v128.load(zk, 48)),
      );
      hessian += 16;
      zk += 64;
    }
    gradient += 16;
    zj += 64;
  }
  const m0 = weighted<T>(n0, weights, 0), m1 = weighted<T>(n1, weights, 1);
  const m2 = weighted<T>(n2, weights, 2), m3 = weighted<T>(n3, weights, 3);
  accumulate<T>(hessian, m0, m1, m2, m3);
  accumulate<T>(
    hessian + 16,
    v128.mul<T>(m0, n0), v128.mul<T>(m1, n1), v128.mul<T>(m2, n2), v128.mul<T>(m3, n3),
  );
}

/**
 * The same for float64, d = 2 and no weights: sums of sigma(-v) z (2), sigma'(v) z z' (3: 11, 12, 22), |z|^2 and |z|^4 into
 * out[0..6], v = z . (t0, t1).
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
      const ev = expMinusAbs<f64>(v), ew = expMinusAbs<f64>(w);
      const rv = reciprocal<f64>(ev), rw = reciprocal<f64>(ew);
      const pv = sigmaMinus<f64>(v, ev, rv), pw = sigmaMinus<f64>(w, ew, rw);
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
