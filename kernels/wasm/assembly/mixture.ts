// One step of EM for a mixture of logits: responsibilities, and weighted sums of the logistic likelihood of every component.
// Users are taken in groups whose rows stay in a core's first caches; blocks of rows on the edge of two groups are visited
// by both, and each counts its own users' rows.
import { MINUS_700, ONE } from './coefficients';
import { constant, exp2lanes, log2lanes } from './elementary';
import { accumulate, dots, dotsAt, pack } from './lanes';
import { expMinusAbs, reciprocal, sigmaMinus } from './sigmoid';

/** A product of this many factors in [1, 2] is far from overflow. */
const FACTORS = 512;
/** Lanes of a pair of users: both, or the first alone. */
const BOTH = memory.data<i64>([-1, -1, -1, 0], 16);

/** min(v, 0), 1 + exp(-|v|), sigma(-v) and sigma'(v) of each row, v = z . theta, so that log sigma(v) is the first less the log of the second. */
function rowTerms(x: usize, blocks: i32, d: i32, theta: usize, sums: usize, room: usize): void {
  const zero = f64x2.splat(0.0);
  for (let b = 0; b < blocks; b++) {
    dots<f64>(x, d, theta);
    for (let part: usize = 0; part < 64; part += 16) {
      const v = dotsAt(part >> 4);
      const e = expMinusAbs<f64>(v);
      const r = reciprocal<f64>(e);
      v128.store(sums + part, f64x2.pmin(v, zero));
      v128.store(sums + part + room, f64x2.add(constant(ONE), e));
      v128.store(sums + part + 2 * room, sigmaMinus<f64>(v, e, r));
      v128.store(sums + part + 3 * room, f64x2.mul(f64x2.mul(e, r), r));
    }
    x += <usize>d << 6;
    sums += 64;
  }
}

/** Sums of min(v, 0) and products of 1 + exp(-|v|) over the rows of users first .. last - 1. */
function userTerms(offsets: usize, first: i32, last: i32, rows: usize, users: usize, room: usize): void {
  const from = load<u32>(offsets + (<usize>first << 2)) & ~7;
  for (let u = first; u < last; u++) {
    const begin = load<u32>(offsets + (<usize>u << 2));
    const end = load<u32>(offsets + (<usize>u << 2), 4);
    let at = rows + (<usize>(begin - from) << 3);
    let sum = 0.0;
    let product = 1.0;
    let factors = 0;
    for (let row = begin; row < end; row++) {
      sum += load<f64>(at);
      product *= load<f64>(at + room);
      at += 8;
      factors++;
      if (factors == FACTORS) {
        sum -= f64x2.extract_lane(log2lanes(f64x2.splat(product)), 0);
        product = 1.0;
        factors = 0;
      }
    }
    store<f64>(users, sum);
    store<f64>(users + room, product);
    users += 8;
  }
  // The second user of a last pair may be none.
  store<f64>(users, 0.0);
  store<f64>(users + room, 1.0);
}

/**
 * Turns the sums and products of the users, `stride` bytes from component to component, into responsibilities in the place of the
 * products; adds the log-likelihood to out, and the responsibilities to the first sum of each component.
 */
function responsibilities(
  users: i32, at: usize, room: usize, stride: usize, components: i32, logWeights: usize, out: usize, sumBytes: usize,
): void {
  for (let u = 0; u < users; u += 2) {
    let top = f64x2.splat(-Infinity);
    let place = at;
    for (let k = 0; k < components; k++) {
      const weighed = f64x2.add(v128.load64_splat(logWeights + (<usize>k << 3)), v128.load(place));
      const a = f64x2.sub(weighed, log2lanes(v128.load(place + room)));
      v128.store(place, a);
      top = f64x2.pmax(top, a);
      place += stride;
    }
    let sum = f64x2.splat(0.0);
    place = at;
    for (let k = 0; k < components; k++) {
      const e = exp2lanes(f64x2.pmax(f64x2.sub(v128.load(place), top), constant(MINUS_700)));
      v128.store(place + room, e);
      sum = f64x2.add(sum, e);
      place += stride;
    }
    const mask = v128.load(users - u == 1 ? BOTH + 16 : BOTH);
    v128.store(out, f64x2.add(v128.load(out), v128.and(f64x2.add(top, log2lanes(sum)), mask)));
    place = at;
    let sums = out + 16;
    for (let k = 0; k < components; k++) {
      const r = v128.and(f64x2.div(v128.load(place + room), sum), mask);
      v128.store(place + room, r);
      v128.store(sums, f64x2.add(v128.load(sums), r));
      place += stride;
      sums += sumBytes;
    }
    at += 16;
  }
}

