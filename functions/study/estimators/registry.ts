import type { Sample } from '../../../kernels/arena.ts';
import { EM_REVISION, em } from '../../../kernels/estimators/em.ts';
import { knownIdentities } from '../../../kernels/estimators/known-identities.ts';
import { PER_USER_MEAN_REVISION, perUserMean } from '../../../kernels/estimators/per-user-mean.ts';
import { PROBIT_REVISION, probit } from '../../../kernels/estimators/probit.ts';
import { RLHF_REVISION, ridgeRlhf, rlhf } from '../../../kernels/estimators/rlhf.ts';
import { SMOOTHED_SCORE_REVISION, smoothedScore } from '../../../kernels/estimators/smoothed-score.ts';
import { withInterval } from '../inference/interval-bounds.ts';
import type { EmSpec, EstimatorSpec, PerUserMeanSpec } from '../study.ts';
import type { Estimator } from './estimator.ts';
import { checkedFirst } from './first.ts';
import { signEstimator } from './sign.ts';

/** The estimator a specification names. */
export function estimatorOf(spec: EstimatorSpec): Estimator {
  const estimator = estimatorOfKind(spec);
  return { ...estimator, fit: withInterval(spec, estimator.fit) };
}

function estimatorOfKind(spec: EstimatorSpec): Estimator {
  const first = spec.normalise === 'first';
  switch (spec.kind) {
    case 'sign':
      return signEstimator(spec);
    case 'rlhf': {
      const { ridge } = spec;
      return {
        solver: 'newton',
        revision: RLHF_REVISION,
        searches: true,
        fit: checkedFirst(
          first,
          ridge === undefined ? rlhf : (sample, call) => ridgeRlhf(sample, ridge, call),
        ),
      };
    }
    case 'probit':
      return {
        solver: 'newton',
        revision: PROBIT_REVISION,
        searches: false,
        fit: checkedFirst(first, probit),
      };
    case 'em':
      return {
        solver: 'em',
        revision: EM_REVISION,
        searches: false,
        fit: checkedFirst(first, (sample, call) => em(recognised(sample, spec), spec, call)),
      };
    case 'per-user-mean':
      return {
        solver: 'newton',
        revision: PER_USER_MEAN_REVISION,
        searches: true,
        fit: checkedFirst(first, (sample, call) => perUserMean(recognised(sample, spec), spec, call)),
      };
    case 'smoothed-score': {
      const normalisation = first ? 'first' : 'unit';
      return {
        solver: 'newton',
        revision: SMOOTHED_SCORE_REVISION,
        searches: false,
        fit: (sample, call) => smoothedScore(sample, spec, normalisation, call),
      };
    }
    default:
      return spec satisfies never;
  }
}

/** The comparisons under the names by which the estimator knows their users. */
const recognised = (sample: Sample, { identities }: EmSpec | PerUserMeanSpec): Sample =>
  identities === undefined ? sample : knownIdentities(sample, identities);
