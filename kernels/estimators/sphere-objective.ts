import type { LoadedComparisons } from '../losses/contract.ts';
import { dot, norm } from '../math/vectors.ts';
import type { Objective } from './line-ascent.ts';

/**
 * The surrogate of the sign estimator (T2) on the sphere, as a function of all of R^d but 0 that depends on the direction
 * alone: A(w) = mean tanh(lambda z . theta / 2), theta = w / |w|, with its gradient in w, which is orthogonal to w.
 */
export const sphereObjective =
  (losses: LoadedComparisons, lambda: number): Objective =>
  (point) => {
    const { n } = losses;
    const length = norm(point);
    const theta = point.map((v) => v / length);
    const [{ sum, gradient }] = losses.annealed([{ direction: theta, lambda }]);
    const radial = dot(gradient, theta);
    return { value: sum / n, gradient: gradient.map((g, j) => (g - radial * theta[j]) / length / n) };
  };

/** Minus the mean logistic loss: what RLHF maximises over R^d. */
export const logisticObjective =
  (losses: LoadedComparisons): Objective =>
  (point) => {
    const [{ sum, gradient }] = losses.logistic([point]);
    return { value: -sum / losses.n, gradient: gradient.map((g) => -g / losses.n) };
  };
