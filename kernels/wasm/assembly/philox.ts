// Philox4x32-10 (Salmon, Moraes, Dror & Shaw 2011) on eight counters at once.

@inline const M0: u32 = 0xd2511f53;
@inline const M1: u32 = 0xcd9e8d57;
@inline const W0: u32 = 0x9e3779b9;
@inline const W1: u32 = 0xbb67ae85;

/** Words 0-3 of rows 0-3 of the last call, then of rows 4-7. */
const WORDS: usize = memory.data(128, 16);
/** Both round keys of each round in all lanes. */
const KEYS: usize = memory.data(320, 16);

@inline
function word(half: usize, which: usize): v128 {
  return v128.load(WORDS + half * 64 + which * 16);
}

@inline
function high(low2: v128, high2: v128): v128 {
  return i32x4.shuffle(low2, high2, 1, 3, 5, 7);
}

@inline
function low(low2: v128, high2: v128): v128 {
  return i32x4.shuffle(low2, high2, 0, 2, 4, 6);
}

/** Prepares the rounds for one key. */
export function schedule(key0: u32, key1: u32): void {
  for (let round: usize = 0; round < 10; round++) {
    v128.store(KEYS + round * 32, i32x4.splat(key0));
    v128.store(KEYS + round * 32 + 16, i32x4.splat(key1));
    key0 += W0;
    key1 += W1;
  }
}

@inline
function keyed(a: v128, b: v128, round: usize, which: usize): v128 {
  return v128.xor(v128.xor(a, b), v128.load(KEYS + round * 32 + which * 16));
}

/**
 * Counters (index + row, attempt, role, replicate) for row = 0..7 under the scheduled key. Rows 0-3 and 4-7 advance together:
 * one chain of rounds alone would leave the multipliers waiting.
 */
@inline
export function philox8(index: u32, role: u32, replicate: u32, attempt: u32 = 0): void {
  const m0 = i32x4.splat(M0);
  const m1 = i32x4.splat(M1);
  const i = i32x4.add(i32x4.splat(index), i32x4(0, 1, 2, 3));
  const j = i32x4.add(i, i32x4.splat(4));
  const same = <u64>M1 * <u64>role;
  const same0 = i32x4.splat(<u32>(same >> 32));
  const same1 = i32x4.splat(<u32>same);
  const second = i32x4.splat(attempt);

  let a = i64x2.extmul_low_i32x4_u(i, m0), b = i64x2.extmul_high_i32x4_u(i, m0);
  let c = i64x2.extmul_low_i32x4_u(j, m0), d = i64x2.extmul_high_i32x4_u(j, m0);
  let x0 = keyed(same0, second, 0, 0), x1 = same1;
  let x2 = keyed(high(a, b), i32x4.splat(replicate), 0, 1), x3 = low(a, b);
  let y0 = x0, y1 = same1;
  let y2 = keyed(high(c, d), i32x4.splat(replicate), 0, 1), y3 = low(c, d);

  for (let round: usize = 1; round < 10; round++) {
    a = i64x2.extmul_low_i32x4_u(x0, m0);
    b = i64x2.extmul_high_i32x4_u(x0, m0);
    c = i64x2.extmul_low_i32x4_u(x2, m1);
    d = i64x2.extmul_high_i32x4_u(x2, m1);
    x0 = keyed(high(c, d), x1, round, 0);
    x2 = keyed(high(a, b), x3, round, 1);
    x1 = low(c, d);
    x3 = low(a, b);
    a = i64x2.extmul_low_i32x4_u(y0, m0);
    b = i64x2.extmul_high_i32x4_u(y0, m0);
    c = i64x2.extmul_low_i32x4_u(y2, m1);
    d = i64x2.extmul_high_i32x4_u(y2, m1);
    y0 = keyed(high(c, d), y1, round, 0);
    y2 = keyed(high(a, b), y3, round, 1);
    y1 = low(c, d);
    y3 = low(a, b);
  }
  v128.store(WORDS, x0);
  v128.store(WORDS, x1, 16);
  v128.store(WORDS, x2, 32);
  v128.store(WORDS, x3, 48);
  v128.store(WORDS, y0, 64);
  v128.store(WORDS, y1, 80);
  v128.store(WORDS, y2, 96);
  v128.store(WORDS, y3, 112);
}

/** Two open uniforms (2k + 1) 2^-53, k the top 52 bits of the 64-bit lanes. */
@inline
function open(bits: v128): v128 {
  const mantissa = v128.or(i64x2.shr_u(bits, 12), i64x2.splat(0x3ff0000000000000));
  return f64x2.add(f64x2.sub(mantissa, f64x2.splat(1.0)), f64x2.splat(1.1102230246251565e-16));
}

/** Uniforms of rows 0-1 of a half from words `which` (low) and `which` + 1 (high). */
@inline
export function uniformsLow(half: usize, which: usize): v128 {
  return open(i32x4.shuffle(word(half, which), word(half, which + 1), 0, 4, 1, 5));
}

/** Uniforms of rows 2-3 of a half. */
@inline
export function uniformsHigh(half: usize, which: usize): v128 {
  return open(i32x4.shuffle(word(half, which), word(half, which + 1), 2, 6, 3, 7));
}

/** Word 0 of rows 0-1 of a half, one a 64-bit lane in its low 32 bits: its low 12 bits are in no uniform. */
@inline
export function spareLow(half: usize): v128 {
  return i32x4.shuffle(word(half, 0), word(half, 0), 0, 0, 1, 1);
}

/** Word 0 of rows 2-3 of a half. */
@inline
export function spareHigh(half: usize): v128 {
  return i32x4.shuffle(word(half, 0), word(half, 0), 2, 2, 3, 3);
}
