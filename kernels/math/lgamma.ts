import { log } from './log.ts';

const HALF_LOG_TWO_PI = 0.9189385332046728;
/** B_2k / (2k (2k - 1)), k = 1..8: the coefficients of Stirling's series. */
const STIRLING: readonly number[] = [
  1 / 12,
  -1 / 360,
  1 / 1260,
  -1 / 1680,
  1 / 1188,
  -691 / 360360,
  1 / 156,
  -3617 / 122400,
];
/** From here on eight terms of Stirling's series are exact to 1e-17. */
export const STIRLING_FROM = 10;

/**
 * The remainder of Stirling's formula: log Gamma(x) - ((x - 1/2) log x - x + log(2 pi) / 2), for x >= 10.
 * Source: Abramowitz & Stegun 6.1.41.
 */
export function stirlingRemainder(x: number): number {
  const inverse = 1 / x;
  const square = inverse * inverse;
  let sum = 0;
  for (let k = STIRLING.length - 1; k >= 0; k--) sum = sum * square + STIRLING[k];
  return sum * inverse;
}

/**
 * log Gamma(x) for x > 0.
 *
 * Stirling's series from 10 on; below, Gamma(x) = Gamma(x + k) / (x (x + 1) ... (x + k - 1)). The absolute error is
 * about 1e-14 for x below 10 (so relative accuracy is lost at the zeros 1 and 2) and 1e-15 relative beyond.
 * Throws RangeError unless x is positive and finite.
 * Source: Abramowitz & Stegun 6.1.15, 6.1.41.
 */
export function lgamma(x: number): number {
  if (!(x > 0 && x < Infinity)) throw new RangeError(`lgamma: x is ${x}, a positive finite number expected`);
  let product = 1;
  let shifted = x;
  while (shifted < STIRLING_FROM) {
    product *= shifted;
    shifted += 1;
  }
  const stirling = (shifted - 0.5) * log(shifted) - shifted + HALF_LOG_TWO_PI + stirlingRemainder(shifted);
  return product === 1 ? stirling : stirling - log(product);
}
