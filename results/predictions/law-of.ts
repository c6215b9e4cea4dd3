import type { EstimatorSpec } from '../../functions/study/study.ts';

/** The law by which theory predicts an estimator, with what it depends on beside the population. */
export type EstimatorLaw =
  /** The maximiser of the score itself, however it is found (T6, T7, T8b). */
  | { readonly law: 'cube-root' }
  /** The logistic maximum likelihood estimate (T9). */
  | { readonly law: 'rlhf' }
  /** The maximiser of the surrogate at its last lambda (T10), as far as a climb from its first lambda ends there. */
  | { readonly law: 'surrogate'; readonly lambda: number; readonly from: number };

/** Solvers of the sign estimator that answer with the maximum of the score. */
const MAXIMISERS: readonly string[] = ['exact', 'certified', 'great-circle'];
/** Solvers that climb the surrogate while lambda rises. */
const CLIMBERS: readonly string[] = ['anneal', 'staged'];

/** The law of an estimator; null where theory has none for its kind. A new kind or solver of a known law is added here, and nowhere else. */
export function lawOf(spec: EstimatorSpec): EstimatorLaw | null {
  // A ridge moves the limit away from the one that theory knows.
  if (spec.kind === 'rlhf') return spec.ridge === undefined ? { law: 'rlhf' } : null;
  if (spec.kind !== 'sign') return null;
  if (MAXIMISERS.includes(spec.solver)) return { law: 'cube-root' };
  // One that grows with n has another limit at each n.
  const fixed = 'lambda' in spec && !('power' in spec.lambda) ? spec.lambda : [];
  const [from, lambda] = [fixed.at(0), fixed.at(-1)];
  return CLIMBERS.includes(spec.solver) && from !== undefined && lambda !== undefined
    ? { law: 'surrogate', lambda, from }
    : null;
}
