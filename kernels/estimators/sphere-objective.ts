import type { LoadedComparisons, LossSum } from '../losses/contract.ts';
import { dot, norm } from '../math/vectors.ts';
import type { Objective } from './line-ascent.ts';

/** A function of a unit vector: a sum over n rows, and its gradient. */
export interface SphereSum {
  readonly n: number;
  /** Rows that one evaluation reads. */
  readonly rows: number;
  at(theta: Float64Array): LossSum;
}

/** The surrogate of the sign estimator (T2) at one lambda: sum tanh(lambda z . theta / 2). */
export const surrogateSum = (
  losses: Pick<LoadedComparisons, 'n' | 'annealed'>,
  lambda: number,
): SphereSum => ({
  n: losses.n,
  rows: losses.n,
  at: (theta) => losses.annealed([{ direction: theta, lambda }])[0],
});

/**
 * The mean of a sum as a function of all of R^d but 0 that depends on the direction theta = w / |w| alone, with its
 * gradient in w, which is orthogonal to w and 1 / |w| times that on the sphere.
 */
export const sphereObjective =
  ({ n, at }: SphereSum): Objective =>
  (point) => {
    const length = norm(point);
    const theta = point.map((v) => v / length);
    const { sum, gradient } = at(theta);
    const radial = dot(gradient, theta);
    return { value: sum / n, gradient: gradient.map((g, j) => (g - radial * theta[j]) / length / n) };
  };

/** Minus the mean logistic loss: what RLHF maximises over R^d. */
export const logisticObjective =
  (losses: Pick<LoadedComparisons, 'n' | 'logistic'>): Objective =>
  (point) => {
    const [{ sum, gradient }] = losses.logistic([point]);
    return { value: -sum / losses.n, gradient: gradient.map((g) => -g / losses.n) };
  };
