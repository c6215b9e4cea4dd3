import type { FitStatus } from '../../kernels/estimators/fit.ts';

/** Why an estimator has no answer on a person's data, and what that person can do about it. */
export function failureAdvice(status: FitStatus): string {
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
