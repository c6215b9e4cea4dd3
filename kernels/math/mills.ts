import { chebyshevSum } from './chebyshev.ts';
import { expInRange } from './exp.ts';
import { log } from './log.ts';
import { ERFC } from './normal-cdf-coefficients.ts';

/** 1 / sqrt(2 pi), and twice that. */
const DENSITY_0 = 0.3989422804014327;
const TWICE_DENSITY_0 = 0.7978845608028654;

/** (1 + 2 x) exp(x^2) erfc(x), x >= 0 (normal-cdf.ts). */
const series = (x: number): number => chebyshevSum(ERFC, (x - 3.75) / (x + 3.75));

/** exp(-v^2 / 2), not below exp(-700). */
const bell = (v: number): number => expInRange(Math.max(-(0.5 * v * v), -700));

/**
 * phi(v) / Phi(v), the slope of log Phi, for finite v: relative error below 1e-14 for v < 0, where it neither underflows nor
 * divides by a tail; absolute error below 1e-15 elsewhere. Positive; near |v| far below 0. The operations of the vector kernel in its order.
 */
export function inverseMills(v: number): number {
  const x = Math.abs(v) * Math.SQRT1_2;
  const factor = 1 + 2 * x;
  if (v < 0) return (TWICE_DENSITY_0 * factor) / series(x);
  const e = bell(v);
  return (DENSITY_0 * e) / (1 - (0.5 * e * series(x)) / factor);
}

/** log Phi(v) for finite v, in (-v^2 / 2 - log(1 + |v|) - 1, 0]; absolute error below 4e-16 (1 + v^2). */
export function logNormalCdf(v: number): number {
  const x = Math.abs(v) * Math.SQRT1_2;
  const factor = 1 + 2 * x;
  if (v < 0) return log((0.5 * series(x)) / factor) - 0.5 * v * v;
  return log(1 - (0.5 * bell(v) * series(x)) / factor);
}
