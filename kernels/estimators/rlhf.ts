import type { Sample } from '../arena.ts';
import { sampleLosses } from '../losses/linear-losses.ts';
import type { Fit, FitCall } from './fit.ts';
import { logisticSums } from './likelihood-sums.ts';
import { logisticLoss } from './logistic-loss.ts';
import { type Likelihood, newtonFit, withObjective } from './newton.ts';

/** Raised when numbers change. */
export const RLHF_REVISION = 1;

/** max |sigma''| = 1 / (6 sqrt 3). */
const THIRD = 0.09622504486493764;

/**
 * RLHF's reward model: the logistic maximum likelihood estimate (Bradley-Terry on features; T3), the minimiser of
 * mean log(1 + exp(-z_i . theta)) over R^d, reported as a direction; diagnostic `norm` is |theta|.
 *
 * Its failures, diagnostics and steps are those of `newtonFit`.
 */
export const rlhf = (sample: Sample, { onStep }: FitCall = {}): Fit =>
  newtonFit(sample, logistic(sample, 0), onStep);

/**
 * The same with a penalty: the minimiser of mean log(1 + exp(-z_i . theta)) + ridge |theta|^2 / 2, ridge > 0 in units of a
 * squared feature. It exists for every sample but one whose rows have mean 0 (`degenerate`), separable or not.
 *
 * The penalty is on the mean, so that it does not fade as n grows: features c z with ridge c^2 r have the fit of z with r,
 * divided by c. Diagnostics also: `objective`, minus the penalised mean at the fit.
 */
export function ridgeRlhf(sample: Sample, ridge: number, { onStep }: FitCall = {}): Fit {
  const likelihood = logistic(sample, ridge);
  return withObjective(newtonFit(sample, likelihood, onStep), likelihood);
}

function logistic(sample: Sample, ridge: number): Likelihood {
  const finish = sampleLosses(sample);
  const losses = (search: boolean) => (search ? (sample.search?.() ?? finish) : finish);
  return {
    sums: (theta, stride, search) => logisticSums(losses(search), theta, stride),
    loss: (theta, stride) => logisticLoss(sample, theta, stride),
    third: THIRD,
    ridge,
    searched: sample.search !== undefined,
  };
}
