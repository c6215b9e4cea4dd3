import type { Stream } from '../backend.ts';

/**
 * Outcome of a fit that a rerun would reproduce. Everything but `ok` is a coded failure:
 * separable (a direction classifies every non-zero row rightly: the logistic MLE does not exist),
 * degenerate (the objective is constant), diverged (a non-finite iterate), not-converged (the limit of steps was met),
 * infeasible (the first coefficient is to be 1, and the maximum has one that is not positive).
 */
export type FitStatus = 'ok' | 'separable' | 'degenerate' | 'diverged' | 'not-converged' | 'infeasible';

export const FIT_STATUSES: readonly FitStatus[] = [
  'ok',
  'separable',
  'degenerate',
  'diverged',
  'not-converged',
  'infeasible',
];

export interface Fit {
  readonly status: FitStatus;
  /** Unit vector of length d; NaN in every coordinate unless status is `ok`. */
  readonly direction: Float64Array;
  /** M_n of the direction (T1): the mean of sign(z_i . theta), in [-1, 1]; NaN on failure. */
  readonly score: number;
  /** Passes over the sample, or parts of passes: rows visited by the optimiser divided by n. */
  readonly evaluations: number;
  /** Diagnostics by name, for instance `arcs`, the number of optimal arcs of an exact sweep. */
  readonly diagnostics: Readonly<Record<string, number>>;
}

/**
 * What an optimiser saw at one step, by name: `objective` and `gradient` (its length) at least, for steps of an iteration.
 * Only for people who look at one fit; a fit gives the same bits with and without an observer.
 */
export type FitStep = Readonly<Record<string, number>>;

export type OnStep = (step: FitStep) => void;

/** What a fit is given beside the data. */
export interface FitCall {
  /**
   * The estimator's own randomness: Philox words of this key, role and replicate, which nothing else draws. The index and
   * the attempt are the estimator's to use (kernels/random/own-random.ts).
   */
  readonly stream?: Stream;
  readonly onStep?: OnStep | undefined;
  /** Asked now and then by solvers that can stop early with what they have; for one fit at a terminal, never in a study. */
  readonly outOfTime?: () => boolean;
}

/** A coded failure. */
export const failedFit = (
  status: Exclude<FitStatus, 'ok'>,
  d: number,
  evaluations: number,
  diagnostics: Readonly<Record<string, number>> = {},
): Fit => ({
  status,
  direction: new Float64Array(d).fill(Number.NaN),
  score: Number.NaN,
  evaluations,
  diagnostics,
});
