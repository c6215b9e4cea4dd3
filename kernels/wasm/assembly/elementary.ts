// exp, log and sin/cos of 2 pi u on two float64 lanes. Every operation and its order is mirrored in kernels/math:
// no fused multiply-add, no relaxed SIMD, so that the bits do not depend on the machine.
import {
  EXP_0, EXP_1, EXP_2, EXP_3, EXP_4, EXP_5, EXP_6, EXP_7, EXP_8, EXP_9,
  LOG_0, LOG_1, LOG_2, LOG_3, LOG_4, LOG_5, LOG_6,
  SIN_0, SIN_1, SIN_2, SIN_3, SIN_4, SIN_5, SIN_6,
  COS_0, COS_1, COS_2, COS_3, COS_4, COS_5, COS_6,
  LOG2_E, LN2_HI, LN2_LO,
} from './coefficients';

// @ts-ignore: decorator
@inline const ROUND: f64 = 6755399441055744.0;

// @ts-ignore: decorator
@inline
function step(p: v128, x: v128, c: f64): v128 {
  return f64x2.add(f64x2.mul(p, x), f64x2.splat(c));
}

/** exp on lanes in [-700, 700]. */
// @ts-ignore: decorator
@inline
export function exp2lanes(x: v128): v128 {
  const shifted = f64x2.add(f64x2.mul(x, f64x2.splat(LOG2_E)), f64x2.splat(ROUND));
  const k = f64x2.sub(shifted, f64x2.splat(ROUND));
  const r = f64x2.sub(
    f64x2.sub(x, f64x2.mul(k, f64x2.splat(LN2_HI))),
    f64x2.mul(k, f64x2.splat(LN2_LO)),
  );
  let g = step(f64x2.splat(EXP_9), r, EXP_8);
  g = step(g, r, EXP_7);
  g = step(g, r, EXP_6);
  g = step(g, r, EXP_5);
  g = step(g, r, EXP_4);
  g = step(g, r, EXP_3);
  g = step(g, r, EXP_2);
  g = step(g, r, EXP_1);
  g = step(g, r, EXP_0);
  const p = f64x2.add(f64x2.add(f64x2.mul(g, f64x2.mul(r, r)), r), f64x2.splat(1.0));
  const scale = i64x2.shl(i64x2.add(shifted, i64x2.splat(1023)), 52);
  return f64x2.mul(p, scale);
}

/** log on positive normal lanes. */
// @ts-ignore: decorator
@inline
export function log2lanes(x: v128): v128 {
  const offset = i64x2.splat(0x3fe6a09e00000000);
  const shifted = i64x2.sub(x, offset);
  const exponents = i32x4.shr_s(shifted, 20);
  const k = f64x2.convert_low_i32x4_s(i32x4.shuffle(exponents, exponents, 1, 3, 1, 3));
  const m = i64x2.add(v128.and(shifted, i64x2.splat(0x000fffffffffffff)), offset);
  const f = f64x2.sub(m, f64x2.splat(1.0));
  const s = f64x2.div(f, f64x2.add(f64x2.splat(2.0), f));
  const z = f64x2.mul(s, s);
  let r = step(f64x2.splat(LOG_6), z, LOG_5);
  r = step(r, z, LOG_4);
  r = step(r, z, LOG_3);
  r = step(r, z, LOG_2);
  r = step(r, z, LOG_1);
  r = step(r, z, LOG_0);
  r = f64x2.mul(r, z);
  const half = f64x2.mul(f64x2.mul(f64x2.splat(0.5), f), f);
  const correction = f64x2.add(f64x2.mul(s, f64x2.add(half, r)), f64x2.mul(k, f64x2.splat(LN2_LO)));
  return f64x2.sub(
    f64x2.mul(k, f64x2.splat(LN2_HI)),
    f64x2.sub(f64x2.sub(half, correction), f),
  );
}

/** 4 u rounded to an integer, as ROUND + that integer: the low two bits are the quadrant of the turn u. */
// @ts-ignore: decorator
@inline
export function quadrantOf(u: v128): v128 {
  return f64x2.add(f64x2.mul(u, f64x2.splat(4.0)), f64x2.splat(ROUND));
}

// @ts-ignore: decorator
@inline
function remainderOf(u: v128, quadrant: v128): v128 {
  return f64x2.sub(u, f64x2.mul(f64x2.sub(quadrant, f64x2.splat(ROUND)), f64x2.splat(0.25)));
}

/** sin of the turn left over after the quadrant. */
// @ts-ignore: decorator
@inline
export function sinRemainder(u: v128, quadrant: v128): v128 {
  const f = remainderOf(u, quadrant);
  const y = f64x2.mul(f, f);
  let s = step(f64x2.splat(SIN_6), y, SIN_5);
  s = step(s, y, SIN_4);
  s = step(s, y, SIN_3);
  s = step(s, y, SIN_2);
  s = step(s, y, SIN_1);
  s = step(s, y, SIN_0);
  return f64x2.mul(s, f);
}

/** cos of the turn left over after the quadrant. */
// @ts-ignore: decorator
@inline
export function cosRemainder(u: v128, quadrant: v128): v128 {
  const f = remainderOf(u, quadrant);
  const y = f64x2.mul(f, f);
  let c = step(f64x2.splat(COS_6), y, COS_5);
  c = step(c, y, COS_4);
  c = step(c, y, COS_3);
  c = step(c, y, COS_2);
  c = step(c, y, COS_1);
  c = step(c, y, COS_0);
  return f64x2.add(f64x2.mul(c, y), f64x2.splat(1.0));
}

/** sin of the whole turn from the sin and cos of the remainder. */
// @ts-ignore: decorator
@inline
export function sinOfTurn(s: v128, c: v128, quadrant: v128): v128 {
  const odd = i64x2.eq(v128.and(quadrant, i64x2.splat(1)), i64x2.splat(1));
  const sign = v128.and(i64x2.shl(quadrant, 62), i64x2.splat(0x8000000000000000));
  return v128.xor(v128.bitselect(c, s, odd), sign);
}

/** cos of the whole turn from the sin and cos of the remainder. */
// @ts-ignore: decorator
@inline
export function cosOfTurn(s: v128, c: v128, quadrant: v128): v128 {
  const odd = i64x2.eq(v128.and(quadrant, i64x2.splat(1)), i64x2.splat(1));
  const sign = v128.and(
    v128.xor(i64x2.shl(quadrant, 62), i64x2.shl(quadrant, 63)),
    i64x2.splat(0x8000000000000000),
  );
  return v128.xor(v128.bitselect(s, c, odd), sign);
}
