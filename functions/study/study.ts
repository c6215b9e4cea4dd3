import type { Population } from '../../kernels/populations/population.ts';

/** Options of one estimator with every default filled in; `id` names it in tables, the rest decides its numbers. */
export type EstimatorSpec =
  | { readonly id: string; readonly kind: 'sign'; readonly solver: 'exact' }
  | {
      readonly id: string;
      readonly kind: 'sign';
      readonly solver: 'anneal';
      /** Temperature at the first and at the last step. */
      readonly lambda: readonly [number, number];
      readonly steps: number;
    }
  | { readonly id: string; readonly kind: 'rlhf' };

export type Profile = 'quick' | 'full';

/** A study after parsing: every default filled, one profile chosen, sample sizes and replicates as parallel lists. */
export interface Study {
  readonly name: string;
  readonly title: string;
  readonly aim: string;
  /** Integer in [0, 2^53). */
  readonly seed: number;
  readonly population: Population;
  readonly estimators: readonly EstimatorSpec[];
  /** Strictly increasing. */
  readonly sampleSizes: readonly number[];
  /** replicates[i] data sets at sampleSizes[i]. */
  readonly replicates: readonly number[];
  readonly profile: Profile;
}
