import type { Sample } from '../arena.ts';
import { certify } from './certified/certify.ts';
import { type Fit, type FitCall, failedFit } from './fit.ts';
import { hardScore } from './hard-score.ts';
import type { Directions } from './optimal-arcs.ts';

/** Raised when the numbers of the estimator change. */
export const SIGN_CERTIFIED_REVISION = 1;

export interface CertifiedOptions {
  /** Cones after which the search ends with the bound it has. */
  readonly nodes: number;
}

/**
 * The sign estimator with a certificate, any d: a maximiser of M_n(theta) = mean sign(z_i . theta), or the best direction
 * found in `nodes` cones, with an upper bound on M_n that is proved in exact arithmetic.
 *
 * The estimate is a point near the middle of one of the best cells. Diagnostics: `objective` M_n of the estimate, `bound`
 * on M_n of every direction off the rows' boundaries, `gap` between the two, `proven` 1 where it is 0, `nodes`, and in
 * rows `correct` and `correctBound`. `degenerate` where the rows cancel, so that M_n is the same everywhere.
 * Steps, now and then: `nodes`, `correct` and `correctBound`. With `first-positive` directions with a positive first coordinate compete.
 */
export function signCertified(
  sample: Sample,
  options: Partial<CertifiedOptions> & { readonly directions?: Directions } = {},
  call: FitCall = {},
): Fit {
  const found = certify(sample, options, call);
  if (found === null) return failedFit('degenerate', sample.d, 1);
  const { direction, correct, bound, proven, nodes, total, passes } = found;
  const mean = (rows: number): number => (2 * rows - total) / sample.n;
  return {
    status: 'ok',
    direction,
    score: hardScore(sample, direction),
    evaluations: passes,
    diagnostics: {
      objective: mean(correct),
      bound: mean(bound),
      gap: mean(bound) - mean(correct),
      proven: proven ? 1 : 0,
      nodes,
      correct,
      correctBound: bound,
    },
  };
}
