import type { Study } from '../functions/study/study.ts';
import type { JudgedClaim } from './claims/court.ts';

/** A measured number never travels without its Monte Carlo standard error and the replicates behind it. */
export interface Measure {
  readonly value: number | null;
  readonly mcse: number | null;
  readonly replicates: number;
  /** 95 % interval where the normal approximation is not used: Wilson for proportions. */
  readonly ci?: readonly [number, number];
  /** How far the value may be from that of all replicates, where these were put into bins; it is in `mcse` too. */
  readonly binError?: number;
}

export type MeasureName =
  | 'rmsAngle'
  | 'meanAngle'
  | 'medianAngle'
  | 'signedAngle'
  | 'signedAngleSd'
  | 'disagreement'
  | 'score'
  | 'failureRate'
  | 'evaluations'
  | 'bias'
  | 'sd'
  | 'rmse'
  | 'coverage'
  | 'length';

export interface EstimatorSummary {
  readonly id: string;
  readonly kind: string;
  /** The algorithm that ran, for instance `exact`, `anneal`, `newton`. */
  readonly solver: string;
  /** signedAngle and signedAngleSd only in d = 2; bias, sd and rmse of b = theta_2 / theta_1 under normalise: first; coverage and length of intervals. */
  readonly measures: Readonly<Partial<Record<MeasureName, Measure>>>;
  /** Coded failures by status, for instance `{ separable: 3 }`; empty when none. */
  readonly failures: Readonly<Record<string, number>>;
  /** The first replicate whose fit failed, so that it can be replayed; absent when none did. */
  readonly firstFailure?: { readonly replicate: number; readonly status: string };
  /** The replicate with the largest error; only where the study keeps summaries, which hold no other replicate. */
  readonly worst?: { readonly replicate: number; readonly angle: number };
  /** Means of the estimator's diagnostics over its successful fits. */
  readonly diagnostics: Readonly<Record<string, Measure>>;
}

export interface PairSummary {
  readonly a: string;
  readonly b: string;
  /** rmsAngle of a minus rmsAngle of b over the replicates on which both fits succeeded. */
  readonly rmsAngleDifference: Measure;
  /** Mean over the same replicates of the score of a minus that of b, where both maximise it: what one search misses of what another finds. */
  readonly scoreDifference?: Measure;
}

export interface CellSummary {
  readonly key: string;
  readonly factors: Readonly<Record<string, string | number>>;
  readonly n: number;
  readonly estimators: readonly EstimatorSummary[];
  readonly pairs: readonly PairSummary[];
  /** The look that decided the cell, from 1; only where the study may stop early. */
  readonly look?: number;
}

export interface LocalSlope {
  /** Geometric middle of the two sample sizes, rounded. */
  readonly n: number;
  readonly slope: number;
  readonly se: number;
}

export interface Rate {
  readonly estimator: string;
  readonly measure: MeasureName;
  readonly factors: Readonly<Record<string, string | number>>;
  /** Slope of log measure on log n over the sizes >= from. */
  readonly slope: number;
  readonly se: number;
  /** 95 % interval. */
  readonly ci: readonly [number, number];
  readonly from: number;
  readonly localSlopes: readonly LocalSlope[];
  /** True where the local slopes still drift, so that one slope misdescribes the range. */
  readonly preAsymptotic: boolean;
}

/** Deterministic content only: no time, host, path, worker count or run history. Angles in radians. */
export interface Summary {
  readonly formatVersion: 1;
  readonly study: Study;
  readonly studyHash: string;
  readonly status: 'complete' | 'partial';
  readonly cells: readonly CellSummary[];
  readonly rates: readonly Rate[];
  /** Judged claims, in the order of the study's and of its combinations; empty in a partial summary. */
  readonly claims: readonly JudgedClaim[];
  /** Present when status is `partial`: blocks that are not there, by cell. */
  readonly missing?: readonly {
    readonly cell: string;
    readonly estimator: string;
    readonly blocks: readonly number[];
  }[];
}

/** What made a result. Never byte-compared. */
export interface Provenance {
  readonly study: string;
  readonly studyHash: string;
  readonly codeVersion: string;
  /** The backend that executed, for instance `wasm-f64`. */
  readonly backend: string;
  /** How gpu.js executed; null where nothing was computed with it. */
  readonly gpu: {
    readonly mode: string;
    readonly renderer: string | null;
    readonly software: boolean;
  } | null;
  readonly node: string;
  readonly architecture: string;
  readonly workers: number;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  /** What a run in the cloud used and cost at list prices, without storage and requests of the store; null for a machine that nobody bills. */
  readonly cost: { readonly gbSeconds: number; readonly usd: number } | null;
  readonly replicatesComputed: number;
  readonly rowsComputed: number;
  readonly blocksReused: number;
  readonly command: string;
}
