import type { EmOptions } from '../../kernels/estimators/em.ts';
import type { Identities } from '../../kernels/estimators/known-identities.ts';
import type { PerUserOptions } from '../../kernels/estimators/per-user-mean.ts';
import type { AnnealOptions } from '../../kernels/estimators/sign-anneal.ts';
import type { CertifiedOptions } from '../../kernels/estimators/sign-certified.ts';
import type { GreatCircleOptions } from '../../kernels/estimators/sign-great-circle.ts';
import type { StagedOptions } from '../../kernels/estimators/sign-staged.ts';
import type { SmoothedScoreOptions } from '../../kernels/estimators/smoothed-score.ts';
import type { GpuMode } from '../../kernels/losses/gpujs/modes.ts';
import type { Population } from '../../kernels/populations/population.ts';
import type { Claim } from './claim.ts';

/** Options of one estimator with every default filled in; `id` names it in tables, the rest decides its numbers. */
export type EstimatorSpec = EstimatorOptions & {
  readonly id: string;
  /** The first coefficient is fixed at 1: the estimate is the best direction with a positive first coordinate. */
  readonly normalise?: 'first';
  /** How the fit says how sure it is; absent where it does not. */
  readonly interval?: IntervalSpec;
};

export type EstimatorOptions =
  | SignSpec
  | RlhfSpec
  | ProbitSpec
  | EmSpec
  | PerUserMeanSpec
  | SmoothedScoreSpec;

/** The sign estimator (T1) by one of its solvers; each has the options of its kernel. */
export type SignSpec = { readonly kind: 'sign' } & (
  | { readonly solver: 'exact' }
  | ({ readonly solver: 'certified' } & CertifiedOptions)
  | ({ readonly solver: 'anneal' } & AnnealOptions)
  | ({ readonly solver: 'staged' } & StagedOptions)
  | ({ readonly solver: 'great-circle' } & GreatCircleOptions)
);

export interface RlhfSpec {
  readonly kind: 'rlhf';
  /** Of the penalty ridge |theta|^2 / 2 on the mean log-likelihood, above 0; absent without one. */
  readonly ridge?: number;
}

/** A mixture of logits by EM (T4). */
export type EmSpec = { readonly kind: 'em' } & EmOptions & Recognised;

/** The mean of the users' own estimates, of panels. */
export type PerUserMeanSpec = { readonly kind: 'per-user-mean' } & PerUserOptions & Recognised;

/** What an estimator of panels knows of who answered; absent where it knows everything. */
interface Recognised {
  readonly identities?: Identities;
}

export interface ProbitSpec {
  readonly kind: 'probit';
}

export const INTERVAL_METHODS = [
  'reshaped',
  'm-out-of-n',
  'subsampling',
  'bootstrap',
  'chernoff',
  'sandwich',
] as const;

export type IntervalMethod = (typeof INTERVAL_METHODS)[number];

/** A confidence interval of a direction, every default filled in; docs/inference.md. */
export interface IntervalSpec {
  readonly method: IntervalMethod;
  /** Of coverage, in (0, 1). */
  readonly level: number;
  /** Bootstrap samples or subsamples. */
  readonly draws: number;
  /** Units in a drawn sample, for m-out-of-n and subsampling; auto is n^(2/3). */
  readonly size: number | 'auto';
  /** How the curvature of the population score is estimated, for reshaped and chernoff. */
  readonly curvature: 'plug-in' | 'numerical' | 'debiased';
  /** In the units of z . theta, theta of length 1 or with a first coordinate 1; of numerical, the step. */
  readonly bandwidth: number | 'rule' | 'mse';
}

/** The smoothed maximum score estimator. */
export type SmoothedScoreSpec = { readonly kind: 'smoothed-score' } & SmoothedScoreOptions;

/**
 * Arithmetic that losses are evaluated with while a fit searches: records of one class are interchangeable, of two classes
 * never mixed. gpu.js rounds differently in each of its modes.
 */
export type NumericsClass = 'f64' | 'f32' | `gpujs-${GpuMode}`;

/** What a store keeps of a block: every replicate, or what the summary needs of them. */
export const KEPT = ['replicates', 'summaries'] as const;

export type Profile = 'quick' | 'full';

/** Values of what varies, by the path in the study file; lists and objects as canonical JSON or under their label. */
export type Factors = Readonly<Record<string, string | number>>;

/** One combination of what varies: a population with the estimators that face it. */
export interface Scenario {
  readonly factors: Factors;
  readonly population: Population;
  readonly estimators: readonly EstimatorSpec[];
  /** Sample sizes of the study that this combination leaves out. */
  readonly without?: readonly number[];
}

/** Measures whose relative Monte Carlo error may end a cell. */
export const UNTIL_MEASURES = ['rmsAngle', 'meanAngle', 'medianAngle', 'disagreement', 'rmse'] as const;

type UntilMeasure = (typeof UNTIL_MEASURES)[number];

/** Replicates suffice where the MCSE of the measure is at most this share of its value, for every estimator. */
export interface Until {
  readonly measure: UntilMeasure;
  readonly relativeMcse: number;
}

/** A study after parsing: every default filled, one profile chosen, sample sizes and looks as parallel lists. */
export interface Study {
  readonly name: string;
  readonly title: string;
  readonly aim: string;
  /** Integer in [0, 2^53). */
  readonly seed: number;
  /** At least one; exactly one, without factors, where nothing varies. All have the same estimator ids and kinds. */
  readonly scenarios: readonly Scenario[];
  /** Strictly increasing. */
  readonly sampleSizes: readonly number[];
  /** looks[i]: increasing numbers of replicates at sampleSizes[i]; one where `until` is null and nothing is claimed. */
  readonly looks: readonly (readonly number[])[];
  /** When a cell stops before its last look; null: it does not. */
  readonly until: Until | null;
  readonly profile: Profile;
  /** Absent for f64, which every backend that agrees with the reference to the bit computes in. */
  readonly numerics?: NumericsClass;
  /** Absent where every replicate is kept. */
  readonly keep?: 'summaries';
  /** What the study claims of its numbers, and the most that a false verdict of either sort may be likely; absent without claims. */
  readonly claims?: readonly Claim[];
  readonly alpha?: number;
}
