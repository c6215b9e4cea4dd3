import { estimatorOf } from '../functions/study/estimators.ts';
import type { Cell } from '../functions/study/plan.ts';
import type { EstimatorOutcomes } from '../functions/study/run-block.ts';
import type { EstimatorSpec } from '../functions/study/study.ts';
import { FIT_STATUSES } from '../kernels/estimators/fit.ts';
import { angle } from '../kernels/metrics/angle.ts';
import { createDisagreement } from '../kernels/metrics/disagreement.ts';
import { secondCoefficient } from '../kernels/metrics/first-coefficient.ts';
import { signedAngle } from '../kernels/metrics/signed-angle.ts';
import { meanDirection, meanTaste } from '../kernels/populations/mean-taste.ts';
import { NO_TABLES, type Tables } from '../kernels/populations/table.ts';
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
 * The measures of one estimator over the first R = cell.replicates replicates of its blocks.
 *
 * blocks: all blocks of the cell, in order. Failed fits are counted and enter no other measure. The target is the
 * direction of the users' mean taste; under `normalise: first` b = theta_2 / theta_1 is measured too, in any dimension.
 * tables: those of features from a file, for their disagreement.
 * Throws RangeError when the blocks hold fewer replicates than the cell asks for.
 */
export function measureEstimator(
  cell: Cell,
  estimator: EstimatorSpec,
  blocks: readonly EstimatorOutcomes[],
  tables: Tables = NO_TABLES,
): MeasuredEstimator {
  const first = firstReplicates(cell, estimator, blocks);
  const target = meanDirection(cell.population);
  const { features } = cell.population;
  const ok = first.filter(({ block, index }) => block.statuses[index] === 'ok');
  const directions = ok.map(({ block, index }) => block.directions[index]);
  const errors = Float64Array.from(directions, (direction) => angle(direction, target));
  const signed =
    features.dimension === 2
      ? Float64Array.from(directions, (estimate) => signedAngle(estimate, target))
      : null;
  const measures: Partial<Record<MeasureName, Measure>> = {
    rmsAngle: rootMeanSquare(errors),
    meanAngle: mean(errors),
    medianAngle: median(errors),
    ...(signed === null ? {} : { signedAngle: mean(signed), signedAngleSd: standardDeviation(signed) }),
    disagreement: mean(directions.map(createDisagreement(features, target, tables))),
    score: mean(ok.map(({ block, index }) => block.scores[index])),
    failureRate: proportion(first.length - ok.length, first.length),
    evaluations: mean(ok.map(({ block, index }) => block.evaluations[index])),
    ...(estimator.normalise === 'first' ? coefficientMeasures(cell, directions) : {}),
  };
  const { id, kind } = estimator;
  const summary = {
    id,
    kind,
    solver: estimatorOf(estimator).solver,
    measures,
    failures: countFailures(first),
    ...firstFailure(first),
    diagnostics: meanDiagnostics(ok),
  };
  return { summary, angles: inPlace(first, errors), shape: logRmsOverMean(errors) };
}

/** Errors of b = theta_2 / theta_1 where the first coefficient is fixed at 1, against b of the mean taste. */
function coefficientMeasures(
  { population }: Cell,
  directions: readonly (readonly number[])[],
): Partial<Record<MeasureName, Measure>> {
  const truth = secondCoefficient(meanTaste(population.users));
  const errors = Float64Array.from(directions, (direction) => secondCoefficient(direction) - truth);
  return { bias: mean(errors), sd: standardDeviation(errors), rmse: rootMeanSquare(errors) };
}

/** One replicate: its block and its place in it. */
interface Place {
  readonly block: EstimatorOutcomes;
  readonly index: number;
}

function firstReplicates(
  cell: Cell,
  estimator: EstimatorSpec,
  blocks: readonly EstimatorOutcomes[],
): readonly Place[] {
  const places = blocks.flatMap((block) => block.statuses.map((_, index) => ({ block, index })));
  if (places.length < cell.replicates) {
    throw new RangeError(
      `measureEstimator: ${estimator.id} in ${cell.key} has ${places.length} replicates, ${cell.replicates} expected`,
    );
  }
  return places.slice(0, cell.replicates);
}

/** Spreads the successes' values out over the replicates, NaN at failures. */
function inPlace(replicates: readonly Place[], values: ArrayLike<number>): Float64Array {
  let next = 0;
  return Float64Array.from(replicates, ({ block, index }) =>
    block.statuses[index] === 'ok' ? values[next++] : Number.NaN,
  );
}

function countFailures(replicates: readonly Place[]): Readonly<Record<string, number>> {
  const failures: Record<string, number> = {};
  for (const status of FIT_STATUSES) {
    if (status === 'ok') continue;
    const count = replicates.filter(({ block, index }) => block.statuses[index] === status).length;
    if (count > 0) failures[status] = count;
  }
  return failures;
}

/** Places are in replicate order, from 0. */
function firstFailure(replicates: readonly Place[]): Pick<EstimatorSummary, 'firstFailure'> {
  const replicate = replicates.findIndex(({ block, index }) => block.statuses[index] !== 'ok');
  if (replicate < 0) return {};
  const { block, index } = replicates[replicate];
  return { firstFailure: { replicate, status: block.statuses[index] } };
}

/** Means by name, names in alphabetical order whatever order the blocks have. */
function meanDiagnostics(successes: readonly Place[]): Readonly<Record<string, Measure>> {
  const blocks = new Set(successes.map(({ block }) => block));
  const names = [...new Set([...blocks].flatMap(({ diagnostics }) => Object.keys(diagnostics)))].sort();
  return Object.fromEntries(
    names.map((name) => {
      const values = successes.flatMap(({ block, index }) => block.diagnostics[name]?.[index] ?? []);
      return [name, mean(values)];
    }),
  );
}
