import { type Sample, sampleIndex } from '../arena.ts';
import { comparisonsLength } from '../comparisons.ts';
import { exp } from '../math/exp.ts';
import { log } from '../math/log.ts';

/**
 * Mean log(1 + exp(-v_i)), v_i = z_i . theta, over blocks 0, stride, 2 stride, ... of eight rows: what `logisticSums` is
 * minus the gradient of. Written as max(-v, 0) + log(1 + exp(-|v|)), which does not overflow.
 *
 * Newton's method never needs it; it is for people who look at one fit.
 */
export function logisticLoss(sample: Sample, theta: ArrayLike<number>, stride: number): number {
  const { arena, n, d } = sample;
  const z = arena.backend.f64(sample.z, comparisonsLength(n, d));
  let sum = 0;
  let rows = 0;
  for (let row = 0; row < n; row++) {
    if ((row >> 3) % stride !== 0) continue;
    let v = 0;
    for (let j = 0; j < d; j++) v += z[sampleIndex(row, j, d)] * theta[j];
    sum += Math.max(-v, 0) + log(1 + exp(-Math.abs(v)));
    rows++;
  }
  return sum / rows;
}
