import { type Sample, sampleIndex } from '../arena.ts';
import { exp } from '../math/exp.ts';
import { log } from '../math/log.ts';
import type { Mixture } from './mixture-sums.ts';
import type { UserRows } from './user-rows.ts';

/**
 * Of the users that component k is responsible for, the share with a row on its wrong side, z_i . theta_k < 0; 0 where it has no users.
 * Where it is nothing, the component's own likelihood has no maximum.
 */
export function wrongShare(
  sample: Sample,
  { users, offsets }: UserRows,
  { thetas, logWeights }: Mixture,
  k: number,
): number {
  const { arena, d, blocks, z } = sample;
  const data = arena.backend.f64(z, 8 * d * blocks);
  const logs = new Float64Array(thetas.length);
  let all = 0;
  let wrong = 0;
  for (let u = 0; u < users; u++) {
    logs.set(logWeights);
    let disagrees = false;
    for (let row = offsets[u]; row < offsets[u + 1]; row++) {
      for (const [c, theta] of thetas.entries()) {
        let v = 0;
        for (let j = 0; j < d; j++) v += data[sampleIndex(row, j, d)] * theta[j];
        logs[c] += Math.min(v, 0) - log(1 + exp(-Math.abs(v)));
        if (c === k && v < 0) disagrees = true;
      }
    }
    let sum = 0;
    for (const value of logs) sum += exp(value - logs[k]);
    all += 1 / sum;
    if (disagrees) wrong += 1 / sum;
  }
  return all === 0 ? 0 : wrong / all;
}
