// The probit likelihood's sums over comparisons, added up as in curvature.ts.
import { HALF, MINUS_700, ONE, SQRT_HALF, TWO } from './coefficients';
import { addWeighted } from './curvature';
import { constant, exp2lanes } from './elementary';
import { dots, dotsAt, pack } from './lanes';
import { DEGREE, ERFC } from './normal-cdf-coefficients';

/** 3.75, 1 / sqrt(2 pi), sqrt(2 / pi), -10^4. */
const SHIFT = memory.data<f64>([3.75, 0.3989422804014327, 0.7978845608028654, -10000.0], 8);
const DENSITY_0 = SHIFT + 8;
const TWICE_DENSITY_0 = SHIFT + 16;
const FAR = SHIFT + 24;

@inline
function own(at: usize): v128 {
  return v128.load64_splat(at);
}

/** |v| / sqrt 2. */
@inline
function size(v: v128): v128 {
  return f64x2.mul(f64x2.abs(v), constant(SQRT_HALF));
}

/** (x - 3.75) / (x + 3.75). */
@inline
function variable(x: v128): v128 {
  return f64x2.div(f64x2.sub(x, own(SHIFT)), f64x2.add(x, own(SHIFT)));
}

/** One step of Clenshaw's recurrence. */
@inline
function step(t2: v128, next: v128, after: v128, c: v128): v128 {
  return f64x2.add(f64x2.sub(f64x2.mul(t2, next), after), c);
}

/** phi(v) / Phi(v) from x = |v| / sqrt 2 and the series (1 + 2 x) exp(x^2) erfc(x). */
@inline
function ratio(v: v128, x: v128, series: v128): v128 {
  const factor = f64x2.add(constant(ONE), f64x2.mul(constant(TWO), x));
  const below = f64x2.div(f64x2.mul(own(TWICE_DENSITY_0), factor), series);
  const e = exp2lanes(f64x2.pmax(f64x2.neg(f64x2.mul(f64x2.mul(constant(HALF), v), v)), constant(MINUS_700)));
  const tail = f64x2.div(f64x2.mul(f64x2.mul(constant(HALF), e), series), factor);
  const above = f64x2.div(f64x2.mul(own(DENSITY_0), e), f64x2.sub(constant(ONE), tail));
  return v128.bitselect(below, above, f64x2.lt(v, f64x2.splat(0.0)));
}

/** r (r + v), which is 1 to 10^-8 below -10^4, where the sum has no digits left. */
@inline
function weight(v: v128, r: v128): v128 {
  return v128.bitselect(constant(ONE), f64x2.mul(r, f64x2.add(r, v)), f64x2.lt(v, own(FAR)));
}

/**
 * Sums of r(v) z (d), r(v) (r(v) + v) z z' (lower triangle by rows, d (d + 1) / 2), |z|^2 and |z|^4 into out, over blocks 0,
 * stride, 2 stride, ...; r = phi / Phi, v = z . theta. out holds two lanes a quantity while adding, then packed totals.
 */
export function probit(x: usize, blocks: i32, stride: i32, d: i32, theta: usize, out: usize): void {
  const sums = d + (d * (d + 1)) / 2 + 2;
  memory.fill(out, 0, <usize>sums << 4);
  const stepBytes = (<usize>d << 6) * <usize>stride;
  for (let b = 0; b < blocks; b += stride) {
    dots<f64>(x, d, theta);
    const v0 = dotsAt(0), v1 = dotsAt(1), v2 = dotsAt(2), v3 = dotsAt(3);
    const x0 = size(v0), x1 = size(v1), x2 = size(v2), x3 = size(v3);
    const t0 = variable(x0), t1 = variable(x1), t2 = variable(x2), t3 = variable(x3);
    const u0 = f64x2.add(t0, t0), u1 = f64x2.add(t1, t1), u2 = f64x2.add(t2, t2), u3 = f64x2.add(t3, t3);
    let n0 = f64x2.splat(0.0), n1 = n0, n2 = n0, n3 = n0;
    let a0 = n0, a1 = n0, a2 = n0, a3 = n0;
    for (let at = ERFC + (<usize>DEGREE << 3); at > ERFC; at -= 8) {
      const c = v128.load64_splat(at);
      const m0 = step(u0, n0, a0, c), m1 = step(u1, n1, a1, c), m2 = step(u2, n2, a2, c), m3 = step(u3, n3, a3, c);
      a0 = n0; a1 = n1; a2 = n2; a3 = n3;
      n0 = m0; n1 = m1; n2 = m2; n3 = m3;
    }
    const c = v128.load64_splat(ERFC);
    const r0 = ratio(v0, x0, step(t0, n0, a0, c)), r1 = ratio(v1, x1, step(t1, n1, a1, c));
    const r2 = ratio(v2, x2, step(t2, n2, a2, c)), r3 = ratio(v3, x3, step(t3, n3, a3, c));
    addWeighted<f64>(
      x, d, out, r0, r1, r2, r3, weight(v0, r0), weight(v1, r1), weight(v2, r2), weight(v3, r3), 0,
    );
    x += stepBytes;
  }
  pack(out, sums);
}
