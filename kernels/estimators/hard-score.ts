import type { Sample } from '../arena.ts';

/** M_n(theta) = mean of sign(z_i . theta) (T1), in [-1, 1]; a row with z_i . theta = 0 counts 0. */
export function hardScore({ arena, n, d, blocks, z }: Sample, theta: ArrayLike<number>): number {
  const release = arena.mark();
  const score = arena.backend.score(z, blocks, d, arena.copy(theta)) / n;
  release();
  return score;
}
