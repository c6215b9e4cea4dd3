// exp, log, sin and cos on two float64 lanes. Every operation and its order is mirrored in kernels/math:
// no fused multiply-add, no relaxed SIMD, so that the bits do not depend on the machine.
import { COS_0, EXP_0, HALF, LN2_HI, LN2_LO, LOG2_E, LOG_0, ONE, ROUND, SIN_0, TABLE, TWO } from './coefficients';

/** Of the exponent of a float64; in memory, since engines build integer constants anew at each use. */
const BIAS = memory.data<i64>([1023], 8);

/** One constant in both lanes. */
@inline
export function constant(offset: usize): v128 {
  return v128.load64_splat(TABLE + offset);
}

/** c0 + c1 x from two neighbouring constants. */
@inline
function pair(x: v128, offset: usize): v128 {
  return f64x2.add(constant(offset), f64x2.mul(constant(offset + 8), x));
}

/** a + b x. */
@inline
function join(a: v128, b: v128, x: v128): v128 {
  return f64x2.add(a, f64x2.mul(b, x));
}

/** Polynomial of degree 6 by Estrin's scheme: short chains keep the arithmetic units busy. */
@inline
function polynomial6(x: v128, offset: usize): v128 {
  const x2 = f64x2.mul(x, x);
  const low = join(pair(x, offset), pair(x, offset + 16), x2);
  const high = join(pair(x, offset + 32), constant(offset + 48), x2);
  return join(low, high, f64x2.mul(x2, x2));
}

/** Polynomial of degree 9 by Estrin's scheme. */
@inline
function polynomial9(x: v128, x2: v128, offset: usize): v128 {
  const x4 = f64x2.mul(x2, x2);
  const low = join(pair(x, offset), pair(x, offset + 16), x2);
  const middle = join(pair(x, offset + 32), pair(x, offset + 48), x2);
  return join(join(low, middle, x4), pair(x, offset + 64), f64x2.mul(x4, x4));
}

/** exp on lanes in [-700, 700]. */
@inline
export function exp2lanes(x: v128): v128 {
  const shifted = f64x2.add(f64x2.mul(x, constant(LOG2_E)), constant(ROUND));
  const k = f64x2.sub(shifted, constant(ROUND));
  const r = f64x2.sub(
    f64x2.sub(x, f64x2.mul(k, constant(LN2_HI))),
    f64x2.mul(k, constant(LN2_LO)),
  );
  const r2 = f64x2.mul(r, r);
  const p = f64x2.add(f64x2.add(f64x2.mul(polynomial9(r, r2, EXP_0), r2), r), constant(ONE));
  const scale = i64x2.shl(i64x2.add(shifted, v128.load64_splat(BIAS)), 52);
  return f64x2.mul(p, scale);
}

/** exp(x) - 1 on lanes in [0, 700], to full relative accuracy: 2^k (exp(r) - 1) + (2^k - 1). */
@inline
export function expm1lanes(x: v128): v128 {
  const shifted = f64x2.add(f64x2.mul(x, constant(LOG2_E)), constant(ROUND));
  const k = f64x2.sub(shifted, constant(ROUND));
  const r = f64x2.sub(
    f64x2.sub(x, f64x2.mul(k, constant(LN2_HI))),
    f64x2.mul(k, constant(LN2_LO)),
  );
  const r2 = f64x2.mul(r, r);
  const p = f64x2.add(f64x2.mul(polynomial9(r, r2, EXP_0), r2), r);
  const scale = i64x2.shl(i64x2.add(shifted, v128.load64_splat(BIAS)), 52);
  return f64x2.add(f64x2.mul(p, scale), f64x2.sub(scale, constant(ONE)));
}

/** log on positive normal lanes. */
@inline
export function log2lanes(x: v128): v128 {
  const offset = i64x2.splat(0x3fe6a09e00000000);
  const shifted = i64x2.sub(x, offset);
  const exponents = i32x4.shr_s(shifted, 20);
  const k = f64x2.convert_low_i32x4_s(i32x4.shuffle(exponents, exponents, 1, 3, 1, 3));
  const m = i64x2.add(v128.and(shifted, i64x2.splat(0x000fffffffffffff)), offset);
  const f = f64x2.sub(m, constant(ONE));
  const s = f64x2.div(f, f64x2.add(constant(TWO), f));
  const z = f64x2.mul(s, s);
  const r = f64x2.mul(polynomial6(z, LOG_0), z);
  const half = f64x2.mul(f64x2.mul(constant(HALF), f), f);
  const correction = f64x2.add(f64x2.mul(s, f64x2.add(half, r)), f64x2.mul(k, constant(LN2_LO)));
  return f64x2.sub(
    f64x2.mul(k, constant(LN2_HI)),
    f64x2.sub(f64x2.sub(half, correction), f),
  );
}

/** sin of 2 pi f turns, |f| <= 1/8. */
@inline
export function sinEighth(f: v128): v128 {
  return f64x2.mul(polynomial6(f64x2.mul(f, f), SIN_0), f);
}

/** cos of 2 pi f turns, |f| <= 1/8. */
@inline
export function cosEighth(f: v128): v128 {
  const y = f64x2.mul(f, f);
  return f64x2.add(f64x2.mul(polynomial6(y, COS_0), y), constant(ONE));
}
