import { cell, type Memory } from './draw.ts';

export function placeColumn(
  m: Memory,
  dst: number,
  stride: number,
  src: number,
  srcStride: number,
  blocks: number,
  scale: number,
  shift: number,
): void {
  for (let b = 0; b < blocks; b++) {
    const to = (dst + b * stride) / 8;
    const from = (src + b * srcStride) / 8;
    for (let lane = 0; lane < 8; lane++) m[to + lane] = shift + scale * m[from + lane];
  }
}

export function divideByRoot(
  m: Memory,
  x: number,
  blocks: number,
  d: number,
  g: number,
  factor: number,
): void {
  for (let row = 0; row < 8 * blocks; row++) {
    const size = Math.sqrt(factor * m[g / 8 + row]);
    const at = cell(x, row, d);
    for (let j = 0; j < d; j++) m[at + 8 * j] /= size;
  }
}

export function tableRows(
  m: Memory,
  x: number,
  u: number,
  blocks: number,
  d: number,
  table: number,
  rows: number,
): void {
  for (let row = 0; row < 8 * blocks; row++) {
    const from = table / 8 + d * Math.trunc(m[u / 8 + row] * rows);
    const at = cell(x, row, d);
    for (let j = 0; j < d; j++) m[at + 8 * j] = m[from + j];
  }
}