/** The responsibility for a user as the weight of each of its rows; rows of other groups have none. */
function spread(offsets: usize, first: i32, last: i32, blocks: i32, users: usize, weights: usize): void {
  const from = load<u32>(offsets + (<usize>first << 2)) & ~7;
  memory.fill(weights, 0, <usize>blocks << 6);
  for (let u = first; u < last; u++) {
    const begin = load<u32>(offsets + (<usize>u << 2));
    const end = load<u32>(offsets + (<usize>u << 2), 4);
    const weight = load<f64>(users);
    let at = weights + (<usize>(begin - from) << 3);
    for (let row = begin; row < end; row++) {
      store<f64>(at, weight);
      at += 8;
    }
    users += 8;
  }
}

/** Adds w sigma(-v) z and w sigma'(v) z z' (lower triangle by rows) to two-lane sums; the weights w are in the place of the first of the row terms. */
function addRows(x: usize, blocks: i32, d: i32, rows: usize, room: usize, out: usize): void {
  for (let b = 0; b < blocks; b++) {
    const w0 = v128.load(rows), w1 = v128.load(rows, 16), w2 = v128.load(rows, 32), w3 = v128.load(rows, 48);
    const p = rows + 2 * room, q = rows + 3 * room;
    const p0 = f64x2.mul(w0, v128.load(p)), p1 = f64x2.mul(w1, v128.load(p, 16));
    const p2 = f64x2.mul(w2, v128.load(p, 32)), p3 = f64x2.mul(w3, v128.load(p, 48));
    const q0 = f64x2.mul(w0, v128.load(q)), q1 = f64x2.mul(w1, v128.load(q, 16));
    const q2 = f64x2.mul(w2, v128.load(q, 32)), q3 = f64x2.mul(w3, v128.load(q, 48));
    let gradient = out;
    let hessian = out + (<usize>d << 4);
    let zj = x;
    for (let j = 0; j < d; j++) {
      const a0 = v128.load(zj), a1 = v128.load(zj, 16), a2 = v128.load(zj, 32), a3 = v128.load(zj, 48);
      accumulate<f64>(gradient, f64x2.mul(p0, a0), f64x2.mul(p1, a1), f64x2.mul(p2, a2), f64x2.mul(p3, a3));
      const b0 = f64x2.mul(q0, a0), b1 = f64x2.mul(q1, a1), b2 = f64x2.mul(q2, a2), b3 = f64x2.mul(q3, a3);
      let zk = x;
      for (let k = 0; k <= j; k++) {
        accumulate<f64>(
          hessian,
          f64x2.mul(b0, v128.load(zk)), f64x2.mul(b1, v128.load(zk, 16)),
          f64x2.mul(b2, v128.load(zk, 32)), f64x2.mul(b3, v128.load(zk, 48)),
        );
        hessian += 16;
        zk += 64;
      }
      gradient += 16;
      zj += 64;
    }
    x += <usize>d << 6;
    rows += 64;
  }
}

/**
 * Sums of a mixture of `components` logits with tastes `thetas` and log weights `logWeights`, over users whose rows are
 * offsets[u] .. offsets[u + 1] - 1 (one at least): the log-likelihood sum_u log sum_k w_k prod_i sigma(z_i . theta_k); then for each
 * component, r_u its responsibility for a user, sum r_u (1), sum r_u sigma(-v) z (d) and sum r_u sigma'(v) z z' (lower triangle by rows).
 * `room` is a multiple of 8, at least 8 more than the rows of any user; scratch has 6 components (room + 2) float64 values.
 * out holds two lanes a quantity while adding, then packed totals.
 */
export function mixture(
  x: usize, d: i32, thetas: usize, logWeights: usize, components: i32, offsets: usize, users: i32, room: i32, scratch: usize,
  out: usize,
): void {
  const sums = 1 + d + (d * (d + 1)) / 2;
  const sumBytes = <usize>sums << 4;
  memory.fill(out, 0, 16 + <usize>components * sumBytes);
  const roomBytes = <usize>(room + 2) << 3;
  const stride: usize = 6 * roomBytes;
  for (let first = 0; first < users; ) {
    const from = load<u32>(offsets + (<usize>first << 2)) & ~7;
    let last = first + 1;
    while (last < users && load<u32>(offsets + (<usize>last << 2), 4) - from <= <u32>room) last++;
    const blocks = <i32>((load<u32>(offsets + (<usize>last << 2)) - from + 7) >> 3);
    const rows = x + <usize>from * (<usize>d << 3);
    for (let k = 0; k < components; k++) {
      const at = scratch + <usize>k * stride;
      rowTerms(rows, blocks, d, thetas + <usize>k * (<usize>d << 3), at, roomBytes);
      userTerms(offsets, first, last, at, at + 4 * roomBytes, roomBytes);
    }
    responsibilities(
      last - first, scratch + 4 * roomBytes, roomBytes, stride, components, logWeights, out, sumBytes,
    );
    for (let k = 0; k < components; k++) {
      const at = scratch + <usize>k * stride;
      spread(offsets, first, last, blocks, at + 5 * roomBytes, at);
      addRows(rows, blocks, d, at, roomBytes, out + 32 + <usize>k * sumBytes);
    }
    first = last;
  }
  pack(out, 1 + components * sums);
}
