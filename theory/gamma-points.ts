import { exp } from '../kernels/math/exp.ts';
import { lgamma } from '../kernels/math/lgamma.ts';
import { log } from '../kernels/math/log.ts';
import { PI } from '../kernels/math/trigonometry.ts';

/** A point t of the standardised gamma law with its share. */
export interface GammaPoint {
  readonly t: number;
  readonly weight: number;
}

const CUT = 1e-17;

/**
 * Nodes of E f(t), t = sgn(g) (G - a) / sqrt(a), G ~ Gamma(a, 1), a = 4 / g^2 (theory/README.md, section 6): the trapezoid
 * rule in y, G = a exp(y), whose density is exp(a (y - e^y)) up to a factor, for a >= 1; for a < 1, where that falls only like e^(a y) on the
 * left, in v with y = v - exp(-v).
 *
 * The step resolves `reach`, the length of taste that one unit of t moves: f may vary on the scale 1 / reach.
 * coarse: for functions that are averaged over features afterwards, which smooths them; errors near 1e-6.
 * skew: not 0. Shares sum to 1.
 */
export function gammaPoints(skew: number, reach: number, coarse = false): readonly GammaPoint[] {
  const shape = 4 / (skew * skew);
  const root = Math.sqrt(shape);
  const points: GammaPoint[] = [];
  const peak = gammaPeak(shape);
  const step = (Math.min(0.2, 0.4 / (1 + reach)) * (coarse ? 1.5 : 1)) / Math.max(1, root);
  const add = (v: number): number => {
    const e = shape < 1 ? exp(-v) : 0;
    const y = v - e;
    const rise = expMinusOne(y);
    const mass = step * (1 + e) * exp(peak + shape * (Math.abs(y) < SMALL ? -tail(y) : y - rise));
    if (mass > CUT) points.push({ t: (skew < 0 ? -1 : 1) * root * rise, weight: mass });
    return mass;
  };
  const middle = shape < 1 ? -log(shape) / 2 : 0;
  for (let k = 0; k < 5 || add(middle + k * step) > CUT; k++) if (k < 5) add(middle + k * step);
  for (let k = 1; k < 5 || add(middle - k * step) > CUT; k++) if (k < 5) add(middle - k * step);
  const total = points.reduce((sum, { weight }) => sum + weight, 0);
  return points.map(({ t, weight }) => ({ t, weight: weight / total }));
}

/** Beyond this shape Stirling's series has all digits. */
const LARGE_SHAPE = 1e5;

/** s log s - s - log Gamma(s): the logarithm of the density of log(G / s), G ~ Gamma(s, 1), at 0. */
export const gammaPeak = (shape: number): number =>
  shape > LARGE_SHAPE
    ? log(shape / (2 * PI)) / 2 - 1 / (12 * shape)
    : shape * log(shape) - shape - lgamma(shape);

const SMALL = 1e-3;

/** e^y - 1 - y by its series, for small y: nearly normal laws multiply it by a shape that would bring out any cancellation. */
const tail = (y: number): number => y * y * (1 / 2 + y * (1 / 6 + y * (1 / 24 + y / 120)));

const expMinusOne = (y: number): number => (Math.abs(y) < SMALL ? y + tail(y) : exp(y) - 1);
