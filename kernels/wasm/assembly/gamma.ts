// Gamma variates by rejection, eight rows a block: all rows try again until the last one is accepted, and each keeps
// the first attempt that was.
import { radiusOf, storePoint } from './draw';
import { exp2lanes, log2lanes } from './elementary';
import { philox8, schedule, spareHigh, spareLow, uniformsHigh, uniformsLow } from './philox';

/** The proposals of one attempt. */
const NORMALS: usize = memory.data(64, 16);

/**
 * From this core on 1 + y rounds away more than the rejection probability, and |y| < 0.003 for every normal that can be
 * drawn: the series is exact to 1e-10 of that probability.
 */
@inline const SERIES_FROM: f64 = 1048576.0;

/** log of the acceptance probability, 3 d (log(1 + y) - y + y^2/2 - y^3/3) with d the core and y = x / sqrt(9 d). */
@inline
function exponent(y: v128, core: f64): v128 {
  const y2 = f64x2.mul(y, y);
  let remainder: v128;
  if (core < SERIES_FROM) {
    const cubic = f64x2.sub(f64x2.splat(0.5), f64x2.div(y, f64x2.splat(3.0)));
    const taken = f64x2.sub(y, f64x2.mul(y2, cubic));
    remainder = f64x2.sub(log2lanes(f64x2.add(f64x2.splat(1.0), y)), taken);
  } else {
    const tail = f64x2.sub(f64x2.splat(0.2), f64x2.div(y, f64x2.splat(6.0)));
    remainder = f64x2.mul(f64x2.mul(y2, y2), f64x2.sub(f64x2.mul(y, tail), f64x2.splat(0.25)));
  }
  return f64x2.mul(f64x2.splat(3.0 * core), remainder);
}

/** All bits of the lanes whose proposal is accepted: the squeeze decides most of them without a logarithm. */
@inline
function accepted(x: v128, y: v128, u: v128, core: f64): v128 {
  const square = f64x2.mul(x, x);
  const bound = f64x2.sub(f64x2.splat(1.0), f64x2.mul(f64x2.splat(0.0331), f64x2.mul(square, square)));
  const squeezed = f64x2.lt(u, bound);
  if (i64x2.all_true(squeezed)) return squeezed;
  const inside = f64x2.gt(y, f64x2.splat(-1.0));
  return v128.or(squeezed, v128.and(inside, f64x2.lt(log2lanes(u), exponent(y, core))));
}

/**
 * d (1 + y)^3, times U^(1/shape) for shapes below 1; `standard` subtracts the mean and divides by the standard
 * deviation, for shapes from 1 on without the cancellation that would cost digits in proportion to sqrt(shape).
 */
@inline
function finished(x: v128, y: v128, boost: v128, shape: f64, core: f64, standard: bool): v128 {
  const one = f64x2.splat(1.0);
  const deviation = f64x2.splat(sqrt(shape));
  if (standard && shape >= 1.0) {
    const stretch = f64x2.add(one, f64x2.mul(y, f64x2.add(one, f64x2.div(y, f64x2.splat(3.0)))));
    const centred = f64x2.sub(f64x2.mul(f64x2.mul(x, stretch), f64x2.splat(sqrt(core))), f64x2.splat(1.0 / 3.0));
    return f64x2.div(centred, deviation);
  }
  const v = f64x2.add(one, y);
  let value = f64x2.mul(f64x2.mul(f64x2.mul(v, v), v), f64x2.splat(core));
  if (shape < 1.0) {
    const power = f64x2.div(log2lanes(boost), f64x2.splat(shape));
    value = f64x2.mul(value, exp2lanes(f64x2.pmax(power, f64x2.splat(-700.0))));
  }
  return standard ? f64x2.div(f64x2.sub(value, f64x2.splat(shape)), deviation) : value;
}

@inline
function storeProposals(): void {
  for (let half: usize = 0; half < 2; half++) {
    const at = NORMALS + half * 32;
    storePoint(at, uniformsLow(half, 0), spareLow(half), radiusOf(uniformsLow(half, 2)), false);
    storePoint(at + 16, uniformsHigh(half, 0), spareHigh(half), radiusOf(uniformsHigh(half, 2)), false);
  }
}

/**
 * G ~ Gamma(shape, 1), shape > 0, or (G - shape) / sqrt(shape), eight contiguous values a block.
 *
 * With d = shape - 1/3 (shape + 1 - 1/3 below 1), x normal and y = x / sqrt(9 d), d (1 + y)^3 is kept with probability
 * exp(3 d (log(1 + y) - y + y^2/2 - y^3/3)) where y > -1. Below 1 it is multiplied by U^(1/shape), which is not let
 * under exp(-700). Attempt k of a row takes x from the Philox block with 2k in the second counter word and both
 * uniforms from the one with 2k + 1.
 * Source: Marsaglia & Tsang (2000), "A simple method for generating gamma variables".
 */
export function gamma(
  dst: usize, blocks: i32, shape: f64, standard: bool,
  key0: u32, key1: u32, index: u32, role: u32, replicate: u32,
): void {
  const core = (shape < 1.0 ? shape + 1.0 : shape) - 1.0 / 3.0;
  const slope = f64x2.splat(1.0 / sqrt(9.0 * core));
  schedule(key0, key1);
  for (let b = 0; b < blocks; b++) {
    let pending: i32 = 255;
    for (let attempt: u32 = 0; pending !== 0; attempt += 2) {
      philox8(index, role, replicate, attempt);
      storeProposals();
      philox8(index, role, replicate, attempt + 1);
      for (let part: i32 = 0; part < 4; part++) {
        const lanes = (pending >> (2 * part)) & 3;
        if (lanes === 0) continue;
        const half: usize = <usize>part >> 1;
        const low = (part & 1) === 0;
        const x = v128.load(NORMALS + (<usize>part << 4));
        const y = f64x2.mul(slope, x);
        const taken = accepted(x, y, low ? uniformsLow(half, 0) : uniformsHigh(half, 0), core);
        const value = finished(x, y, low ? uniformsLow(half, 2) : uniformsHigh(half, 2), shape, core, standard);
        const kept = i64x2.bitmask(taken) & lanes;
        const at = dst + (<usize>part << 4);
        if ((kept & 1) !== 0) v128.store64_lane(at, value, 0);
        if ((kept & 2) !== 0) v128.store64_lane(at, value, 1, 8);
        pending &= ~(kept << (2 * part));
      }
    }
    index += 8;
    dst += 64;
  }
}
