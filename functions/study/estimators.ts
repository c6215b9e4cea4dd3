import type { Sample } from '../../kernels/arena.ts';
import type { Fit, OnStep } from '../../kernels/estimators/fit.ts';
import { RLHF_REVISION, rlhf } from '../../kernels/estimators/rlhf.ts';
import { SIGN_ANNEAL_REVISION, signAnneal } from '../../kernels/estimators/sign-anneal.ts';
import { SIGN_EXACT_REVISION, signExact } from '../../kernels/estimators/sign-exact.ts';
import type { EstimatorSpec } from './study.ts';

/** What the registry knows of an estimator: how it fits, and the revision of its numbers. */
export interface Estimator {
  /** The algorithm that runs, as reports name it. */
  readonly solver: string;
  /** Raised when the estimator's numbers change, so that a mended bug never meets stale records. */
  readonly revision: number;
  /** The observer sees each step of an iteration; it changes no number. */
  readonly fit: (sample: Sample, onStep?: OnStep) => Fit;
}

/** The estimator a specification names. */
export function estimatorOf(spec: EstimatorSpec): Estimator {
  if (spec.kind === 'rlhf') return { solver: 'newton', revision: RLHF_REVISION, fit: rlhf };
  switch (spec.solver) {
    case 'exact':
      return { solver: 'exact', revision: SIGN_EXACT_REVISION, fit: signExact };
    case 'anneal':
      return {
        solver: 'anneal',
        revision: SIGN_ANNEAL_REVISION,
        fit: (sample, onStep) => signAnneal(sample, spec, onStep),
      };
    default:
      return spec satisfies never;
  }
}
