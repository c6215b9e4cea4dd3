import { finiteLaw, latticeShrink } from './finite-law.ts';
import type { Prediction } from './prediction.ts';

/** The error of b = theta_2 / theta_1 that theory expects at one n. */
export interface CoefficientErrors {
  /** Root of the mean square of b_hat - b. */
  readonly rmse: number;
  /** How far it may be off. */
  readonly error: number;
}

/** Directions within this sine of the axis theta_1 = 0 have a b that no mean square settles for. */
const NEAR_AXIS = 0.1;
/** Most of the law that may lie there, or beyond: no sample of a million then sees it. */
const LEAST_SEEN = 1e-6;

/**
 * The root-mean-square error of b = theta_2 / theta_1 of the sign estimator in d = 2 by the law at finite n (T7), its first coefficient being fixed
 * at 1: the sum of (b - truth)^2 over the law's places, drawn in by ties as its angles are.
 *
 * b has no second moment: near theta_1 = 0 it is as large as can be. Where the law has more than 10^-6 of its mass within 0.1 radians of that
 * axis, or beyond it, nothing is predicted. truth: that of the mean taste.
 */
export function signCoefficient(
  { sign, signErrors }: Prediction,
  truth: number,
  n: number,
): CoefficientErrors | null {
  const errors = signErrors?.(n) ?? null;
  if (errors === null || sign === null || sign.plane === null) return null;
  const { score, top } = sign.plane;
  const { places, shares } = finiteLaw(score, sign.plane, n);
  const shrink = latticeShrink(errors.step);
  let [square, unseen] = [0, 0];
  places.forEach((place, k) => {
    const [first, second] = score.direction(top + shrink * (place - top)).direction;
    if (first < NEAR_AXIS) unseen += shares[k];
    else square += shares[k] * (second / first - truth) * (second / first - truth);
  });
  if (unseen > LEAST_SEEN) return null;
  const rmse = Math.sqrt(square);
  return { rmse, error: rmse * Math.min(1, errors.error / errors.ownRms) };
}

/** Where an estimator with a root-n law settles, and that law. */
interface RootN {
  readonly direction: readonly number[];
  readonly rootNSd: number | null;
}

/**
 * The same of an estimator whose direction is normal about its limit, sd n^(-1/2) radians, d = 2 (T9b, T10): b = tan(phi) to second order,
 * (bias + t (1 + t^2) v)^2 + (1 + t^2)^2 v, t the limit of b and v = sd^2 / n. Stated error: 0.5 % and (3 + 9 t^2) v; null where that is more than
 * half, or where the limit's first coefficient is not positive.
 */
export function rootNCoefficient(
  { direction: [first, second], rootNSd }: RootN,
  truth: number,
  n: number,
): CoefficientErrors | null {
  if (!(first > NEAR_AXIS) || rootNSd === null) return null;
  const t = second / first;
  const slope = 1 + t * t;
  const variance = (rootNSd * rootNSd) / n;
  const share = 0.005 + (3 + 9 * t * t) * variance;
  if (!(share <= 0.5)) return null;
  const bias = t - truth + t * slope * variance;
  const rmse = Math.sqrt(bias * bias + slope * slope * variance);
  return { rmse, error: rmse * share };
}
