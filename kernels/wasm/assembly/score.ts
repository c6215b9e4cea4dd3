// The hard 0-1 score: sums of w sign(z . theta); v = -0 and 0 count 0.
import { dots, dotsAt, rowsOfBlock, signBit, total, tree, widened } from './lanes';

/** Sum over float64 comparisons; without weights counted in integers. */
export function score(x: usize, blocks: i32, d: i32, theta: usize, weights: usize): f64 {
  return weights == 0 ? count<f64>(x, blocks, d, theta) : weigh<f64>(x, blocks, d, theta, weights);
}

/** Sum over n float32 comparisons; theta and weights in float32, added in float64. */
export function score32(x: usize, n: i32, d: i32, theta: usize, weights: usize): f64 {
  const blocks = (n + 15) / rowsOfBlock<f32>();
  return weights == 0 ? count<f32>(x, blocks, d, theta) : weigh<f32>(x, blocks, d, theta, weights);
}

/** Rows with v > 0 less rows with v < 0. */
function count<T>(x: usize, blocks: i32, d: i32, theta: usize): f64 {
  const zero = v128.splat<T>(0);
  let sum = i64x2.splat(0);
  for (let b = 0; b < blocks; b++) {
    dots<T>(x, d, theta);
    for (let k: usize = 0; k < 4; k++) {
      const v = dotsAt(k);
      const below = v128.lt<T>(v, zero), above = v128.gt<T>(v, zero);
      if (sizeof<T>() == 8) sum = i64x2.add(sum, i64x2.sub(below, above));
      else sum = i32x4.add(sum, i32x4.sub(below, above));
    }
    x += <usize>d << 6;
  }
  if (sizeof<T>() == 8) return <f64>(i64x2.extract_lane(sum, 0) + i64x2.extract_lane(sum, 1));
  const halves = i64x2.add(i64x2.extend_low_i32x4_s(sum), i64x2.extend_high_i32x4_s(sum));
  return <f64>(i64x2.extract_lane(halves, 0) + i64x2.extract_lane(halves, 1));
}

function weigh<T>(x: usize, blocks: i32, d: i32, theta: usize, weights: usize): f64 {
  let sums = f64x2.splat(0);
  for (let b = 0; b < blocks; b++) {
    dots<T>(x, d, theta);
    const s0 = signed<T>(0, weights), s1 = signed<T>(1, weights), s2 = signed<T>(2, weights), s3 = signed<T>(3, weights);
    if (sizeof<T>() == 8) sums = f64x2.add(sums, tree<f64>(s0, s1, s2, s3));
    else {
      sums = f64x2.add(sums, widened(s0));
      sums = f64x2.add(sums, widened(s1));
      sums = f64x2.add(sums, widened(s2));
      sums = f64x2.add(sums, widened(s3));
    }
    x += <usize>d << 6;
    weights += 64;
  }
  return total(sums);
}

/** w sign(v) of a vector of rows. */
@inline
function signed<T>(vector: usize, weights: usize): v128 {
  const v = dotsAt(vector);
  const zero = v128.splat<T>(0);
  const minus = v128.and(v128.lt<T>(v, zero), signBit<T>());
  return v128.and(v128.xor(v128.load(weights + (vector << 4)), minus), v128.ne<T>(v, zero));
}
