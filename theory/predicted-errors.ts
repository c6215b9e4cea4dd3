import type { Population } from '../kernels/populations/population.ts';
import { foldedMean, type Prediction, rlhfMeanAngle, rlhfRms } from './prediction.ts';
import type { SurrogateLimit } from './surrogate.ts';

/** What theory expects of one estimator at one n; angles from the target in radians. */
export interface PredictedErrors {
  readonly rmsAngle: number;
  /** Null where only the root-mean-square angle is known. */
  readonly meanAngle: number | null;
  /** How far both may be off, radians. */
  readonly error: number;
}

/** Errors of the exact sign estimator by the law at finite n (T7), in d > 2 axis by axis (many-errors.ts); null where it is not known. */
export function predictedSign({ signErrors }: Prediction, n: number): PredictedErrors | null {
  const errors = signErrors?.(n) ?? null;
  return errors === null ? null : { rmsAngle: errors.rms, meanAngle: errors.mean, error: errors.error };
}

/**
 * Errors of RLHF at n (T9, T9b). Stated error: what the limit itself may be off, and a share 1.5 sd^2 / n for what a law of large n
 * leaves out; null where that is all there is. In d > 2 the mean angle is known only for a limit without bias and only roughly, so it is null.
 */
export function predictedRlhf(
  { rlhf }: Prediction,
  { features }: Population,
  n: number,
): PredictedErrors | null {
  const rmsAngle = rlhf === null ? null : rlhfRms(rlhf, n);
  if (rlhf === null || rmsAngle === null || rlhf.rootNSd === null) return null;
  if (rlhf.rootNSd * rlhf.rootNSd > n) return null;
  const share = 0.002 + (1.5 * rlhf.rootNSd * rlhf.rootNSd) / n + (features.dimension > 2 ? 0.03 : 0);
  return {
    rmsAngle,
    meanAngle: features.dimension === 2 ? rlhfMeanAngle(rlhf, n) : null,
    error: rmsAngle * Math.min(1, share) + rlhf.error * Math.abs(rlhf.bias) + rlhf.angleError,
  };
}

/**
 * Errors at n of the maximiser of the surrogate at one lambda (T10): bias and root-n noise, a law of large n. Its kernel has the
 * width 1 / lambda, so that the noise is normal only where q = lambda sd n^(-1/2) is small, sd that of one axis: beyond, errors are smaller than this, and tend to
 * those of the exact sign estimator. Stated error: 0.5 %, 1.5 sd^2 / n and 0.06 q^2, which covers simulations of two populations at
 * five lambdas from 1 to 40 and n from 100 to 31,623; 3 % more in d > 2; null where that is more than half. In d > 2 the mean angle is null.
 */
export function predictedSurrogate(
  { lambda, bias, direction, rootNSd, error = 0 }: SurrogateLimit,
  n: number,
): PredictedErrors | null {
  if (rootNSd === null) return null;
  const axes = direction.length - 1;
  const variance = (rootNSd * rootNSd) / n;
  const curved = (0.06 * lambda * lambda * variance) / axes;
  const share = 0.005 + 1.5 * variance + curved + (axes > 1 ? 0.03 : 0);
  if (!(share <= 0.5)) return null;
  const rmsAngle = Math.sqrt(bias * bias + variance);
  const meanAngle = axes > 1 ? null : foldedMean(bias, Math.sqrt(variance));
  return { rmsAngle, meanAngle, error: rmsAngle * share + error };
}
