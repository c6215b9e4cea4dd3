import { SIGN_ANNEAL_REVISION, signAnneal } from '../../../kernels/estimators/sign-anneal.ts';
import { SIGN_CERTIFIED_REVISION, signCertified } from '../../../kernels/estimators/sign-certified.ts';
import { SIGN_EXACT_REVISION, signExact } from '../../../kernels/estimators/sign-exact.ts';
import {
  SIGN_GREAT_CIRCLE_REVISION,
  type Start,
  signGreatCircle,
} from '../../../kernels/estimators/sign-great-circle.ts';
import { SIGN_STAGED_REVISION, signStaged } from '../../../kernels/estimators/sign-staged.ts';
import type { EstimatorSpec, SignSpec } from '../study.ts';
import type { Estimator } from './estimator.ts';
import { checkedFirst } from './first.ts';

/** The sign estimator by the solver of its specification. */
export function signEstimator(spec: SignSpec & Pick<EstimatorSpec, 'normalise'>): Estimator {
  const first = spec.normalise === 'first';
  switch (spec.solver) {
    case 'exact': {
      const directions = first ? 'first-positive' : 'circle';
      return {
        solver: 'exact',
        revision: SIGN_EXACT_REVISION,
        searches: false,
        fit: (sample, call) => signExact(sample, directions, call),
      };
    }
    case 'certified': {
      const directions = first ? 'first-positive' : 'circle';
      return {
        solver: 'certified',
        revision: SIGN_CERTIFIED_REVISION,
        searches: false,
        fit: (sample, call) => signCertified(sample, { nodes: spec.nodes, directions }, call),
      };
    }
    case 'anneal':
      return {
        solver: 'anneal',
        revision: SIGN_ANNEAL_REVISION,
        searches: true,
        fit: checkedFirst(first, (sample, call) => signAnneal(sample, spec, call)),
      };
    case 'staged':
      return {
        solver: 'staged',
        revision: SIGN_STAGED_REVISION,
        searches: true,
        fit: checkedFirst(first, (sample, call) => signStaged(sample, spec, call)),
      };
    case 'great-circle':
      return {
        solver: 'great-circle',
        revision: SIGN_GREAT_CIRCLE_REVISION,
        searches: true,
        fit: checkedFirst(first, (sample, call) => signGreatCircle(sample, spec, startStaged, call)),
      };
    default:
      return spec satisfies never;
  }
}

/** Polishing begins at the maximum of the surrogate. */
const startStaged: Start = (sample, call) => signStaged(sample, { lambda: [1, 3, 7, 15] }, call);
