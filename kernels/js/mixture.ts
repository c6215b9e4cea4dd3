import type { MixtureAt } from '../backend.ts';
import { expInRange } from '../math/exp.ts';
import { logInRange } from '../math/log.ts';
import type { Memory } from './draw.ts';
import { accumulate, dots, pack, v } from './losses.ts';

const FACTORS = 512;

const p = new Float64Array(8);
const q = new Float64Array(8);

/** Users first .. last - 1, and the row that their blocks begin with. */
interface Group {
  readonly offsets: Uint32Array;
  readonly first: number;
  readonly last: number;
  readonly from: number;
  readonly blocks: number;
  /** Places between the quantities of one row or user. */
  readonly room: number;
}

export function mixture(m: Memory, data: MixtureAt, outAddress: number): void {
  const { d, components, users } = data;
  const out = outAddress / 8;
  const sums = 1 + d + (d * (d + 1)) / 2;
  m.fill(0, out, out + 2 + 2 * components * sums);
  const offsets = new Uint32Array(m.buffer, data.offsets, users + 1);
  const room = data.room + 2;
  const place = (k: number): number => data.scratch / 8 + 6 * room * k;
  for (let first = 0; first < users; ) {
    const from = offsets[first] & ~7;
    let last = first + 1;
    while (last < users && offsets[last + 1] - from <= data.room) last++;
    const blocks = (offsets[last] - from + 7) >> 3;
    const group = { offsets, first, last, from, blocks, room };
    const x = data.z / 8 + from * d;
    for (let k = 0; k < components; k++) {
      rowTerms(m, { x, d, theta: data.thetas / 8 + k * d }, group, place(k));
      userTerms(m, group, place(k));
    }
    responsibilities(m, data, group, out);
    for (let k = 0; k < components; k++) {
      spread(m, group, place(k));
      addWeighted(m, { x, d, out: out + 4 + 2 * k * sums }, group, place(k));
    }
    first = last;
  }
  pack(m, out, 1 + components * sums);
}

interface Rows {
  readonly x: number;
  readonly d: number;
}

function rowTerms(
  m: Memory,
  { x, d, theta }: Rows & { readonly theta: number },
  { blocks, room }: Group,
  at: number,
): void {
  for (let b = 0; b < blocks; b++) {
    dots(m, x + 8 * d * b, d, theta);
    for (let lane = 0; lane < 8; lane++) {
      const e = expInRange(Math.max(-Math.abs(v[lane]), -700));
      const r = 1 / (1 + e);
      const to = at + 8 * b + lane;
      m[to] = Math.min(v[lane], 0);
      m[to + room] = 1 + e;
      m[to + 2 * room] = (v[lane] >= 0 ? e : 1) * r;
      m[to + 3 * room] = e * r * r;
    }
  }
}

function userTerms(m: Memory, { offsets, first, last, from, room }: Group, rows: number): void {
  let to = rows + 4 * room;
  for (let u = first; u < last; u++) {
    let sum = 0;
    let product = 1;
    let factors = 0;
    for (let row = offsets[u] - from; row < offsets[u + 1] - from; row++) {
      sum += m[rows + row];
      product *= m[rows + row + room];
      if (++factors < FACTORS) continue;
      sum -= logInRange(product);
      product = 1;
      factors = 0;
    }
    m[to] = sum;
    m[to++ + room] = product;
  }
}

function responsibilities(m: Memory, data: MixtureAt, { first, last, room }: Group, out: number): void {
  const { components, d, logWeights, scratch } = data;
  const sums = 1 + d + (d * (d + 1)) / 2;
  for (let u = 0; u < last - first; u++) {
    const at = scratch / 8 + 4 * room + u;
    let top = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < components; k++) {
      const place = at + 6 * room * k;
      m[place] = m[logWeights / 8 + k] + m[place] - logInRange(m[place + room]);
      top = Math.max(top, m[place]);
    }
    let sum = 0;
    for (let k = 0; k < components; k++) {
      const place = at + 6 * room * k;
      m[place + room] = expInRange(Math.max(m[place] - top, -700));
      sum += m[place + room];
    }
    // Users alternate between the two lanes of a sum.
    const lane = out + (u & 1);
    m[lane] += top + logInRange(sum);
    for (let k = 0; k < components; k++) {
      const place = at + 6 * room * k + room;
      m[place] /= sum;
      m[lane + 2 + 2 * k * sums] += m[place];
    }
  }
}

function spread(m: Memory, { offsets, first, last, from, blocks, room }: Group, rows: number): void {
  m.fill(0, rows, rows + 8 * blocks);
  for (let u = first; u < last; u++) {
    m.fill(m[rows + 5 * room + u - first], rows + offsets[u] - from, rows + offsets[u + 1] - from);
  }
}

function addWeighted(
  m: Memory,
  { x, d, out }: Rows & { readonly out: number },
  { blocks, room }: Group,
  rows: number,
): void {
  for (let b = 0; b < blocks; b++) {
    const at = rows + 8 * b;
    for (let lane = 0; lane < 8; lane++) {
      p[lane] = m[at + lane] * m[at + lane + 2 * room];
      q[lane] = m[at + lane] * m[at + lane + 3 * room];
    }
    let hessian = out + 2 * d;
    for (let j = 0; j < d; j++) {
      const xj = x + 8 * (d * b + j);
      accumulate(m, out + 2 * j, (lane) => p[lane] * m[xj + lane]);
      for (let k = 0; k <= j; k++) {
        const xk = x + 8 * (d * b + k);
        accumulate(m, hessian, (lane) => q[lane] * m[xj + lane] * m[xk + lane]);
        hessian += 2;
      }
    }
  }
}
