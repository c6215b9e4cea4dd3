import { exp } from './exp.ts';
import { lgamma, STIRLING_FROM, stirlingRemainder } from './lgamma.ts';
import { log } from './log.ts';

const TWO_PI = 6.283185307179586;
/** Stands for zero in Lentz's method, where a denominator must not vanish. */
const TINY = 1e-300;
const EPSILON = 1.1102230246251565e-16;

/**
 * The regularised incomplete beta function I_x(a, b) = Int_0^x t^(a-1) (1-t)^(b-1) dt / B(a, b), in [0, 1].
 *
 * x in [0, 1], a > 0, b > 0. Continued fraction (Lentz) on the side of the mean where it converges; the factor
 * x^a (1-x)^b / B(a, b) is written for large a and b with Stirling's remainders, because the difference of
 * log-gammas would lose digits in proportion to a + b. Absolute error about 1e-14 up to a + b = 1e5.
 * Throws RangeError outside the domain.
 * Source: Numerical Recipes 6.4; Didonato & Morris 1992 for the factor.
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (!(x >= 0 && x <= 1)) throw new RangeError(`incompleteBeta: x is ${x}, a number in [0, 1] expected`);
  if (!(a > 0 && a < Infinity && b > 0 && b < Infinity)) {
    throw new RangeError(`incompleteBeta: a is ${a} and b is ${b}, positive finite numbers expected`);
  }
  if (x === 0 || x === 1) return x;
  return x < (a + 1) / (a + b + 2) ? lowerTail(x, a, b) : 1 - lowerTail(1 - x, b, a);
}

/** I_x(a, b) for x below the mean, to relative accuracy. */
function lowerTail(x: number, a: number, b: number): number {
  return Math.min(1, (densityFactor(x, a, b) * continuedFraction(x, a, b)) / a);
}

/** x^a (1 - x)^b / B(a, b). */
function densityFactor(x: number, a: number, b: number): number {
  const y = 1 - x;
  const sum = a + b;
  if (a < STIRLING_FROM || b < STIRLING_FROM) {
    return exp(a * log(x) + b * log(y) + lgamma(sum) - lgamma(a) - lgamma(b));
  }
  const excess = x * sum - a;
  const exponent = a * gapOfLog(excess / a) + b * gapOfLog(-excess / b);
  const remainder = stirlingRemainder(sum) - stirlingRemainder(a) - stirlingRemainder(b);
  return Math.sqrt((a * b) / (TWO_PI * sum)) * exp(remainder - exponent);
}

/** u - log(1 + u) >= 0, u > -1, without cancellation near 0. */
function gapOfLog(u: number): number {
  if (u < -0.5 || u > 1) return u - log(1 + u);
  // log(1 + u) = 2 atanh(s) with s = u / (2 + u), and u - 2 s = u s.
  const s = u / (2 + u);
  const square = s * s;
  let series = 0;
  for (let k = 41; k >= 3; k -= 2) series = series * square + 1 / k;
  return u * s - 2 * s * square * series;
}

function continuedFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; ; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / awayFromZero(1 + even * d);
    c = awayFromZero(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / awayFromZero(1 + odd * d);
    c = awayFromZero(1 + odd / c);
    const step = d * c;
    value *= step;
    if (Math.abs(step - 1) <= 2 * EPSILON) return value;
    if (m * m > 1e6 + 100 * (a + b)) {
      throw new RangeError(`incompleteBeta: no convergence at x = ${x}, a = ${a}, b = ${b}`);
    }
  }
}

const awayFromZero = (value: number): number => (Math.abs(value) < TINY ? TINY : value);
