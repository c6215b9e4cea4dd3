import type { RowsAt } from '../backend.ts';
import { expInRange } from '../math/exp.ts';
import { log } from '../math/log.ts';
import type { Memory } from './draw.ts';

/** v, exp(-|v|), 1 / (1 + exp(-|v|)), two values and the weight of each row of one block. */
export const v = new Float64Array(8);
const e = new Float64Array(8);
const r = new Float64Array(8);
const first = new Float64Array(8);
const second = new Float64Array(8);
const norms = new Float64Array(8);
const weight = new Float64Array(8);

/** Adds eight values to a two-lane accumulator: lanes 0, 2, 4, 6 to one, 1, 3, 5, 7 to the other, as pairs of pairs. */
export function accumulate(m: Memory, at: number, value: (lane: number) => number): void {
  m[at] += value(0) + value(2) + (value(4) + value(6));
  m[at + 1] += value(1) + value(3) + (value(5) + value(7));
}

export function dots(m: Memory, x: number, d: number, theta: number): void {
  for (let lane = 0; lane < 8; lane++) {
    let sum = 0;
    for (let j = 0; j < d; j++) sum += m[x + 8 * j + lane] * m[theta + j];
    v[lane] = sum;
  }
}

/** Weights of block b: 1 where none are given, which changes no bit. */
function readWeights(m: Memory, weights: number, b: number): void {
  for (let lane = 0; lane < 8; lane++) weight[lane] = weights === 0 ? 1 : m[weights / 8 + 8 * b + lane];
}

function saturations(): void {
  for (let lane = 0; lane < 8; lane++) {
    e[lane] = expInRange(Math.max(-Math.abs(v[lane]), -700));
    r[lane] = 1 / (1 + e[lane]);
  }
}

/** w sigma(-v) into `first`, w sigma'(v) into `second`. */
function logisticWeights(): void {
  saturations();
  for (let lane = 0; lane < 8; lane++) {
    first[lane] = (v[lane] >= 0 ? e[lane] : 1) * r[lane] * weight[lane];
    second[lane] = e[lane] * r[lane] * r[lane] * weight[lane];
  }
}

/** Two-lane sums to single totals, packed. */
export function pack(m: Memory, out: number, size: number): void {
  for (let q = 0; q < size; q++) m[out + q] = m[out + 2 * q] + m[out + 2 * q + 1];
}

export function curvature(
  m: Memory,
  z: number,
  blocks: number,
  stride: number,
  d: number,
  theta: number,
  weights: number,
  out: number,
): void {
  const rows = { z, blocks, stride, d, theta, weights, out };
  sumCurvature(m, rows, { p: first, w: second, weigh: logisticWeights });
}

interface CurvatureRows {
  readonly z: number;
  readonly blocks: number;
  readonly stride: number;
  readonly d: number;
  readonly theta: number;
  readonly weights: number;
  readonly out: number;
}

/** What a likelihood makes of `v`: `weigh` leaves the slope of each row of a block in p and its curvature in w. */
interface RowWeights {
  readonly p: Float64Array;
  readonly w: Float64Array;
  readonly weigh: () => void;
}

/** Sums of p z, w z z', |z|^2 and |z|^4 over blocks 0, stride, 2 stride, ... */
export function sumCurvature(
  m: Memory,
  { z, blocks, stride, d, theta, weights, out: outAddress }: CurvatureRows,
  { p, w, weigh }: RowWeights,
): void {
  const out = outAddress / 8;
  const size = d + (d * (d + 1)) / 2 + 2;
  m.fill(0, out, out + 2 * size);
  for (let b = 0; b < blocks; b += stride) {
    const x = z / 8 + b * d * 8;
    dots(m, x, d, theta / 8);
    readWeights(m, weights, b);
    weigh();
    addCurvature(m, { x, d, out }, p, w);
  }
  pack(m, out, size);
}

interface CurvatureSums {
  readonly x: number;
  readonly d: number;
  readonly out: number;
}

/** Adds p z, w z z', |z|^2 and |z|^4 of the eight rows at x to the two-lane sums at out; the last two times `weight`. */
function addCurvature(m: Memory, { x, d, out }: CurvatureSums, p: Float64Array, w: Float64Array): void {
  norms.fill(0);
  let hessian = out + 2 * d;
  for (let j = 0; j < d; j++) {
    const xj = x + 8 * j;
    accumulate(m, out + 2 * j, (lane) => p[lane] * m[xj + lane]);
    for (let lane = 0; lane < 8; lane++) norms[lane] += m[xj + lane] * m[xj + lane];
    for (let k = 0; k <= j; k++) {
      const xk = x + 8 * k;
      accumulate(m, hessian, (lane) => w[lane] * m[xj + lane] * m[xk + lane]);
      hessian += 2;
    }
  }
  accumulate(m, hessian, (lane) => norms[lane] * weight[lane]);
  accumulate(m, hessian + 2, (lane) => norms[lane] * weight[lane] * norms[lane]);
}

