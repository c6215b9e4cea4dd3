import type { EstimatorSummary, MeasureName, Summary } from '../summary.ts';
import { type Mark, markAt } from './marks.ts';
import { shownMeasure } from './shown-measures.ts';

/** A measured value in the unit in which it is shown: angles in degrees, shares in per cent. */
export interface Point {
  /** Where it stands on the horizontal axis: the sample size, or the level of a factor. */
  readonly n: number;
  readonly value: number;
  /** Null where it is not known; then no bar is drawn. */
  readonly mcse: number | null;
}

/** One estimator's values of one measure over the sample sizes. */
export interface Series {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly measure: MeasureName;
  readonly mark: Mark;
  readonly points: readonly Point[];
}

/**
 * One series an estimator of a study of one scenario, in its order; values that are absent or not finite are left out, since nothing
 * was measured there. The first estimator of kind sign and the first of kind rlhf have the two colours.
 */
export function seriesOf(summary: Summary, measure: MeasureName): readonly Series[] {
  const { estimators } = summary.study.scenarios[0];
  const signFirst = estimators.findIndex(({ kind }) => kind === 'sign');
  const rlhfFirst = estimators.findIndex(({ kind }) => kind === 'rlhf');
  let others = 0;
  return estimators.map((estimator, i) => ({
    id: estimator.id,
    kind: estimator.kind,
    name: estimatorName(estimator.id),
    measure,
    mark: i === signFirst ? markAt('sign') : i === rlhfFirst ? markAt('rlhf') : markAt(others++),
    points: summary.cells.flatMap((cell) => {
      const found = cell.estimators.find((one) => one.id === estimator.id);
      return found === undefined ? [] : pointOf(cell.n, found, measure);
    }),
  }));
}

/** One measured value as a point at n; none where it is absent or not finite. */
export function pointOf(n: number, estimator: EstimatorSummary, measure: MeasureName): readonly Point[] {
  const measured = estimator.measures[measure];
  if (measured === undefined || measured.value === null || !Number.isFinite(measured.value)) return [];
  const { scale } = shownMeasure(measure);
  const mcse = measured.mcse !== null && Number.isFinite(measured.mcse) ? measured.mcse * scale : null;
  return [{ n, value: measured.value * scale, mcse }];
}

/** What a reader calls an estimator: RLHF and Sign for the two default ids, the id as written for any other. */
export const estimatorName = (id: string): string => (id === 'rlhf' ? 'RLHF' : id === 'sign' ? 'Sign' : id);

/** The same inside a sentence. */
export const estimatorInProse = (id: string): string =>
  id === 'sign' ? 'the sign estimator' : estimatorName(id);
