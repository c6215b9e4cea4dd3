import { RLHF_REVISION, rlhf } from '../../../kernels/estimators/rlhf.ts';
import { withInterval } from '../inference/interval-bounds.ts';
import type { EstimatorSpec } from '../study.ts';
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
    case 'rlhf':
      return {
        solver: 'newton',
        revision: RLHF_REVISION,
        searches: true,
        fit: checkedFirst(first, rlhf),
      };
    default:
      return spec satisfies never;
  }
}
