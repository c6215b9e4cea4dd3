import { exp } from './exp.ts';
import { log } from './log.ts';
import { normalCdf } from './normal-cdf.ts';

const ROOT_TWO_PI = Math.sqrt(2 * Math.PI);
/** Newton's method converges in far fewer steps. */
const MOST_STEPS = 100;

/**
 * The z with P(Z > z) = tail, Z standard normal: Newton steps on the logarithm of the tail, which is concave.
 *
 * tail: in [1e-300, 1/2]; relative error below 1e-13. Throws RangeError for others.
 */
export function normalQuantile(tail: number): number {
  if (!(tail >= 1e-300 && tail <= 0.5)) {
    throw new RangeError(`normalQuantile: tail is ${tail}, a number in [1e-300, 0.5] expected`);
  }
  // P(Z > z) <= exp(-z^2 / 2) / 2: this start lies above, from where the steps fall to the root.
  let z = Math.sqrt(-2 * log(2 * tail));
  for (let step = 0; step < MOST_STEPS; step++) {
    const above = normalCdf(-z);
    const change = (above * log(above / tail) * ROOT_TWO_PI) / exp(-0.5 * z * z);
    z += change;
    if (Math.abs(change) < 1e-14 * (1 + z)) break;
  }
  return z;
}
