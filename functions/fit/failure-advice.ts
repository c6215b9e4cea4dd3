import type { FitStatus } from '../../kernels/estimators/fit.ts';
import type { EstimatorSpec } from '../study/study.ts';

/** A type of EM's, not all the data, may be told rightly. */
const LIKE_MINDED =
  'One direction tells all choices of the people of one type rightly, so that the likelihood grows without end along it. EM needs more choices a person, or another estimator is to be used.';

/** Why an estimator has no answer on a person's data, and what that person can do about it. */
export function failureAdvice(status: FitStatus, kind?: EstimatorSpec['kind']): string {
  if (kind === 'em' && status === 'separable') return LIKE_MINDED;
  switch (status) {
    case 'ok':
      return 'The fit succeeded.';
    case 'separable':
      return 'A direction tells every choice rightly, so that the likelihood grows without end along it. Use fewer features, more choices, or the sign estimator, which needs no likelihood.';
    case 'degenerate':
      return 'The objective is the same in all directions, or the data do not span all features. Look for choices that cancel each other, and for features that say the same.';
    case 'diverged':
      return 'An iterate is not finite. Features of very different size do that: try --standardise.';
    case 'not-converged':
      return 'The limit of steps was met. Features of very different size do that: try --standardise.';
    case 'infeasible':
      return 'The best direction has a first coefficient that is not positive.';
    default:
      return status satisfies never;
  }
}
