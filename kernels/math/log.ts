import { LN2_HI, LN2_LO, LOG } from './coefficients.ts';
import { polynomial6 } from './polynomial.ts';

const bits = new Float64Array(1);
const words = new Uint32Array(bits.buffer);

/** High word of sqrt(1/2), and the offset that brings a mantissa into [sqrt(1/2), sqrt(2)). */
const SQRT_HALF_HIGH = 0x3fe6a09e;

/**
 * log(x) for a normal x > 0, without range checks: x = 2^k m, m in [sqrt(1/2), sqrt(2)), f = m - 1, s = f / (2 + f),
 * log(1 + f) = f - f^2/2 + s (f^2/2 + R(s^2)). The same operations in the same order as the vector kernel.
 */
export function logInRange(x: number): number {
  bits[0] = x;
  const shifted = words[1] - SQRT_HALF_HIGH;
  const k = shifted >> 20;
  words[1] = (shifted & 0xfffff) + SQRT_HALF_HIGH;
  const f = bits[0] - 1;
  const s = f / (2 + f);
  const z = s * s;
  const r = polynomial6(LOG, z) * z;
  const half = 0.5 * f * f;
  return k * LN2_HI - (half - (s * (half + r) + k * LN2_LO) - f);
}

/** log(x), error below 1 unit in the last place; NaN for x < 0, -Infinity at 0. */
export function log(x: number): number {
  if (x >= 2.2250738585072014e-308 && x < Number.POSITIVE_INFINITY) return logInRange(x);
  if (x > 0 && x < 1) return logInRange(x * 18014398509481984) - 54 * LN2_HI - 54 * LN2_LO;
  if (x === 0) return Number.NEGATIVE_INFINITY;
  return x > 0 ? x : Number.NaN;
}
