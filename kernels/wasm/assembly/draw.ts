// Features, tastes and choices, eight rows a block, column by column inside a block.
import { HALF, QUARTER, SQRT_HALF } from './coefficients';
import { constant, cosEighth, exp2lanes, log2lanes, sinEighth } from './elementary';
import { philox8, schedule, spareHigh, spareLow, uniformsHigh, uniformsLow } from './philox';

@inline
function signed(v: v128, spare: v128, bit: i32): v128 {
  return v128.xor(v, v128.and(i64x2.shl(spare, 63 - bit), i64x2.splat(0x8000000000000000)));
}

/**
 * A point at a uniform angle: the angle within its quadrant is (1/8 + f) turns, f = (u - 1/2) / 4, whose cos and sin are
 * (c - s) / sqrt 2 and (c + s) / sqrt 2 with c, s those of f; the quadrant is two spare bits, as signs. `radius` is the
 * distance from the origin over sqrt 2.
 */
@inline
export function storePoint(dst: usize, u: v128, spare: v128, radius: v128, second: bool): void {
  const f = f64x2.mul(f64x2.sub(u, constant(HALF)), constant(QUARTER));
  const s = sinEighth(f);
  const c = cosEighth(f);
  v128.store(dst, signed(f64x2.mul(f64x2.sub(c, s), radius), spare, 0));
  if (second) v128.store(dst + 64, signed(f64x2.mul(f64x2.add(c, s), radius), spare, 1));
}

@inline
export function radiusOf(u: v128): v128 {
  return f64x2.sqrt(f64x2.neg(log2lanes(u)));
}

/** Box-Muller: points at uniform angles and distance sqrt(-2 log u'), into one or two columns of each block. */
export function gaussianPair(
  dst: usize, stride: usize, blocks: i32, second: bool,
  key0: u32, key1: u32, index: u32, role: u32, replicate: u32,
): void {
  schedule(key0, key1);
  for (let b = 0; b < blocks; b++) {
    philox8(index, role, replicate);
    for (let half: usize = 0; half < 2; half++) {
      const at = dst + half * 32;
      storePoint(at, uniformsLow(half, 0), spareLow(half), radiusOf(uniformsLow(half, 2)), second);
      storePoint(at + 16, uniformsHigh(half, 0), spareHigh(half), radiusOf(uniformsHigh(half, 2)), second);
    }
    index += 8;
    dst += stride;
  }
}

/** Points of the unit circle. */
export function circle(
  dst: usize, blocks: i32, key0: u32, key1: u32, index: u32, role: u32, replicate: u32,
): void {
  const radius = constant(SQRT_HALF);
  schedule(key0, key1);
  for (let b = 0; b < blocks; b++) {
    philox8(index, role, replicate);
    for (let half: usize = 0; half < 2; half++) {
      const at = dst + half * 32;
      storePoint(at, uniformsLow(half, 0), spareLow(half), radius, true);
      storePoint(at + 16, uniformsHigh(half, 0), spareHigh(half), radius, true);
    }
    index += 8;
    dst += 128;
  }
}

/** Two uniforms a row, from words 0-1 and from words 2-3 of one Philox block. */
export function uniformPair(
  first: usize, second: usize, blocks: i32, key0: u32, key1: u32, index: u32, role: u32, replicate: u32,
): void {
  schedule(key0, key1);
  for (let b = 0; b < blocks; b++) {
    philox8(index, role, replicate);
    for (let half: usize = 0; half < 2; half++) {
      v128.store(first + half * 32, uniformsLow(half, 0));
      v128.store(first + half * 32, uniformsHigh(half, 0), 16);
      v128.store(second + half * 32, uniformsLow(half, 2));
      v128.store(second + half * 32, uniformsHigh(half, 2), 16);
    }
    index += 8;
    first += 64;
    second += 64;
  }
}

/** x <- mean + L x for each row, L lower triangular (row-major d x d), in place from the last coordinate up. */
export function affine(x: usize, blocks: i32, d: i32, factor: usize, mean: usize): void {
  for (let b = 0; b < blocks; b++) {
    for (let part: usize = 0; part < 64; part += 16) {
      for (let j = d - 1; j >= 0; j--) {
        const row = factor + (<usize>(j * d) << 3);
        let sum = v128.load64_splat(mean + (<usize>j << 3));
        for (let k = 0; k <= j; k++) {
          const term = f64x2.mul(v128.load64_splat(row + (<usize>k << 3)), v128.load(x + part + (<usize>k << 6)));
          sum = f64x2.add(sum, term);
        }
        v128.store(x + part + (<usize>j << 6), sum);
      }
    }
    x += <usize>d << 6;
  }
}

