import type { Measure } from '../summary.ts';
import { NO_REPLICATES } from './mean.ts';

/** The .975 quantile of the standard normal law. */
export const NORMAL_975 = 1.959963984540054;

/**
 * A proportion k / R, with the half-width of the Wilson interval at z = 1 as its Monte Carlo standard error and the
 * 95 % Wilson interval as `ci`.
 *
 * The textbook error sqrt(p (1 - p) / R) is 0 at k = 0, which would claim certainty; Wilson's is 1 / (2 (R + 1)).
 * count: integer in [0, replicates].
 * Source: Wilson 1927; Agresti & Coull 1998.
 */
export function proportion(count: number, replicates: number): Measure {
  if (replicates === 0) return NO_REPLICATES;
  const { centre, half } = wilson(count, replicates, NORMAL_975);
  const low = count === 0 ? 0 : centre - half;
  const high = count === replicates ? 1 : centre + half;
  return { value: count / replicates, mcse: wilson(count, replicates, 1).half, replicates, ci: [low, high] };
}

function wilson(
  count: number,
  replicates: number,
  z: number,
): { readonly centre: number; readonly half: number } {
  const share = count / replicates;
  const shrink = 1 + (z * z) / replicates;
  const variance = (share * (1 - share)) / replicates + (z * z) / (4 * replicates * replicates);
  return { centre: (share + (z * z) / (2 * replicates)) / shrink, half: (z * Math.sqrt(variance)) / shrink };
}
