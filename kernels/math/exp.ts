import { EXP, LN2_HI, LN2_LO, LOG2_E } from './coefficients.ts';

/** 1.5 * 2^52: adding and taking it away rounds to the nearest integer, ties to even, as the vector code does. */
export const ROUND = 6755399441055744;

const bits = new Float64Array(1);
const words = new Uint32Array(bits.buffer);
const [E0, E1, E2, E3, E4, E5, E6, E7, E8, E9] = EXP;

/** 2^k for integer k in [-1022, 1023]. */
function powerOfTwo(k: number): number {
  words[0] = 0;
  words[1] = (k + 1023) << 20;
  return bits[0];
}

/**
 * exp(x) for |x| <= 700, without range checks: x = k ln 2 + r, |r| <= ln(2)/2, exp(r) by a polynomial of degree 11.
 * The same operations in the same order as the vector kernel, so both give the same bits.
 */
export function expInRange(x: number): number {
  const k = x * LOG2_E + ROUND - ROUND;
  const r = x - k * LN2_HI - k * LN2_LO;
  const g =
    ((((((((E9 * r + E8) * r + E7) * r + E6) * r + E5) * r + E4) * r + E3) * r + E2) * r + E1) * r + E0;
  return (g * (r * r) + r + 1) * powerOfTwo(k);
}

/** exp(x), relative error below 2.5e-16 where the result is normal; +-Infinity and NaN as in `Math.exp`. */
export function exp(x: number): number {
  if (Math.abs(x) <= 700) return expInRange(x);
  if (x > 710) return Number.POSITIVE_INFINITY;
  if (x < -746) return 0;
  const half = expInRange(x > 0 ? x - 512 * LN2_HI - 512 * LN2_LO : x + 512 * LN2_HI + 512 * LN2_LO);
  return x > 0 ? half * powerOfTwo(512) : half * powerOfTwo(-512);
}
