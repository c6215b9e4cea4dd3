import type { Arena } from '../arena.ts';
import type { Fill } from './chunk.ts';

/** Rows of d independent standard normals, two columns a stream. */
export function normalRows({ backend }: Arena, d: number, role: (pair: number) => number): Fill {
  return ({ x, row, blocks }, streamOf) => {
    for (let j = 0; j < d; j += 2) {
      backend.gaussianPair(x + j * 64, d * 64, blocks, j + 1 < d, streamOf(role(j / 2)), row);
    }
  };
}
