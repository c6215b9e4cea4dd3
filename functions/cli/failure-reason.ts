import type { FitStatus, FitStep } from '../../kernels/estimators/fit.ts';
import type { EstimatorSpec } from '../study/study.ts';
import { numberText } from './number-text.ts';

/** A fit that failed, and what its optimiser saw. */
export interface FailedFit {
  readonly estimator: EstimatorSpec;
  readonly status: Exclude<FitStatus, 'ok'>;
  readonly n: number;
  readonly d: number;
  readonly steps: readonly FitStep[];
}

/** A gradient this short at theta = 0 is none. */
const FLAT = 1e-10;

/** Why a fit failed: its status in words, and the numbers of the last step, which decided it. */
export function failureReason(failed: FailedFit): string {
  const { steps } = failed;
  const last = steps.at(-1);
  if (last === undefined) return `${cause(failed, last)}.`;
  const numbers = Object.entries(last).map(([name, value]) => `${name} ${numberText(value)}`);
  const where = steps.length === 1 ? 'at its only step' : `at step ${steps.length}, the last`;
  return `${cause(failed, last)}; ${where}: ${numbers.join(', ')}.`;
}

function cause({ status, estimator, n, d }: FailedFit, last: FitStep | undefined): string {
  switch (status) {
    case 'separable':
      if (estimator.kind === 'em' && estimator.components > 1)
        return 'separable: the users of a component agree with it in all their rows, so that its taste grows without end';
      return `separable: a direction has none of the ${n} rows on its wrong side, so that the likelihood grows without end along it`;
    case 'diverged':
      return 'diverged: an iterate is not finite';
    case 'not-converged':
      return 'not converged: the limit of steps was met before the gradient was short enough';
    case 'degenerate':
      return `degenerate: ${degeneracy(estimator, d, last)}`;
    case 'infeasible':
      return 'infeasible: the first coefficient is to be 1, and that of the maximum is not positive';
    default:
      return status satisfies never;
  }
}

function degeneracy(estimator: EstimatorSpec, d: number, last: FitStep | undefined): string {
  if (estimator.kind === 'rlhf' || estimator.kind === 'per-user-mean' || estimator.kind === 'probit') {
    return last !== undefined && last.norm === 0 && last.gradient <= FLAT
      ? 'the likelihood is largest at theta = 0, which has no direction'
      : `the rows span less than the ${d} dimensions, so that the likelihood has no single maximum`;
  }
  if (estimator.kind === 'sign' && estimator.solver === 'certified') {
    return 'the rows cancel, the score is the same in every direction';
  }
  if (estimator.kind === 'em')
    return 'a component is left without users, the rows span less than all dimensions, or the mean taste is 0';
  if (estimator.kind === 'sign' && estimator.solver === 'exact') {
    return last?.objective === 0
      ? 'the rows cancel, the score is 0 in every direction'
      : 'the optimal directions cancel, so that they have no centre';
  }
  return 'the rows have no mean to start from, or the objective is constant';
}