/** Adds pairs (0, 2) and (4, 6) of lanes first, as the two-row loop of the vector kernel does. */
export function curvature2(
  m: Memory,
  z: number,
  blocks: number,
  stride: number,
  t0: number,
  t1: number,
  outAddress: number,
): void {
  const sums = new Float64Array(14);
  for (let b = 0; b < blocks; b += stride) {
    const x0 = z / 8 + b * 16;
    const x1 = x0 + 8;
    for (let lane = 0; lane < 8; lane++) v[lane] = m[x0 + lane] * t0 + m[x1 + lane] * t1;
    readWeights(m, 0, b);
    logisticWeights();
    for (let lane = 0; lane < 8; lane++) {
      norms[lane] = m[x0 + lane] * m[x0 + lane] + m[x1 + lane] * m[x1 + lane];
    }
    accumulate(sums, 0, (lane) => first[lane] * m[x0 + lane]);
    accumulate(sums, 2, (lane) => first[lane] * m[x1 + lane]);
    accumulate(sums, 4, (lane) => second[lane] * (m[x0 + lane] * m[x0 + lane]));
    accumulate(sums, 6, (lane) => second[lane] * (m[x0 + lane] * m[x1 + lane]));
    accumulate(sums, 8, (lane) => second[lane] * (m[x1 + lane] * m[x1 + lane]));
    accumulate(sums, 10, (lane) => norms[lane]);
    accumulate(sums, 12, (lane) => norms[lane] * norms[lane]);
  }
  pack(sums, 0, 7);
  m.set(sums.subarray(0, 7), outAddress / 8);
}

export function score(
  m: Memory,
  z: number,
  blocks: number,
  d: number,
  theta: number,
  weights: number,
): number {
  const sums = new Float64Array(2);
  for (let b = 0; b < blocks; b++) {
    dots(m, z / 8 + b * d * 8, d, theta / 8);
    readWeights(m, weights, b);
    accumulate(sums, 0, (lane) => (v[lane] > 0 ? weight[lane] : v[lane] < 0 ? -weight[lane] : 0));
  }
  return sums[0] + sums[1];
}

export function annealed(m: Memory, data: RowsAt, thetas: number, count: number, out: number): void {
  evaluate(m, data, { thetas, count, out }, () => {
    for (let lane = 0; lane < 8; lane++) {
      const size = (1 - e[lane]) * r[lane];
      first[lane] = (v[lane] < 0 ? -size : size) * weight[lane];
      second[lane] = 2 * (e[lane] * r[lane] * r[lane]) * weight[lane];
    }
  });
}

export function logistic(m: Memory, data: RowsAt, thetas: number, count: number, out: number): void {
  evaluate(m, data, { thetas, count, out }, (rows) => {
    for (let lane = 0; lane < 8; lane++) {
      const loss = Math.max(-v[lane], 0) + log(1 + e[lane]);
      // The rows that pad a block are no comparisons, and log 2 is not nothing.
      first[lane] = lane < rows ? loss * weight[lane] : 0;
      second[lane] = (v[lane] >= 0 ? e[lane] : 1) * r[lane] * weight[lane];
    }
  });
}

interface Points {
  readonly thetas: number;
  readonly count: number;
  readonly out: number;
}

/** Sums a value (`first`) and a multiple of z (`second`) that `terms` finds for the rows of a block. */
function evaluate(
  m: Memory,
  { z, n, d, weights }: RowsAt,
  { thetas, count, out: outAddress }: Points,
  terms: (rows: number) => void,
): void {
  for (let k = 0; k < count; k++) {
    const out = outAddress / 8 + 2 * k * (d + 1);
    m.fill(0, out, out + 2 * (d + 1));
    for (let b = 0; 8 * b < n; b++) {
      const x = z / 8 + b * d * 8;
      dots(m, x, d, thetas / 8 + k * d);
      readWeights(m, weights, b);
      saturations();
      terms(n - 8 * b);
      accumulate(m, out, (lane) => first[lane]);
      for (let j = 0; j < d; j++) {
        const xj = x + 8 * j;
        accumulate(m, out + 2 + 2 * j, (lane) => second[lane] * m[xj + lane]);
      }
    }
    pack(m, out, d + 1);
  }
}
