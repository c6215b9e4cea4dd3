import { exp } from '../kernels/math/exp.ts';
import { PI } from '../kernels/math/trigonometry.ts';

const SERIES_UNTIL = 3;

/**
 * erf(x) for any real x, absolute error below 1e-15: the all-positive series below 3, a continued fraction for erfc beyond.
 * Source: Abramowitz & Stegun 7.1.6 and 7.1.14.
 */
export function erf(x: number): number {
  const size = Math.abs(x);
  const value = size < SERIES_UNTIL ? series(size) : 1 - complement(size);
  return x < 0 ? -value : value;
}

function series(x: number): number {
  const square = 2 * x * x;
  let term = x;
  let sum = x;
  for (let k = 1; term > 1e-17 * sum; k++) {
    term *= square / (2 * k + 1);
    sum += term;
  }
  return (2 / Math.sqrt(PI)) * exp(-x * x) * sum;
}

function complement(x: number): number {
  if (x > 27) return 0;
  let fraction = 0;
  for (let k = 60; k > 0; k--) fraction = k / 2 / (x + fraction);
  return exp(-x * x) / (Math.sqrt(PI) * (x + fraction));
}
