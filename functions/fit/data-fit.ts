import { performance } from 'node:perf_hooks';
import { createArena, loadSample, type Sample } from '../../kernels/arena.ts';
import type { FitStatus } from '../../kernels/estimators/fit.ts';
import { createWasmBackend } from '../../kernels/wasm/wasm-backend.ts';
import type { ChoiceData } from '../data/choice-data.ts';
import { estimatorOf } from '../study/estimators/registry.ts';
import type { EstimatorSpec } from '../study/study.ts';
import { correctRows, type Tie } from './correct-rows.ts';
import { type DirectionIntervals, directionIntervals, type IntervalWish } from './direction-intervals.ts';
import { exactBound } from './exact-bound.ts';
import { originalUnits } from './original-units.ts';

/** One estimator's answer on a person's data. */
export interface DataFit {
  readonly spec: EstimatorSpec;
  readonly status: FitStatus;
  /** Unit vector in the units of the fit, which are standardised where that was asked for; null where the fit failed. */
  readonly fitted: Float64Array | null;
  /** The same direction for features in the units of the file, a unit vector; null where the fit failed. */
  readonly direction: Float64Array | null;
  /** Comparisons that the direction tells rightly; null where the fit failed. */
  readonly score: number | null;
  readonly seconds: number;
  /** What the estimator maximised, as its diagnostics say, or for `sign` its score M_n; null where it has none. */
  readonly objective: number | null;
  readonly diagnostics: Readonly<Record<string, number>>;
  /** Absent where none were asked for, or the fit failed. */
  readonly uncertainty?: DirectionIntervals;
}

export interface Fitting {
  /** Seconds that a solver which can stop early may take; undefined: it takes what it needs. */
  readonly seconds?: number | undefined;
  readonly tie: Tie;
  /** Undefined where no intervals are asked for. */
  readonly intervals?: IntervalWish | undefined;
  /** Told of each estimator before it begins. */
  readonly onStart?: (spec: EstimatorSpec) => void;
}

/** The sample of the data, in memory that kernels reach. */
export function sampleOf({ comparisons, users }: ChoiceData): Sample {
  const sample = loadSample(createArena(createWasmBackend()), comparisons);
  return users === null ? sample : { ...sample, userOffsets: users };
}

/** Fits every estimator to the data, one after the other. */
export function fitData(
  data: ChoiceData,
  { sample, specs }: { readonly sample: Sample; readonly specs: readonly EstimatorSpec[] },
  fitting: Fitting,
): readonly DataFit[] {
  return specs.map((spec) => {
    fitting.onStart?.(spec);
    return fitOne(data, { sample, spec }, fitting);
  });
}

/** Where seconds end a search, nodes do not. */
const withoutNodes = (spec: EstimatorSpec): EstimatorSpec =>
  spec.kind === 'sign' && spec.solver === 'certified' ? { ...spec, nodes: MOST_NODES } : spec;

const MOST_NODES = 1_000_000_000;

function fitOne(
  data: ChoiceData,
  { sample, spec }: { readonly sample: Sample; readonly spec: EstimatorSpec },
  { seconds, tie, intervals }: Fitting,
): DataFit {
  const began = performance.now();
  const elapsed = (): number => (performance.now() - began) / 1000;
  const fit = estimatorOf(seconds === undefined ? spec : withoutNodes(spec)).fit(
    sample,
    seconds === undefined ? {} : { outOfTime: () => elapsed() > seconds },
  );
  const took = elapsed();
  const found = fit.status === 'ok';
  const score = found ? correctRows(data, fit.direction, tie) : null;
  return {
    spec,
    status: fit.status,
    fitted: found ? fit.direction : null,
    direction: found ? originalUnits(fit.direction, data) : null,
    score,
    seconds: took,
    objective: fit.diagnostics.objective ?? (found && spec.kind === 'sign' ? fit.score : null),
    diagnostics:
      score === null
        ? fit.diagnostics
        : { ...fit.diagnostics, ...exactBound(data, { spec, fit, score, tie }) },
    ...(found && intervals !== undefined
      ? { uncertainty: directionIntervals(data, { sample, spec, fit }, intervals) }
      : {}),
  };
}
