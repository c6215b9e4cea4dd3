import { inverseMills } from '../math/mills.ts';
import type { Memory } from './draw.ts';
import { addCurvature, dots, pack, readWeights, v } from './losses.ts';

const slope = new Float64Array(8);
const curvature = new Float64Array(8);

/** Below it r (r + v) is 1 to 10^-8, and the sum has no digits left. */
const FAR = -10_000;

export function probit(
  m: Memory,
  z: number,
  blocks: number,
  stride: number,
  d: number,
  theta: number,
  outAddress: number,
): void {
  const out = outAddress / 8;
  const size = d + (d * (d + 1)) / 2 + 2;
  m.fill(0, out, out + 2 * size);
  for (let b = 0; b < blocks; b += stride) {
    const x = z / 8 + b * d * 8;
    dots(m, x, d, theta / 8);
    readWeights(m, 0, b);
    for (let lane = 0; lane < 8; lane++) {
      const r = inverseMills(v[lane]);
      slope[lane] = r;
      curvature[lane] = v[lane] < FAR ? 1 : r * (r + v[lane]);
    }
    addCurvature(m, { x, d, out }, slope, curvature);
  }
  pack(m, out, size);
}
