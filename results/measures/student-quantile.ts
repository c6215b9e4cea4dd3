import { normalQuantile } from '../../kernels/math/normal-quantile.ts';

/**
 * Student's upper quantile at a one-sided level, by the expansion of Cornish and Fisher in 1 / freedom: z + (z^3 + z) / (4 f) + (5 z^5 + 16 z^3 + 3 z) / (96 f^2).
 * For f >= 19 and levels from 10^-5 within 1.5 % of the exact one; f may be Infinity. Source: Abramowitz & Stegun 26.7.5.
 */
export function studentQuantile(level: number, freedom: number): number {
  const z = normalQuantile(level);
  const square = z * z;
  const first = (z * (square + 1)) / (4 * freedom);
  const second = (z * ((5 * square + 16) * square + 3)) / (96 * freedom * freedom);
  return z + first + second;
}
