import type { ClaimMeasure } from '../../functions/study/claim.ts';
import type { ErrorAtSize } from '../measures/drift.ts';
import { mcseFreedom } from '../measures/mcse-freedom.ts';
import type { Sample } from '../sample.ts';
import type { Measure } from '../summary.ts';
import type { Reading } from './reading.ts';
import { type CellView, isEnough, sampleOf } from './trial.ts';

interface MeasureOfColumn {
  readonly column: string;
  readonly of: (sample: Sample) => Measure;
}

/** The column that a measure is taken of, and how. */
export const MEASURES: Readonly<Record<ClaimMeasure, MeasureOfColumn>> = {
  rmsAngle: { column: 'angle', of: (sample) => sample.rootMeanSquare() },
  meanAngle: { column: 'angle', of: (sample) => sample.mean() },
  medianAngle: { column: 'angle', of: (sample) => sample.median() },
  disagreement: { column: 'disagreement', of: (sample) => sample.mean() },
  rmse: { column: 'coefficientError', of: (sample) => sample.rootMeanSquare() },
};

/** An error measure of an estimator in a cell; null with too few values or where the error is zero. */
export function readError(
  view: CellView,
  { estimator, measure }: { readonly estimator: string; readonly measure: ClaimMeasure },
): (Reading & { readonly error: ErrorAtSize }) | null {
  const { column, of } = MEASURES[measure];
  const sample = sampleOf(view, estimator, column);
  if (!isEnough(sample)) return null;
  const { value, mcse } = of(sample);
  if (value === null || mcse === null || !(value > 0 && mcse > 0)) return null;
  // The shape is that of the angle's law; b and disagreement have others.
  const shape = column === 'angle' ? sample.logRmsOverMean() : null;
  const freedom = mcseFreedom(measure, sample.count);
  return { moments: sample.moments(), error: { n: view.cell.n, value, mcse, shape, freedom } };
}
