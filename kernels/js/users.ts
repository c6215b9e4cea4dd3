import { cell, type Memory } from './draw.ts';

export function dotLine(
  m: Memory,
  t: number,
  x: number,
  g: number,
  blocks: number,
  d: number,
  mean: number,
  along: number,
): void {
  for (let row = 0; row < 8 * blocks; row++) {
    const at = cell(x, row, d);
    let sum = 0;
    let slope = 0;
    for (let j = 0; j < d; j++) {
      sum += m[at + 8 * j] * m[mean / 8 + j];
      slope += m[at + 8 * j] * m[along / 8 + j];
    }
    m[t / 8 + row] = sum + m[g / 8 + row] * slope;
  }
}

export function repeatRows(
  m: Memory,
  x: number,
  users: number,
  blocks: number,
  d: number,
  skip: number,
  times: number,
): void {
  let user = 0;
  let left = times - skip;
  for (let row = 0; row < 8 * blocks; row++) {
    const at = cell(x, row, d);
    const from = cell(users, user, d);
    for (let j = 0; j < d; j++) m[at + 8 * j] = m[from + 8 * j];
    left--;
    if (left === 0) {
      user++;
      left = times;
    }
  }
}
