import type { LoadedComparisons, LogisticCurvature } from '../losses/contract.ts';

/** Means over the rows visited of a likelihood prod F(v_i), v_i = z_i . theta; F = sigma where it is logistic. */
export interface LikelihoodSums {
  readonly rows: number;
  /** Gradient of the log-likelihood: mean (log F)'(v) z, length d. */
  readonly gradient: Float64Array;
  /** Minus its Hessian: mean -(log F)''(v) z z', row-major d x d. */
  readonly hessian: Float64Array;
  /** mean |z|^2. */
  readonly second: number;
  /** mean |z|^4. */
  readonly fourth: number;
}

/** Gradient and Hessian of the logistic log-likelihood over about 1 / stride of the rows. */
export function logisticSums(
  losses: LoadedComparisons,
  theta: ArrayLike<number>,
  stride: number,
): LikelihoodSums {
  const [sums] = losses.logisticCurvature([theta], stride);
  return means(sums);
}

/** Sums over rows as means. */
export function means({ rows, gradient, hessian, second, fourth }: LogisticCurvature): LikelihoodSums {
  // In place: these arrays are nobody else's, and small samples take microseconds.
  for (let j = 0; j < gradient.length; j++) gradient[j] /= rows;
  for (let k = 0; k < hessian.length; k++) hessian[k] /= rows;
  return { rows, gradient, hessian, second: second / rows, fourth: fourth / rows };
}
