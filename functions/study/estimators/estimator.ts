import type { Sample } from '../../../kernels/arena.ts';
import type { Fit, FitCall } from '../../../kernels/estimators/fit.ts';

/** What the registry knows of an estimator: how it fits, and the revision of its numbers. */
export interface Estimator {
  /** The algorithm that runs, as reports name it. */
  readonly solver: string;
  /** Raised when the estimator's numbers change, so that a mended bug never meets stale records. */
  readonly revision: number;
  /** Whether it searches on losses, so that its numbers depend on the arithmetic they are evaluated with. */
  readonly searches: boolean;
  /** An observer of the call sees each step of an iteration; it changes no number. */
  readonly fit: (sample: Sample, call?: FitCall) => Fit;
}
