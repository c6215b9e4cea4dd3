import type { Sample } from '../arena.ts';
import { sampleLosses } from '../losses/linear-losses.ts';

/** M_n(theta) = mean of sign(z_i . theta) (T1), in [-1, 1]; a row with z_i . theta = 0 counts 0. */
export function hardScore(sample: Sample, theta: ArrayLike<number>): number {
  const [sum] = sampleLosses(sample).score([theta]);
  return sum / sample.n;
}
