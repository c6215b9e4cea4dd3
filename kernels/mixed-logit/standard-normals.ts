import { log } from '../math/log.ts';
import { sincosTurn } from '../math/trigonometry.ts';
import type { OwnRandom } from '../random/own-random.ts';

/** d independent standard normals at an address, by Box and Muller; they use the attempts 0, 1, ..., (d - 1) / 2. */
export function standardNormals(
  random: OwnRandom,
  { index, d }: { readonly index: number; readonly d: number },
): Float64Array {
  const point = new Float64Array(d);
  for (let j = 0; j < d; j += 2) {
    const [u, v] = random.uniforms(index, j / 2);
    const radius = Math.sqrt(-2 * log(v));
    const { sin, cos } = sincosTurn(u);
    point[j] = radius * cos;
    if (j + 1 < d) point[j + 1] = radius * sin;
  }
  return point;
}
