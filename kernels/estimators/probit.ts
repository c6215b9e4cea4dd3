import { type Sample, sampleIndex } from '../arena.ts';
import { comparisonsLength } from '../comparisons.ts';
import { curvatureSums } from '../losses/curvature-sums.ts';
import { logNormalCdf } from '../math/mills.ts';
import type { Fit, FitCall } from './fit.ts';
import { type LikelihoodSums, means } from './likelihood-sums.ts';
import { type Likelihood, newtonFit, withObjective } from './newton.ts';

/** Raised when numbers change. */
export const PROBIT_REVISION = 1;

/** max |(log Phi)'''|, at v = 1.0024. */
const THIRD = 0.2957188191931231;

/**
 * The probit maximum likelihood estimate: the maximiser of mean log Phi(z_i . theta) over R^d, reported as a direction; log Phi
 * is concave. Diagnostics: `norm`, |theta|; `gradient`, a bound on its length; `objective`, the mean log-likelihood.
 *
 * Its failures and steps are those of `newtonFit`; as for the logistic one, the maximum exists unless rows are separable.
 * It computes in float64 on the sample, whatever arithmetic searches.
 *
 * Source: Albert & Anderson (1984) for the existence of the maximum; Burridge (1981) for concavity.
 */
export function probit(sample: Sample, { onStep }: FitCall = {}): Fit {
  const likelihood: Likelihood = {
    sums: (theta, stride) => probitSums(sample, theta, stride),
    loss: (theta, stride) => probitLoss(sample, theta, stride),
    third: THIRD,
    ridge: 0,
    searched: false,
  };
  return withObjective(newtonFit(sample, likelihood, onStep), likelihood);
}

/** Gradient and Hessian of the mean log-likelihood over about 1 / stride of the rows. */
export function probitSums(sample: Sample, theta: ArrayLike<number>, stride: number): LikelihoodSums {
  const { arena, z, blocks, d } = sample;
  return means(
    curvatureSums(sample, stride, (out) =>
      arena.backend.probit(z, blocks, stride, d, arena.copy(theta), out),
    ),
  );
}

/** Mean -log Phi(z_i . theta) over blocks 0, stride, 2 stride, ... of eight rows. */
function probitLoss({ arena, z, n, d }: Sample, theta: ArrayLike<number>, stride: number): number {
  const data = arena.backend.f64(z, comparisonsLength(n, d));
  let sum = 0;
  let rows = 0;
  for (let row = 0; row < n; row++) {
    if ((row >> 3) % stride !== 0) continue;
    let v = 0;
    for (let j = 0; j < d; j++) v += data[sampleIndex(row, j, d)] * theta[j];
    sum -= logNormalCdf(v);
    rows++;
  }
  return sum / rows;
}
