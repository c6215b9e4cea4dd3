// exp(-|v|) and what the losses make of it, on lanes of T = f64 or f32. In float64 every operation is mirrored in kernels/math.
import { MINUS_700, ONE, TWO } from './coefficients';
import { constant, exp2lanes, log2lanes } from './elementary';
import { signBit } from './lanes';

/** 1 in all lanes; float64 constants come from memory, since engines build them anew at each use. */
@inline
export function one<T>(): v128 {
  return sizeof<T>() == 8 ? constant(ONE) : f32x4.splat(1);
}

@inline
export function two<T>(): v128 {
  return sizeof<T>() == 8 ? constant(TWO) : f32x4.splat(2);
}

/** exp(-|v|); from |v| = 700 on, 87 in float32, it stays what it is there. */
@inline
export function expMinusAbs<T>(v: v128): v128 {
  const x = v128.or(v, signBit<T>());
  return sizeof<T>() == 8
    ? exp2lanes(f64x2.pmax(x, constant(MINUS_700)))
    : exp4lanes(f32x4.pmax(x, f32x4.splat(-87)));
}

/** 1 / (1 + e). */
@inline
export function reciprocal<T>(e: v128): v128 {
  return v128.div<T>(one<T>(), v128.add<T>(one<T>(), e));
}

/** sigma(-v) from e = exp(-|v|) and r = 1 / (1 + e). */
@inline
export function sigmaMinus<T>(v: v128, e: v128, r: v128): v128 {
  return v128.mul<T>(v128.bitselect(e, one<T>(), v128.ge<T>(v, v128.splat<T>(0))), r);
}

/** log(1 + exp(-v)) = max(-v, 0) + log(1 + e), without overflow. */
@inline
export function softplusMinus<T>(v: v128, e: v128): v128 {
  const above = v128.pmax<T>(v128.neg<T>(v), v128.splat<T>(0));
  return v128.add<T>(above, sizeof<T>() == 8 ? log2lanes(v128.add<T>(one<T>(), e)) : logOnePlus4lanes(e));
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

/** exp on float32 lanes in [-87, 0], relative error below 2^-22. Polynomial: Cephes expf (Moshier). */
@inline
function exp4lanes(x: v128): v128 {
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

/** log(1 + e) on float32 lanes in [0, 1]. Polynomial: Cephes logf (Moshier). */
@inline
function logOnePlus4lanes(e: v128): v128 {
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
