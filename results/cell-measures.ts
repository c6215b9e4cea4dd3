import { estimatorOf } from '../functions/study/estimators/registry.ts';
import type { Cell } from '../functions/study/plan.ts';
import type { EstimatorSpec } from '../functions/study/study.ts';
import { FIT_STATUSES, type FitStatus } from '../kernels/estimators/fit.ts';
import { type Columns, diagnosticColumn } from './cell-columns.ts';
import { type LogRatio, logRmsOverMean } from './measures/log-ratio.ts';
import { mean } from './measures/mean.ts';
import { median } from './measures/median.ts';
import { proportion } from './measures/proportion.ts';
import { rootMeanSquare } from './measures/root-mean-square.ts';
import { standardDeviation } from './measures/standard-deviation.ts';
import type { EstimatorSummary, Measure, MeasureName } from './summary.ts';

/** One estimator in one cell: what is published, and what pairs and rates need besides. */
export interface MeasuredEstimator {
  readonly summary: EstimatorSummary;
  /** Angle to the target by replicate; NaN where the fit failed. */
  readonly angles: Float64Array;
  /** Shape of the law of the angles. */
  readonly shape: LogRatio | null;
}

/**
 * The measures of one estimator over the first R = cell.replicates replicates.
 *
 * columns: those of the estimator in this cell, with every block that holds one of them. Failed fits are counted and
 * enter no other measure. The target is the direction of the users' mean taste; under `normalise: first`
 * b = theta_2 / theta_1 is measured too, in any dimension.
 * Throws RangeError when a block is missing.
 */
export function measureEstimator(cell: Cell, estimator: EstimatorSpec, columns: Columns): MeasuredEstimator {
  const [gap] = columns.gaps(cell.blocks);
  if (gap !== undefined) {
    throw new RangeError(`measureEstimator: ${estimator.id} in ${cell.key} lacks block ${gap}`);
  }
  const all = cell.replicates;
  const values = (column: string): Float64Array => columns.successes(column, all) ?? new Float64Array(0);
  const errors = values('angle');
  const signed = columns.successes('signedAngle', all);
  const coefficient = columns.successes('coefficientError', all);
  const measures: Partial<Record<MeasureName, Measure>> = {
    rmsAngle: rootMeanSquare(errors),
    meanAngle: mean(errors),
    medianAngle: median(errors),
    ...(signed === null ? {} : { signedAngle: mean(signed), signedAngleSd: standardDeviation(signed) }),
    disagreement: mean(values('disagreement')),
    score: mean(values('score')),
    failureRate: proportion(all - errors.length, all),
    evaluations: mean(values('evaluations')),
    ...(coefficient === null
      ? {}
      : {
          bias: mean(coefficient),
          sd: standardDeviation(coefficient),
          rmse: rootMeanSquare(coefficient),
        }),
    ...intervalMeasures(columns, all),
  };
  const { id, kind } = estimator;
  const summary = {
    id,
    kind,
    solver: estimatorOf(estimator).solver,
    measures,
    ...failuresOf(columns, all),
    diagnostics: meanDiagnostics(columns, all),
  };
  return { summary, angles: columns.all('angle', all), shape: logRmsOverMean(errors) };
}

/** Coverage and mean length of the intervals, over the replicates that have one. */
function intervalMeasures(columns: Columns, replicates: number): Partial<Record<MeasureName, Measure>> {
  const known = (name: string): Float64Array | undefined =>
    columns.successes(name, replicates)?.filter((value) => !Number.isNaN(value));
  const coverage = known('coverage');
  const length = known('length');
  if (coverage === undefined || length === undefined) return {};
  const covered = coverage.filter((value) => value === 1).length;
  const whole = coverage.every((value) => value === 0 || value === 1);
  return { coverage: whole ? proportion(covered, coverage.length) : mean(coverage), length: mean(length) };
}

/** Coded failures by status, in the order of the codes, and the first of them. */
function failuresOf(
  columns: Columns,
  replicates: number,
): Pick<EstimatorSummary, 'failures' | 'firstFailure'> {
  const counts = new Map<FitStatus, number>();
  let first: EstimatorSummary['firstFailure'];
  for (let replicate = 0; replicate < replicates; replicate++) {
    const status = columns.status(replicate);
    if (status === 'ok') continue;
    counts.set(status, (counts.get(status) ?? 0) + 1);
    first ??= { replicate, status };
  }
  const failures = FIT_STATUSES.flatMap((status) => {
    const count = counts.get(status);
    return count === undefined ? [] : [[status, count]];
  });
  return { failures: Object.fromEntries(failures), ...(first === undefined ? {} : { firstFailure: first }) };
}

/** Means by name over the successes that have a value. */
function meanDiagnostics(columns: Columns, replicates: number): Readonly<Record<string, Measure>> {
  return Object.fromEntries(
    columns.diagnostics().flatMap((name) => {
      const values = columns.successes(diagnosticColumn(name), replicates)?.filter((v) => !Number.isNaN(v));
      return values === undefined || values.length === 0 ? [] : [[name, mean(values)]];
    }),
  );
}
