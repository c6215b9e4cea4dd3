import { chebyshevSum } from './chebyshev.ts';
import { exp } from './exp.ts';
import { ERFC } from './normal-cdf-coefficients.ts';

/**
 * The standard normal distribution function Phi(z) = erfc(-z / sqrt 2) / 2; -+Infinity give 0 and 1.
 *
 * exp(x^2) erfc(x) (1 + 2 x) for x = |z| / sqrt 2 is a Chebyshev series. Relative error below 2e-15 (1 + z^2) in the lower
 * tail, absolute error below 3e-16 elsewhere.
 * Source: Shepherd & Laframboise 1981.
 */
export function normalCdf(z: number): number {
  const x = Math.abs(z) * Math.SQRT1_2;
  if (!(x < 27)) return z < 0 ? 0 : z > 0 ? 1 : Number.NaN;
  const tail = (0.5 * exp(-0.5 * z * z) * chebyshevSum(ERFC, (x - 3.75) / (x + 3.75))) / (1 + 2 * x);
  return z < 0 ? tail : 1 - tail;
}
