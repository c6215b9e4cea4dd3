import type { Stream } from '../backend.ts';
import { log } from '../math/log.ts';
import { sincosTurn } from '../math/trigonometry.ts';
import { openUniform, philox4x32 } from './philox.ts';

/** The stream of a fit that no study asks for. */
const OUTSIDE_STUDIES: Stream = { key0: 0, key1: 0, role: 0x80000000, replicate: 0 };

/** An estimator's own random numbers, each a pure function of its address. */
export interface OwnRandom {
  /** Two independent uniforms on (0, 1) at address (index, attempt), both unsigned 32-bit integers. */
  uniforms(index: number, attempt?: number): readonly [number, number];
  /** A uniform point of the unit sphere of R^d, made of the addresses (index, 0), (index, 1), ..., (index, (d - 1) / 2). */
  direction(index: number, d: number): Float64Array;
}

/** Random numbers of a stream; without one, of the stream of fits that no study asks for. */
export function ownRandom({ key0, key1, role, replicate }: Stream = OUTSIDE_STUDIES): OwnRandom {
  const words = new Uint32Array(4);
  const uniforms = (index: number, attempt = 0): readonly [number, number] => {
    philox4x32([index >>> 0, attempt >>> 0, role >>> 0, replicate >>> 0], [key0 >>> 0, key1 >>> 0], words);
    return [openUniform(words[0], words[1]), openUniform(words[2], words[3])];
  };
  const direction = (index: number, d: number): Float64Array => {
    const point = new Float64Array(d);
    let square = 0;
    for (let j = 0; j < d; j += 2) {
      const [u, v] = uniforms(index, j / 2);
      const radius = Math.sqrt(-2 * log(v));
      const { sin, cos } = sincosTurn(u);
      point[j] = radius * cos;
      if (j + 1 < d) point[j + 1] = radius * sin;
    }
    for (const value of point) square += value * value;
    return point.map((value) => value / Math.sqrt(square));
  };
  return { uniforms, direction };
}
