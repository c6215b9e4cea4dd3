import type { Sample } from '../../kernels/arena.ts';
import { firstPositive } from '../../kernels/estimators/first-positive.ts';
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
  /** Whether it searches on losses, so that its numbers depend on the arithmetic they are evaluated with. */
  readonly searches: boolean;
  /** The observer sees each step of an iteration; it changes no number. */
  readonly fit: (sample: Sample, onStep?: OnStep) => Fit;
}

/** The estimator a specification names. */
export function estimatorOf(spec: EstimatorSpec): Estimator {
  const first = spec.normalise === 'first';
  if (spec.kind === 'rlhf')
    return { solver: 'newton', revision: RLHF_REVISION, searches: true, fit: checked(first, rlhf) };
  switch (spec.solver) {
    case 'exact': {
      const directions = first ? 'first-positive' : 'circle';
      return {
        solver: 'exact',
        revision: SIGN_EXACT_REVISION,
        searches: false,
        fit: (sample, onStep) => signExact(sample, directions, onStep),
      };
    }
    case 'anneal': {
      const fit: Estimator['fit'] = (sample, onStep) => signAnneal(sample, spec, onStep);
      return { solver: 'anneal', revision: SIGN_ANNEAL_REVISION, searches: true, fit: checked(first, fit) };
    }
    default:
      return spec satisfies never;
  }
}

/** Where the first coefficient is fixed, an estimator that maximises over all directions may find one that it rules out. */
const checked = (first: boolean, estimate: Estimator['fit']): Estimator['fit'] =>
  first ? (sample, onStep) => firstPositive(estimate(sample, onStep)) : estimate;
