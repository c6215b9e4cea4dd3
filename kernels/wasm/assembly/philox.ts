// Philox4x32-10 (Salmon, Moraes, Dror & Shaw 2011) on four counters at once. Only the first counter word differs
// between the four, so the first two rounds share half of their products.

// @ts-ignore: decorator
@inline const M0: u32 = 0xd2511f53;
// @ts-ignore: decorator
@inline const M1: u32 = 0xcd9e8d57;
// @ts-ignore: decorator
@inline const W0: u32 = 0x9e3779b9;
// @ts-ignore: decorator
@inline const W1: u32 = 0xbb67ae85;

/** The four output words of the last call, one counter a lane. */
export let word0: v128 = i64x2.splat(0);
export let word1: v128 = i64x2.splat(0);
export let word2: v128 = i64x2.splat(0);
export let word3: v128 = i64x2.splat(0);

// @ts-ignore: decorator
@inline
function high(low2: v128, high2: v128): v128 {
  return i32x4.shuffle(low2, high2, 1, 3, 5, 7);
}

// @ts-ignore: decorator
@inline
function low(low2: v128, high2: v128): v128 {
  return i32x4.shuffle(low2, high2, 0, 2, 4, 6);
}

// @ts-ignore: decorator
@inline
function xor3(a: v128, b: v128, key: u32): v128 {
  return v128.xor(v128.xor(a, b), i32x4.splat(key));
}

/** Counters (index + lane, 0, role, replicate) for lane = 0..3; the words of the result in word0..word3. */
// @ts-ignore: decorator
@inline
export function philox4(index: u32, role: u32, replicate: u32, key0: u32, key1: u32): void {
  const m0 = i32x4.splat(M0);
  const m1 = i32x4.splat(M1);
  const i = i32x4.add(i32x4.splat(index), i32x4(0, 1, 2, 3));

  let a = i64x2.extmul_low_i32x4_u(i, m0);
  let b = i64x2.extmul_high_i32x4_u(i, m0);
  const fixed = <u64>M1 * <u64>role;
  const c0 = <u32>(fixed >> 32) ^ key0;
  const c1 = <u32>fixed;
  let x2 = v128.xor(high(a, b), i32x4.splat(replicate ^ key1));
  let x3 = low(a, b);

  let k0 = key0 + W0;
  let k1 = key1 + W1;
  const fixed2 = <u64>M0 * <u64>c0;
  a = i64x2.extmul_low_i32x4_u(x2, m1);
  b = i64x2.extmul_high_i32x4_u(x2, m1);
  let x0 = v128.xor(high(a, b), i32x4.splat(c1 ^ k0));
  let x1 = low(a, b);
  x2 = v128.xor(x3, i32x4.splat(<u32>(fixed2 >> 32) ^ k1));
  x3 = i32x4.splat(<u32>fixed2);

  for (let round = 2; round < 10; round++) {
    k0 += W0;
    k1 += W1;
    a = i64x2.extmul_low_i32x4_u(x0, m0);
    b = i64x2.extmul_high_i32x4_u(x0, m0);
    const c = i64x2.extmul_low_i32x4_u(x2, m1);
    const d = i64x2.extmul_high_i32x4_u(x2, m1);
    x0 = xor3(high(c, d), x1, k0);
    x2 = xor3(high(a, b), x3, k1);
    x1 = low(c, d);
    x3 = low(a, b);
  }
  word0 = x0;
  word1 = x1;
  word2 = x2;
  word3 = x3;
}

/** Two open uniforms (2k + 1) 2^-53, k the top 52 bits of the 64-bit lanes. */
// @ts-ignore: decorator
@inline
function open(bits: v128): v128 {
  const mantissa = v128.or(i64x2.shr_u(bits, 12), i64x2.splat(0x3ff0000000000000));
  return f64x2.add(f64x2.sub(mantissa, f64x2.splat(1.0)), f64x2.splat(1.1102230246251565e-16));
}

/** Uniforms of lanes 0 and 1 from the 64-bit numbers second * 2^32 + first. */
// @ts-ignore: decorator
@inline
export function uniformLow(first: v128, second: v128): v128 {
  return open(i32x4.shuffle(first, second, 0, 4, 1, 5));
}

/** Uniforms of lanes 2 and 3. */
// @ts-ignore: decorator
@inline
export function uniformHigh(first: v128, second: v128): v128 {
  return open(i32x4.shuffle(first, second, 2, 6, 3, 7));
}
