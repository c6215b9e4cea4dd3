import { exp } from '../kernels/math/exp.ts';
import { PI } from '../kernels/math/trigonometry.ts';

/** phi(0), the standard normal density at 0. */
export const NORMAL_PEAK = 1 / Math.sqrt(2 * PI);

/** sigma(t) = 1 / (1 + e^-t), in (0, 1); the exponential never overflows. */
export function sigmoid(t: number): number {
  const e = exp(-Math.abs(t));
  return t >= 0 ? 1 / (1 + e) : e / (1 + e);
}

/** sigma'(t) = e^-|t| / (1 + e^-|t|)^2, in (0, 1/4]. */
export function sigmoidSlope(t: number): number {
  const e = exp(-Math.abs(t));
  return e / ((1 + e) * (1 + e));
}

/** tanh(t / 2) = 2 sigma(t) - 1, in (-1, 1): what a user of utility t adds to the mean signed choice. */
export function signedChoice(t: number): number {
  const e = exp(-Math.abs(t));
  return t >= 0 ? (1 - e) / (1 + e) : (e - 1) / (1 + e);
}

const STEP = 0.25;

/**
 * E f(Z, sZ) for f(z, t) that decays in t like sigma'(t). The variable of the trapezoid rule is z for s < 1 and
 * t = sz for s >= 1, so that the faster of the two decays sets the width; the step 1/4 is exact to 15 digits in both.
 */
function normalMean(s: number, f: (z: number, t: number) => number): number {
  const [scale, range] = s < 1 ? [1, 9] : [1 / s, Math.min(9 * s, 40)];
  let sum = 0;
  for (let k = -Math.floor(range / STEP); k * STEP <= range; k++) {
    const z = k * STEP * scale;
    sum += exp((-z * z) / 2) * f(z, s * z);
  }
  return NORMAL_PEAK * STEP * scale * sum;
}

/**
 * omega(s) = E sigma'(sZ), Z ~ N(0, 1) (S1).
 *
 * Even; omega(0) = 1/4; s omega(s) -> 1 / sqrt(2 pi). Absolute error below 1e-13.
 * Source: theory/README.md, section 1.
 */
export const omega = (s: number): number => normalMean(Math.abs(s), (_, t) => sigmoidSlope(t));

/**
 * k'(s) = E[Z^2 sigma'(sZ)], the derivative of k(s) = s omega(s) (S2).
 *
 * Even; k'(0) = 1/4; falls like s^-3. Absolute error below 1e-13.
 */
export const kPrime = (s: number): number => normalMean(Math.abs(s), (z, t) => z * z * sigmoidSlope(t));

/** omega'(s) = -E[Z sigma'(sZ) tanh(sZ/2)], odd. Absolute error below 1e-13. */
export const omegaPrime = (s: number): number =>
  -Math.sign(s) * normalMean(Math.abs(s), (z, t) => z * sigmoidSlope(t) * signedChoice(t));
