import type { FitStatus } from '../estimators/fit.ts';
import { norm, unit } from '../math/vectors.ts';

/** A fit on a table of features. */
export interface DenseFit {
  readonly status: Exclude<FitStatus, 'separable' | 'infeasible'>;
  /** Unit vector of length d; NaN unless status is `ok`. */
  readonly direction: Float64Array;
  /** The objective that was maximised, at its end. */
  readonly objective: number;
  /** Readings of all judged rows. */
  readonly evaluations: number;
  readonly diagnostics: Readonly<Record<string, number>>;
}

/** What a fit has done so far, for people who wait. */
export type OnEvaluation = (evaluations: number, objective: number) => void;

/** By how much means of losses in float32 differ by rounding. */
export const FLOAT32_ROUNDING = 1e-8;

interface End {
  readonly status: DenseFit['status'];
  readonly theta: Float64Array;
  readonly objective: number;
  readonly evaluations: number;
  readonly diagnostics?: Readonly<Record<string, number>>;
}

/** The fit that ends at theta; `degenerate` where that is zero. */
export function denseFit({ status, theta, objective, evaluations, diagnostics = {} }: End): DenseFit {
  const length = norm(theta);
  const settled = status === 'ok' && !(length > 0 && Number.isFinite(length)) ? 'degenerate' : status;
  const direction = settled === 'ok' ? unit(theta) : new Float64Array(theta.length).fill(Number.NaN);
  return {
    status: settled,
    direction,
    objective,
    evaluations,
    diagnostics: { norm: length, ...diagnostics },
  };
}
