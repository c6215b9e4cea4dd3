// The noise of choices that are not logit, and the choices themselves; blocks as in draw.ts.
import { HALF, QUARTER } from './coefficients';
import { constant, cosEighth, expm1lanes, log2lanes, sinEighth } from './elementary';
import { philox8, schedule, spareHigh, spareLow, uniformsHigh, uniformsLow } from './philox';

/**
 * One Student variable from uniforms u and u' and a spare bit for the sign: cos(turn of u) sqrt(k (u'^(-2/k) - 1)), the
 * cosine as for normals, (c - s) / sqrt 2. `rate` = 2 / k; u'^(-2/k) is held at exp(700).
 */
@inline
function studentOf(u: v128, other: v128, spare: v128, rate: v128, half: v128): v128 {
  const f = f64x2.mul(f64x2.sub(u, constant(HALF)), constant(QUARTER));
  const growth = f64x2.pmin(f64x2.mul(f64x2.neg(log2lanes(other)), rate), f64x2.splat(700.0));
  const radius = f64x2.sqrt(f64x2.mul(expm1lanes(growth), half));
  const size = f64x2.mul(f64x2.sub(cosEighth(f), sinEighth(f)), radius);
  return v128.xor(size, v128.and(i64x2.shl(spare, 63), i64x2.splat(0x8000000000000000)));
}

/**
 * Student's t with k = degrees > 0, one a row, by the polar method for t: no rejection, any k.
 * Source: Bailey (1994), "Polar generation of random variates with the t-distribution".
 */
export function student(
  dst: usize, blocks: i32, degrees: f64, key0: u32, key1: u32, index: u32, role: u32, replicate: u32,
): void {
  const rate = f64x2.splat(2.0 / degrees);
  const half = f64x2.splat(0.5 * degrees);
  schedule(key0, key1);
  for (let b = 0; b < blocks; b++) {
    philox8(index, role, replicate);
    for (let part: usize = 0; part < 2; part++) {
      const at = dst + part * 32;
      v128.store(at, studentOf(uniformsLow(part, 0), uniformsLow(part, 2), spareLow(part), rate, half));
      v128.store(at, studentOf(uniformsHigh(part, 0), uniformsHigh(part, 2), spareHigh(part), rate, half), 16);
    }
    index += 8;
    dst += 64;
  }
}

/** s <- c_0 + c_1 s + ... + c_(terms - 1) s^(terms - 1), by Horner's scheme; terms >= 1. */
export function polynomial(s: usize, blocks: i32, coefficients: usize, terms: i32): void {
  for (let b = 0; b < 4 * blocks; b++) {
    const x = v128.load(s);
    let sum = v128.load64_splat(coefficients + (<usize>(terms - 1) << 3));
    for (let k = terms - 2; k >= 0; k--) {
      sum = f64x2.add(f64x2.mul(sum, x), v128.load64_splat(coefficients + (<usize>k << 3)));
    }
    v128.store(s, sum);
    s += 16;
  }
}

/** t <- t / |s|, the tastes in units of the noise; infinite with the sign of t where s = 0, positive for t = 0. */
export function divideBySize(t: usize, s: usize, blocks: i32): void {
  const zero = f64x2.splat(0.0);
  for (let b = 0; b < 4 * blocks; b++) {
    const taste = v128.load(t);
    const size = f64x2.abs(v128.load(s));
    const sure = v128.bitselect(f64x2.splat(Infinity), f64x2.splat(-Infinity), f64x2.ge(taste, zero));
    v128.store(t, v128.bitselect(sure, f64x2.div(taste, size), f64x2.eq(size, zero)));
    t += 16;
    s += 16;
  }
}

/** x <- s x, s = +1 where t + v >= 0, else -1; v finite. */
export function chooseAbove(x: usize, t: usize, v: usize, blocks: i32, d: i32): void {
  const zero = f64x2.splat(0.0);
  for (let b = 0; b < blocks; b++) {
    for (let part: usize = 0; part < 64; part += 16) {
      const first = f64x2.ge(f64x2.add(v128.load(t + part), v128.load(v + part)), zero);
      const flip = v128.andnot(i64x2.splat(0x8000000000000000), first);
      for (let j = 0; j < d; j++) {
        const at = x + part + (<usize>j << 6);
        v128.store(at, v128.xor(v128.load(at), flip));
      }
    }
    x += <usize>d << 6;
    t += 64;
    v += 64;
  }
}
