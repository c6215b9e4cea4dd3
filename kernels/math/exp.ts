import { EXP, LN2_HI, LN2_LO, LOG2_E } from './coefficients.ts';
import { polynomial9 } from './polynomial.ts';

/** 1.5 * 2^52: adding and taking it away rounds to the nearest integer, ties to even, as the vector code does. */
export const ROUND = 6755399441055744;

const bits = new Float64Array(1);
const words = new Uint32Array(bits.buffer);

/** 2^k for integer k in [-1022, 1023]. */
function powerOfTwo(k: number): number {
  words[0] = 0;
  words[1] = (k + 1023) << 20;
  return bits[0];
}

/** exp(x - k ln 2) for |x - k ln 2| <= ln(2)/2 by a polynomial of degree 11. */
function expReduced(x: number, k: number): number {
  const r = x - k * LN2_HI - k * LN2_LO;
  return polynomial9(EXP, r) * (r * r) + r + 1;
}

/**
 * exp(x) for |x| <= 700, without range checks: 2^k exp(r), k the integer nearest x / ln 2.
 * The same operations in the same order as the vector kernel, so both give the same bits.
 */
export function expInRange(x: number): number {
  const k = x * LOG2_E + ROUND - ROUND;
  return expReduced(x, k) * powerOfTwo(k);
}

/**
 * exp(x) - 1 for 0 <= x <= 700, to full relative accuracy, without range checks: 2^k (exp(r) - 1) + (2^k - 1), in the
 * operation order of the vector kernel.
 */
export function expm1InRange(x: number): number {
  const k = x * LOG2_E + ROUND - ROUND;
  const r = x - k * LN2_HI - k * LN2_LO;
  const power = powerOfTwo(k);
  return (polynomial9(EXP, r) * (r * r) + r) * power + (power - 1);
}

/** exp(x), relative error below 2.5e-16 where the result is normal; +-Infinity and NaN as in `Math.exp`. */
export function exp(x: number): number {
  if (Math.abs(x) <= 700) return expInRange(x);
  if (x > 710) return Number.POSITIVE_INFINITY;
  if (x < -746) return 0;
  const k = x * LOG2_E + ROUND - ROUND;
  const part = x > 0 ? 512 : -512;
  return expReduced(x, k) * powerOfTwo(k - part) * powerOfTwo(part);
}