/** x <- x / |x| for each row. */
export function normaliseRows(x: usize, blocks: i32, d: i32): void {
  for (let b = 0; b < blocks; b++) {
    for (let part: usize = 0; part < 64; part += 16) {
      let sum = f64x2.splat(0.0);
      for (let j = 0; j < d; j++) {
        const v = v128.load(x + part + (<usize>j << 6));
        sum = f64x2.add(sum, f64x2.mul(v, v));
      }
      const norm = f64x2.sqrt(sum);
      for (let j = 0; j < d; j++) {
        const at = x + part + (<usize>j << 6);
        v128.store(at, f64x2.div(v128.load(at), norm));
      }
    }
    x += <usize>d << 6;
  }
}

/** t = x . beta for each row, one beta for all. */
export function dotFixed(t: usize, x: usize, blocks: i32, d: i32, beta: usize): void {
  for (let b = 0; b < blocks; b++) {
    for (let part: usize = 0; part < 64; part += 16) {
      let sum = f64x2.splat(0.0);
      for (let j = 0; j < d; j++) {
        const term = f64x2.mul(v128.load(x + part + (<usize>j << 6)), v128.load64_splat(beta + (<usize>j << 3)));
        sum = f64x2.add(sum, term);
      }
      v128.store(t + part, sum);
    }
    x += <usize>d << 6;
    t += 64;
  }
}

/** t = x . beta for each row, beta of the row in the same layout as x. */
export function dotRows(t: usize, x: usize, beta: usize, blocks: i32, d: i32): void {
  for (let b = 0; b < blocks; b++) {
    for (let part: usize = 0; part < 64; part += 16) {
      let sum = f64x2.splat(0.0);
      for (let j = 0; j < d; j++) {
        const at = part + (<usize>j << 6);
        sum = f64x2.add(sum, f64x2.mul(v128.load(x + at), v128.load(beta + at)));
      }
      v128.store(t + part, sum);
    }
    x += <usize>d << 6;
    beta += <usize>d << 6;
    t += 64;
  }
}

/** t = x . types[k], k the number of cumulative weights <= u; types is K x d, cumulative has K - 1 entries. */
export function dotTypes(
  t: usize, x: usize, u: usize, blocks: i32, d: i32, types: usize, cumulative: usize, kinds: i32,
): void {
  const rowBytes = <usize>d << 3;
  for (let b = 0; b < blocks; b++) {
    for (let part: usize = 0; part < 64; part += 16) {
      const uniform = v128.load(u + part);
      let sum = f64x2.splat(0.0);
      for (let j = 0; j < d; j++) {
        let at = types + (<usize>j << 3);
        let beta = v128.load64_splat(at);
        for (let k = 0; k < kinds - 1; k++) {
          at += rowBytes;
          const beyond = f64x2.ge(uniform, v128.load64_splat(cumulative + (<usize>k << 3)));
          beta = v128.bitselect(v128.load64_splat(at), beta, beyond);
        }
        sum = f64x2.add(sum, f64x2.mul(v128.load(x + part + (<usize>j << 6)), beta));
      }
      v128.store(t + part, sum);
    }
    x += <usize>d << 6;
    u += 64;
    t += 64;
  }
}

/** t <- t scales[k], k the number of cumulative weights <= u. */
export function scaleByType(t: usize, u: usize, blocks: i32, scales: usize, cumulative: usize, kinds: i32): void {
  for (let b = 0; b < 4 * blocks; b++) {
    const uniform = v128.load(u);
    let scale = v128.load64_splat(scales);
    for (let k = 0; k < kinds - 1; k++) {
      const beyond = f64x2.ge(uniform, v128.load64_splat(cumulative + (<usize>k << 3)));
      scale = v128.bitselect(v128.load64_splat(scales + (<usize>(k + 1) << 3)), scale, beyond);
    }
    v128.store(t, f64x2.mul(v128.load(t), scale));
    t += 16;
    u += 16;
  }
}

/** x <- s x, s = +1 where u (1 + exp(-t)) < 1, that is with probability sigma(t), else -1. */
export function chooseLogit(x: usize, t: usize, u: usize, blocks: i32, d: i32): void {
  const one = f64x2.splat(1.0);
  for (let b = 0; b < blocks; b++) {
    for (let part: usize = 0; part < 64; part += 16) {
      const bounded = f64x2.pmin(f64x2.pmax(v128.load(t + part), f64x2.splat(-700.0)), f64x2.splat(700.0));
      const odds = f64x2.add(one, exp2lanes(f64x2.neg(bounded)));
      const other = f64x2.ge(f64x2.mul(v128.load(u + part), odds), one);
      const flip = v128.and(other, i64x2.splat(0x8000000000000000));
      for (let j = 0; j < d; j++) {
        const at = x + part + (<usize>j << 6);
        v128.store(at, v128.xor(v128.load(at), flip));
      }
    }
    x += <usize>d << 6;
    t += 64;
    u += 64;
  }
}
