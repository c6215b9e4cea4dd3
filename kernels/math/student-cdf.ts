import { exp } from './exp.ts';
import { incompleteBeta } from './incomplete-beta.ts';
import { lgamma } from './lgamma.ts';
import { log } from './log.ts';
import { normalCdf } from './normal-cdf.ts';
import { PI } from './trigonometry.ts';

/** Beyond so many degrees Student's law is taken for the normal: the two differ by less than 1e-8. */
const NORMAL_FROM = 1e7;

/**
 * Student's distribution function with k = degrees > 0 at t: I_x(k/2, 1/2) / 2 below 0, x = k / (k + t^2).
 * Absolute error below 1e-13 + 1e-15 k up to 1e7 degrees and 1e-8 beyond.
 * Source: Abramowitz & Stegun 26.7.1.
 */
export function studentCdf(t: number, degrees: number): number {
  if (degrees >= NORMAL_FROM) return normalCdf(t);
  const square = t * t;
  // Near 0, where k / (k + t^2) rounds to 1, the complement keeps the digits of t.
  const tail =
    square < degrees
      ? 0.5 - 0.5 * incompleteBeta(square / (degrees + square), 0.5, degrees / 2)
      : 0.5 * incompleteBeta(degrees / (degrees + square), degrees / 2, 0.5);
  return t < 0 ? tail : 1 - tail;
}

/** Student's density with k = degrees > 0. */
export function studentDensity(degrees: number): (t: number) => number {
  if (degrees >= NORMAL_FROM) return (t) => exp(-0.5 * t * t) / Math.sqrt(2 * PI);
  const power = (degrees + 1) / 2;
  const peak = lgamma(power) - lgamma(degrees / 2) - 0.5 * log(degrees * PI);
  return (t) => exp(peak - power * log(1 + (t * t) / degrees));
}
