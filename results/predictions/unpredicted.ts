import type { EstimatorSpec } from '../../functions/study/study.ts';
import type { Population } from '../../kernels/populations/population.ts';
import type { Expectation } from './expectation.ts';
import { type EstimatorLaw, lawOf } from './law-of.ts';

/** An estimator with the sizes at which theory predicts no error of it, and why. */
export interface Unpredicted {
  readonly estimator: string;
  readonly n: readonly number[];
  readonly reason: string;
}

/** Why theory predicts no root-mean-square angle of an estimator at some of the sizes; null where it predicts all. */
export function unpredicted(
  spec: EstimatorSpec,
  population: Population,
  { expectation, sizes }: { readonly expectation: Expectation | null; readonly sizes: readonly number[] },
): Unpredicted | null {
  const n = sizes.filter((size) => (expectation?.at('rmsAngle', size) ?? null) === null);
  if (n.length === 0) return null;
  const law = lawOf(spec);
  const reason =
    law === null
      ? `theory has no law for ${describedKind(spec)}`
      : n.length < sizes.length
        ? `its law is one for large n, and says nothing at ${n.length === 1 ? 'this n' : 'these n'}`
        : reasonOf(law, population, expectation);
  return { estimator: spec.id, n, reason };
}

function describedKind(spec: EstimatorSpec): string {
  if (spec.kind === 'rlhf') return 'RLHF with a ridge';
  if (spec.kind === 'sign' && spec.solver === 'anneal') return 'a lambda that grows with n';
  return spec.kind === 'sign' ? `the solver ${spec.solver}` : `estimators of kind ${spec.kind}`;
}

function reasonOf(
  { law }: EstimatorLaw,
  { features, users }: Population,
  expectation: Expectation | null,
): string {
  switch (law) {
    case 'surrogate':
      return (expectation?.limit('rmsAngle') ?? null) === null
        ? 'a climb from the first lambda ends at another maximum than the highest, or the features are not known well enough'
        : 'the kernel of the last lambda is narrower than its noise at all of these n, or users answer panels';
    case 'rlhf':
      return users.panel === undefined
        ? 'the limit of RLHF or its noise is not known for this population'
        : 'the noise of RLHF is not known for panels';
    case 'cube-root':
      return features.law === 'file'
        ? 'the limit on a file of features is exact, the law of the error about it not known'
        : 'the scale of the error is not known for this population';
    default:
      return law satisfies never;
  }
}
