import { estimatorOf } from '../functions/study/estimators/registry.ts';
import type { Cell } from '../functions/study/plan.ts';
import type { EstimatorSpec } from '../functions/study/study.ts';
import { diagnosticColumn } from './cell-columns.ts';
import { listedSample } from './listed-sample.ts';
import type { LogRatio } from './measures/log-ratio.ts';
import { proportion } from './measures/proportion.ts';
import type { EstimatorValues, Sample } from './sample.ts';
import type { EstimatorSummary, Measure, MeasureName } from './summary.ts';

/** One estimator in one cell: what is published, and what rates need besides. */
export interface MeasuredEstimator {
  readonly summary: EstimatorSummary;
  /** Shape of the law of the angles. */
  readonly shape: LogRatio | null;
}

/**
 * The measures of one estimator over the first R = cell.replicates replicates.
 *
 * values: of the estimator in this cell, with every block that holds one of them. Failed fits are counted and
 * enter no other measure. The target is the direction of the users' mean taste; under `normalise: first`
 * b = theta_2 / theta_1 is measured too, in any dimension.
 * Throws RangeError when a block is missing.
 */
export function measureEstimator(
  cell: Cell,
  estimator: EstimatorSpec,
  values: EstimatorValues,
): MeasuredEstimator {
  const [gap] = values.gaps(cell.blocks);
  if (gap !== undefined) {
    throw new RangeError(`measureEstimator: ${estimator.id} in ${cell.key} lacks block ${gap}`);
  }
  const all = cell.replicates;
  const sample = (column: string): Sample => values.sample(column, all) ?? NOTHING;
  const errors = sample('angle');
  const signed = values.sample('signedAngle', all);
  const coefficient = values.sample('coefficientError', all);
  const measures: Partial<Record<MeasureName, Measure>> = {
    rmsAngle: errors.rootMeanSquare(),
    meanAngle: errors.mean(),
    medianAngle: errors.median(),
    ...(signed === null ? {} : { signedAngle: signed.mean(), signedAngleSd: signed.standardDeviation() }),
    disagreement: sample('disagreement').mean(),
    score: sample('score').mean(),
    failureRate: proportion(all - errors.count, all),
    evaluations: sample('evaluations').mean(),
    ...(coefficient === null
      ? {}
      : {
          bias: coefficient.mean(),
          sd: coefficient.standardDeviation(),
          rmse: coefficient.rootMeanSquare(),
        }),
    ...intervalMeasures(values, all),
  };
  const { id, kind } = estimator;
  const summary = {
    id,
    kind,
    solver: estimatorOf(estimator).solver,
    measures,
    ...notedOf(values, all),
    diagnostics: meanDiagnostics(values, all),
  };
  return { summary, shape: errors.logRmsOverMean() };
}

const NOTHING = listedSample(new Float64Array(0));

/** Coverage and mean length of the intervals, over the replicates that have one. */
function intervalMeasures(
  values: EstimatorValues,
  replicates: number,
): Partial<Record<MeasureName, Measure>> {
  const coverage = values.sample('coverage', replicates);
  const length = values.sample('length', replicates);
  if (coverage === null || length === null) return {};
  const covered = coverage.ones();
  return {
    coverage: covered === null ? coverage.mean() : proportion(covered, coverage.count),
    length: length.mean(),
  };
}

/** Coded failures by status, in the order of the codes, the first of them, and the largest error where it is kept. */
function notedOf(
  values: EstimatorValues,
  replicates: number,
): Pick<EstimatorSummary, 'failures' | 'firstFailure' | 'worst'> {
  const { counts, first } = values.failures(replicates);
  const worst = values.worst(replicates);
  return {
    failures: Object.fromEntries(counts),
    ...(first === null ? {} : { firstFailure: first }),
    ...(worst === null ? {} : { worst }),
  };
}

/** Means by name over the successes that have a value. */
function meanDiagnostics(values: EstimatorValues, replicates: number): Readonly<Record<string, Measure>> {
  return Object.fromEntries(
    values.diagnostics().flatMap((name) => {
      const known = values.sample(diagnosticColumn(name), replicates);
      return known === null || known.count === 0 ? [] : [[name, known.mean()]];
    }),
  );
}
