import type { Stream } from '../backend.ts';
import { expm1InRange } from '../math/exp.ts';
import { logInRange } from '../math/log.ts';
import { eighthTurn } from '../math/trigonometry.ts';
import { openUniform, philox4x32 } from '../random/philox.ts';
import type { Memory } from './draw.ts';

const words = new Uint32Array(4);

export function student(
  m: Memory,
  dst: number,
  blocks: number,
  degrees: number,
  stream: Stream,
  index: number,
): void {
  const rate = 2 / degrees;
  const half = 0.5 * degrees;
  const key = [stream.key0 >>> 0, stream.key1 >>> 0] as const;
  for (let row = 0; row < 8 * blocks; row++) {
    philox4x32([(index + row) >>> 0, 0, stream.role >>> 0, stream.replicate >>> 0], key, words);
    const { sin, cos } = eighthTurn((openUniform(words[0], words[1]) - 0.5) * 0.25);
    const growth = Math.min(-logInRange(openUniform(words[2], words[3])) * rate, 700);
    const size = (cos - sin) * Math.sqrt(expm1InRange(growth) * half);
    m[dst / 8 + row] = (words[0] & 1) === 0 ? size : -size;
  }
}

export function polynomial(m: Memory, s: number, blocks: number, coefficients: number, terms: number): void {
  for (let at = s / 8; at < s / 8 + 8 * blocks; at++) {
    let sum = m[coefficients / 8 + terms - 1];
    for (let k = terms - 2; k >= 0; k--) sum = sum * m[at] + m[coefficients / 8 + k];
    m[at] = sum;
  }
}

export function divideBySize(m: Memory, t: number, s: number, blocks: number): void {
  for (let row = 0; row < 8 * blocks; row++) {
    const taste = m[t / 8 + row];
    const size = Math.abs(m[s / 8 + row]);
    const sure = taste >= 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
    m[t / 8 + row] = size === 0 ? sure : taste / size;
  }
}

export function chooseAbove(m: Memory, x: number, t: number, v: number, blocks: number, d: number): void {
  for (let row = 0; row < 8 * blocks; row++) {
    if (m[t / 8 + row] + m[v / 8 + row] >= 0) continue;
    const at = x / 8 + (row >> 3) * d * 8 + (row & 7);
    for (let j = 0; j < d; j++) m[at + 8 * j] = -m[at + 8 * j];
  }
}
