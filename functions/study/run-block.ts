import type { FitStatus } from '../../kernels/estimators/fit.ts';
import type { EstimatorSpec } from './study.ts';

/** What one estimator found on the replicates of one block, in replicate order. */
export interface EstimatorOutcomes {
  readonly estimator: EstimatorSpec;
  readonly statuses: readonly FitStatus[];
  /** Row-major size x d; NaN rows where the fit failed. */
  readonly directions: readonly (readonly number[])[];
  readonly scores: readonly number[];
  readonly evaluations: readonly number[];
  /** Each list has one value a replicate. */
  readonly diagnostics: Readonly<Record<string, readonly number[]>>;
}
