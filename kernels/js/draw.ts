import type { Stream, TypesShape } from '../backend.ts';
import { expInRange } from '../math/exp.ts';
import { logInRange } from '../math/log.ts';
import { eighthTurn } from '../math/trigonometry.ts';
import { openUniform, philox4x32 } from '../random/philox.ts';

/** Memory as float64 values; addresses stay byte offsets. */
export type Memory = Float64Array;

const words = new Uint32Array(4);
/** The two values of the row drawn last. */
export const pair = new Float64Array(2);

/** Both uniforms of one row into `pair`. */
export function drawRow(stream: Stream, index: number, attempt = 0): void {
  const counter = [index >>> 0, attempt, stream.role >>> 0, stream.replicate >>> 0] as const;
  philox4x32(counter, [stream.key0 >>> 0, stream.key1 >>> 0], words);
  pair[0] = openUniform(words[0], words[1]);
  pair[1] = openUniform(words[2], words[3]);
}

/** One row's point at a uniform angle, `radius` times sqrt 2 from the origin, into `pair`. */
export function placePoint(radius: number): void {
  const { sin, cos } = eighthTurn((pair[0] - 0.5) * 0.25);
  const x = (cos - sin) * radius;
  const y = (cos + sin) * radius;
  pair[0] = (words[0] & 1) === 0 ? x : -x;
  pair[1] = (words[0] & 2) === 0 ? y : -y;
}

export function gaussianPair(
  m: Memory,
  dst: number,
  stride: number,
  blocks: number,
  second: boolean,
  stream: Stream,
  index: number,
): void {
  for (let b = 0; b < blocks; b++) {
    const at = (dst + b * stride) / 8;
    for (let lane = 0; lane < 8; lane++) {
      drawRow(stream, index + b * 8 + lane);
      placePoint(Math.sqrt(-logInRange(pair[1])));
      m[at + lane] = pair[0];
      if (second) m[at + 8 + lane] = pair[1];
    }
  }
}

export function circle(m: Memory, dst: number, blocks: number, stream: Stream, index: number): void {
  for (let b = 0; b < blocks; b++) {
    const at = dst / 8 + b * 16;
    for (let lane = 0; lane < 8; lane++) {
      drawRow(stream, index + b * 8 + lane);
      placePoint(Math.SQRT1_2);
      m[at + lane] = pair[0];
      m[at + 8 + lane] = pair[1];
    }
  }
}

export function uniformPair(
  m: Memory,
  first: number,
  second: number,
  blocks: number,
  stream: Stream,
  index: number,
): void {
  for (let row = 0; row < 8 * blocks; row++) {
    drawRow(stream, index + row);
    m[first / 8 + row] = pair[0];
    m[second / 8 + row] = pair[1];
  }
}

export function affine(m: Memory, x: number, blocks: number, d: number, factor: number, mean: number): void {
  for (let row = 0; row < 8 * blocks; row++) {
    const at = cell(x, row, d);
    for (let j = d - 1; j >= 0; j--) {
      let sum = m[mean / 8 + j];
      for (let k = 0; k <= j; k++) sum += m[factor / 8 + j * d + k] * m[at + 8 * k];
      m[at + 8 * j] = sum;
    }
  }
}

export function normaliseRows(m: Memory, x: number, blocks: number, d: number): void {
  for (let row = 0; row < 8 * blocks; row++) {
    const at = cell(x, row, d);
    let sum = 0;
    for (let j = 0; j < d; j++) sum += m[at + 8 * j] * m[at + 8 * j];
    const norm = Math.sqrt(sum);
    for (let j = 0; j < d; j++) m[at + 8 * j] /= norm;
  }
}

export function dotFixed(m: Memory, t: number, x: number, blocks: number, d: number, beta: number): void {
  for (let row = 0; row < 8 * blocks; row++) {
    const at = cell(x, row, d);
    let sum = 0;
    for (let j = 0; j < d; j++) sum += m[at + 8 * j] * m[beta / 8 + j];
    m[t / 8 + row] = sum;
  }
}

export function dotRows(m: Memory, t: number, x: number, beta: number, blocks: number, d: number): void {
  for (let row = 0; row < 8 * blocks; row++) {
    const at = cell(x, row, d);
    const taste = cell(beta, row, d);
    let sum = 0;
    for (let j = 0; j < d; j++) sum += m[at + 8 * j] * m[taste + 8 * j];
    m[t / 8 + row] = sum;
  }
}

export function dotTypes(m: Memory, t: number, x: number, u: number, shape: TypesShape): void {
  const { blocks, d, types, cumulative, kinds } = shape;
  for (let row = 0; row < 8 * blocks; row++) {
    const at = cell(x, row, d);
    const type = types / 8 + d * kindOf(m, m[u / 8 + row], cumulative, kinds);
    let sum = 0;
    for (let j = 0; j < d; j++) sum += m[at + 8 * j] * m[type + j];
    m[t / 8 + row] = sum;
  }
}

export function scaleByType(
  m: Memory,
  t: number,
  u: number,
  blocks: number,
  scales: number,
  cumulative: number,
  kinds: number,
): void {
  for (let row = 0; row < 8 * blocks; row++) {
    m[t / 8 + row] *= m[scales / 8 + kindOf(m, m[u / 8 + row], cumulative, kinds)];
  }
}

export function chooseLogit(m: Memory, x: number, t: number, u: number, blocks: number, d: number): void {
  for (let row = 0; row < 8 * blocks; row++) {
    const bounded = Math.min(Math.max(m[t / 8 + row], -700), 700);
    if (m[u / 8 + row] * (1 + expInRange(-bounded)) < 1) continue;
    const at = cell(x, row, d);
    for (let j = 0; j < d; j++) m[at + 8 * j] = -m[at + 8 * j];
  }
}

/** Index of the first coordinate of a row; the next ones follow eight further on each. */
export const cell = (address: number, row: number, d: number): number =>
  address / 8 + (row >> 3) * d * 8 + (row & 7);

function kindOf(m: Memory, u: number, cumulative: number, kinds: number): number {
  let kind = 0;
  while (kind < kinds - 1 && u >= m[cumulative / 8 + kind]) kind++;
  return kind;
}
