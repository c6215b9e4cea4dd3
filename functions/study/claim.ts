import type { Factors } from './study.ts';

/** Error measures that are positive and estimated from replicates, so that they can be compared and have a rate. */
export const CLAIM_MEASURES = ['rmsAngle', 'meanAngle', 'medianAngle', 'disagreement', 'rmse'] as const;

export type ClaimMeasure = (typeof CLAIM_MEASURES)[number];

/** Error measures that compare two estimators data set by data set: less is better. */
export const PAIRED_ERRORS = ['rmsAngle', 'meanAngle', 'disagreement', 'rmse'] as const;

type PairedError = (typeof PAIRED_ERRORS)[number];

/** Measures that compare two estimators data set by data set: the errors, and the score that sign estimators maximise. */
export const PAIRED_MEASURES = [...PAIRED_ERRORS, 'score'] as const;

export type PairedMeasure = (typeof PAIRED_MEASURES)[number];

/** The sizes a claim reads: those from a size on, or from where its law holds. */
export type From = number | 'auto';

/** The slope of log measure on log n lies within `within` of the exponent, or, `atLeast`, is not above exponent + within. */
export interface RateClaim {
  readonly kind: 'rate';
  readonly estimator: string;
  readonly measure: ClaimMeasure;
  readonly exponent: number;
  readonly within: number;
  readonly from: From;
  readonly atLeast: boolean;
}

/** n^(1/3) times the error is c times Chernoff's law; c lies within the share `within` of another. Radians. */
export interface ConstantClaim {
  readonly kind: 'constant';
  readonly estimator: string;
  readonly measure: 'rmsAngle' | 'meanAngle';
  readonly against: 'theory' | number;
  readonly within: number;
  readonly from: From;
}

/** The distribution function of the scaled error at n = `at` lies within `within` of Chernoff's, scale and centre from theory. */
export interface LawClaim {
  readonly kind: 'law';
  readonly estimator: string;
  readonly against: 'chernoff';
  readonly at: number;
  readonly within: number;
}

/** The mean angle to the target (signed in d = 2) at n = `at` lies within `within` of another. Radians. */
export interface LimitClaim {
  readonly kind: 'limit';
  readonly estimator: string;
  readonly against: 'theory' | number;
  readonly within: number;
  /** Null: the largest size. */
  readonly at: number | null;
}

/** At every size from `from` on, the measure is lower than that of `than` by the share `by` of it at least. */
export interface BetterClaim {
  readonly kind: 'better';
  readonly estimator: string;
  readonly than: string;
  readonly measure: PairedError;
  readonly by: number;
  /** Null: every size. */
  readonly from: number | null;
}

/** At every size from `from` on, the measure differs from that of `as` by the share `within` of it at most. */
export interface SameClaim {
  readonly kind: 'same';
  readonly estimator: string;
  readonly as: string;
  readonly measure: PairedMeasure;
  readonly within: number;
  readonly from: number | null;
}

/** At every size from `from` on, the measure rises, or falls, from each level of a factor to the next. */
export interface MonotoneClaim {
  readonly kind: 'monotone';
  readonly estimator: string;
  readonly measure: ClaimMeasure;
  /** A factor: a path of the file that varies. */
  readonly along: string;
  readonly direction: 'increasing' | 'decreasing';
  readonly from: number | null;
}

/** A statement about the numbers of a study with a margin; `where` chooses among combinations of what varies. */
export type Claim = { readonly where?: Factors } & (
  | RateClaim
  | ConstantClaim
  | LawClaim
  | LimitClaim
  | BetterClaim
  | SameClaim
  | MonotoneClaim
);
