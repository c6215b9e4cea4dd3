import { RLHF_REVISION, rlhf } from '../../../kernels/estimators/rlhf.ts';
import { SMOOTHED_SCORE_REVISION, smoothedScore } from '../../../kernels/estimators/smoothed-score.ts';
import type { EstimatorSpec } from '../study.ts';
import type { Estimator } from './estimator.ts';
import { checkedFirst } from './first.ts';
import { signEstimator } from './sign.ts';

/** The estimator a specification names. */
export function estimatorOf(spec: EstimatorSpec): Estimator {
  const first = spec.normalise === 'first';
  switch (spec.kind) {
    case 'sign':
      return signEstimator(spec);
    case 'rlhf':
      return {
        solver: 'newton',
        revision: RLHF_REVISION,
        searches: true,
        fit: checkedFirst(first, rlhf),
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
