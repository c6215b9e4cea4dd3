import { log } from '../../kernels/math/log.ts';
import { weightedSlope } from '../measures/weighted-line.ts';
import type { CellSummary, MeasureName } from '../summary.ts';
import type { Expectation } from './expectation.ts';

/** The errors of an estimator from a size on. */
interface Errors {
  readonly estimator: string;
  readonly measure: MeasureName;
  readonly from: number;
}

/**
 * The slope that theory expects where a rate is fitted: that of the logarithm of its predicted errors on log n, over the same sizes and with the
 * same weights (value / MCSE)^2 as the measured ones. Null where a size has no prediction.
 *
 * cells: of one combination.
 */
export function predictedSlope(
  { estimator, measure, from }: Errors,
  cells: readonly CellSummary[],
  expectation: Expectation | null,
): number | null {
  if (expectation === null) return null;
  const points = cells.flatMap(({ n, estimators }) => {
    const { value, mcse } = estimators.find(({ id }) => id === estimator)?.measures[measure] ?? {};
    if (n < from || value == null || mcse == null || !(value > 0 && mcse > 0)) return [];
    return [{ x: log(n), y: log(expectation.at(measure, n)?.value ?? Number.NaN), se: mcse / value }];
  });
  if (points.length < 2) return null;
  const { value } = weightedSlope(points);
  return Number.isFinite(value) ? value : null;
}
