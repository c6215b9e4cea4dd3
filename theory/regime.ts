import { inverseCubeRoot } from '../kernels/math/cube-root.ts';
import { exp } from '../kernels/math/exp.ts';
import { log } from '../kernels/math/log.ts';
import { CHERNOFF_RMS } from './chernoff-moments.ts';
import type { Prediction } from './prediction.ts';
import type { SignLimit } from './sign-limit.ts';

/** Largest departures from the constant and from the slope -1/3 in the cube-root regime. */
const WITHIN = 0.05;
const SLOPE_WITHIN = 0.02;
/** Largest step of the score: beyond, ties move the error by 4 %. */
const STEP_WITHIN = 0.185;
/** log(10) / 2: half a decade. */
const HALF_DECADE = 1.151292546497023;
const FIRST = 3;
const LAST = 16;

/**
 * The n from which the cube-root regime holds: for it and every larger one the root-mean-square error about the limit by the law at finite n (T7)
 * is within 5 % of what it is at large n, c n^(-1/3) (E Z^2)^(1/2) in d = 2, and its local slope in log n within 0.02 of -1/3, and the steps of the score
 * are fine enough. Searched in half decades from
 * 10^8 down to 10^1.5, interpolated between them.
 *
 * @returns null where there is no constant, or where the regime begins beyond 10^8
 */
export function regimeFrom(prediction: Prediction): number | null {
  const { sign, signErrors } = prediction;
  const scale = sign === null ? null : largeRms(sign);
  if (scale === null || signErrors === undefined) return null;
  const departureAt = (k: number): Departure => {
    const n = exp(k * HALF_DECADE);
    const errors = signErrors(n);
    const large = scale * inverseCubeRoot(n);
    return { height: log((errors?.ownRms ?? Number.NaN) / large), step: errors?.step ?? Number.NaN };
  };
  for (let k = LAST; k >= FIRST; k--) {
    const excess = excessAt(departureAt, k);
    if (excess < 1) continue;
    if (!(excess >= 1) || k === LAST) return null;
    const after = excessAt(departureAt, k + 1);
    const share = log(excess) / (log(excess) - log(after));
    return Math.round(exp((k + Math.min(1, share)) * HALF_DECADE));
  }
  return Math.round(exp(FIRST * HALF_DECADE));
}

/** n^(1/3) times the root-mean-square error about the limit. */
const largeRms = ({ constant, spread }: SignLimit): number | null =>
  constant !== null ? constant * CHERNOFF_RMS : (spread?.rms ?? null);

interface Departure {
  /** Logarithm of the error over what the constant says. */
  readonly height: number;
  readonly step: number;
}

/** The largest departure in units of what is allowed: below 1 in the regime. */
function excessAt(departureAt: (k: number) => Departure, k: number): number {
  const { height, step } = departureAt(k);
  const slope = (departureAt(k + 1).height - height) / HALF_DECADE;
  return Math.max(1e-9, Math.abs(height) / WITHIN, Math.abs(slope) / SLOPE_WITHIN, step / STEP_WITHIN);
}
