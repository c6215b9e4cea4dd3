// Bucket counts of the exact d = 2 sweep: where, on the half circle, each comparison changes the sign of z . theta.

@inline
function count(counts: usize, ids: usize, id: u32): void {
  store<u32>(ids, id);
  const at = counts + (<usize>id << 2);
  store<u32>(at, load<u32>(at) + 1);
}

/**
 * For each row the key z2 sgn(z1) / (|z1| + |z2|) in [-1, 1] falls into one of `buckets` equal buckets; id is
 * 2 bucket + [z1 > 0], and for z1 = 0: 2 buckets + 0, 1, 2 as z2 is positive, negative or zero.
 */
export function sweepBuckets(x: usize, blocks: i32, buckets: i32, counts: usize, ids: usize): void {
  const signBit = i64x2.splat(0x8000000000000000);
  const one = f64x2.splat(1.0);
  const zero = f64x2.splat(0.0);
  const scale = f64x2.splat(<f64>buckets * 0.5);
  const last = f64x2.splat(<f64>(buckets - 1));
  const beyond = f64x2.splat(<f64>buckets);
  for (let b = 0; b < blocks; b++) {
    for (let part: usize = 0; part < 64; part += 16) {
      const z0 = v128.load(x + part);
      const z1 = v128.load(x + part, 64);
      const key = f64x2.div(v128.xor(z1, v128.and(z0, signBit)), f64x2.add(f64x2.abs(z0), f64x2.abs(z1)));
      const inside = f64x2.pmin(f64x2.trunc(f64x2.mul(f64x2.add(key, one), scale)), last);
      const onAxis = f64x2.eq(z0, zero);
      const bucket = v128.bitselect(beyond, inside, onAxis);
      const kind = v128.bitselect(
        v128.bitselect(f64x2.splat(2.0), v128.and(f64x2.lt(z1, zero), one), f64x2.eq(z1, zero)),
        v128.and(f64x2.gt(z0, zero), one),
        onAxis,
      );
      const id = i32x4.trunc_sat_f64x2_u_zero(f64x2.add(f64x2.add(bucket, bucket), kind));
      count(counts, ids, i32x4.extract_lane(id, 0));
      count(counts, ids + 4, i32x4.extract_lane(id, 1));
      ids += 8;
    }
    x += 128;
  }
}

/** Keys of the rows whose id is flagged: even ids (they raise the score) and odd ids (they lower it) apart. */
export function gatherKeys(x: usize, blocks: i32, ids: usize, flags: usize, even: usize, odd: usize): void {
  const end = ids + (<usize>blocks << 5);
  let row: usize = 0;
  for (; ids < end; ids += 4) {
    const id = load<u32>(ids);
    if (load<u8>(flags + id)) {
      const at = x + ((row >> 3) << 7) + ((row & 7) << 3);
      const z0 = load<f64>(at);
      const z1 = load<f64>(at, 64);
      const key = (z0 < 0 ? -z1 : z1) / (Math.abs(z0) + Math.abs(z1)) + 0.0;
      if (id & 1) {
        store<f64>(odd, key);
        odd += 8;
      } else {
        store<f64>(even, key);
        even += 8;
      }
    }
    row++;
  }
}

/** Coordinates of the rows in a plane: z . first and z . second, in the layout of comparisons with d = 2. */
export function project(x: usize, blocks: i32, d: i32, first: usize, second: usize, out: usize): void {
  const zero = f64x2.splat(0.0);
  for (let b = 0; b < blocks; b++) {
    for (let part: usize = 0; part < 64; part += 16) {
      let sum = zero, other = zero;
      let at = x + part;
      for (let j = 0; j < d; j++) {
        const z = v128.load(at);
        sum = f64x2.add(sum, f64x2.mul(z, v128.load64_splat(first + (<usize>j << 3))));
        other = f64x2.add(other, f64x2.mul(z, v128.load64_splat(second + (<usize>j << 3))));
        at += 64;
      }
      v128.store(out + part, sum);
      v128.store(out + part, other, 64);
    }
    x += <usize>d << 6;
    out += 128;
  }
}
