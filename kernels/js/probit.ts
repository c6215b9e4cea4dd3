import { inverseMills } from '../math/mills.ts';
import type { Memory } from './draw.ts';
import { sumCurvature, v } from './losses.ts';

const slope = new Float64Array(8);
const curvature = new Float64Array(8);

/** Below it r (r + v) is 1 to 10^-8, and the sum has no digits left. */
const FAR = -10_000;

function probitWeights(): void {
  for (let lane = 0; lane < 8; lane++) {
    const r = inverseMills(v[lane]);
    slope[lane] = r;
    curvature[lane] = v[lane] < FAR ? 1 : r * (r + v[lane]);
  }
}

export function probit(
  m: Memory,
  z: number,
  blocks: number,
  stride: number,
  d: number,
  theta: number,
  out: number,
): void {
  const rows = { z, blocks, stride, d, theta, weights: 0, out };
  sumCurvature(m, rows, { p: slope, w: curvature, weigh: probitWeights });
}
