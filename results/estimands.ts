import type { Cell } from '../functions/study/plan.ts';
import type { EstimatorSpec } from '../functions/study/study.ts';
import { signedAngle } from '../kernels/metrics/signed-angle.ts';
import { meanTaste } from '../kernels/populations/mean-taste.ts';

/** One number that is estimated. */
export interface Estimand {
  readonly estimand: string;
  readonly truth: number | null;
  readonly estimate: number | null;
}

/** A cell, its target, and the estimator. */
export interface Estimated {
  readonly cell: Cell;
  readonly estimator: EstimatorSpec;
  readonly target: readonly number[];
}

/**
 * What an estimator's direction estimates, with its truth; the estimate is null where the fit failed.
 *
 * In d = 2 it is `signedAngle`: radians, estimate minus target, counter-clockwise positive; its truth is 0. In other
 * dimensions it is each coordinate of the direction, `direction1` to `directiond`. Where the first coefficient is fixed, it
 * is the ratio b = theta_2 / theta_1 instead: `b` in d = 2, else `b2` to `bd`.
 */
export function estimandsOf(
  { cell: { population }, estimator: { normalise }, target }: Estimated,
  direction: readonly number[] | null,
): readonly Estimand[] {
  const d = population.features.dimension;
  if (normalise === 'first') {
    const mean = meanTaste(population.users);
    return mean.slice(1).map((value, k) => ({
      estimand: d === 2 ? 'b' : `b${k + 2}`,
      truth: finite(value / mean[0]),
      estimate: direction === null ? null : finite(direction[k + 1] / direction[0]),
    }));
  }
  if (d === 2) {
    const estimate = direction === null ? null : signedAngle(direction, target);
    return [{ estimand: 'signedAngle', truth: 0, estimate }];
  }
  return target.map((truth, j) => ({
    estimand: `direction${j + 1}`,
    truth,
    estimate: direction === null ? null : direction[j],
  }));
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
