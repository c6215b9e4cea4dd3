import type { ClaimMeasure } from '../../functions/study/claim.ts';
import type { ErrorAtSize } from '../measures/drift.ts';
import { logRmsOverMean } from '../measures/log-ratio.ts';
import { mcseFreedom } from '../measures/mcse-freedom.ts';
import { mean } from '../measures/mean.ts';
import { median } from '../measures/median.ts';
import { rootMeanSquare } from '../measures/root-mean-square.ts';
import type { Measure } from '../summary.ts';
import { momentsOf, type Reading } from './reading.ts';
import { type CellView, isEnough, successesOf } from './trial.ts';

interface MeasureOfColumn {
  readonly column: string;
  readonly of: (values: ArrayLike<number>) => Measure;
}

/** The column that a measure is taken of, and how. */
export const MEASURES: Readonly<Record<ClaimMeasure, MeasureOfColumn>> = {
  rmsAngle: { column: 'angle', of: rootMeanSquare },
  meanAngle: { column: 'angle', of: mean },
  medianAngle: { column: 'angle', of: median },
  disagreement: { column: 'disagreement', of: mean },
  rmse: { column: 'coefficientError', of: rootMeanSquare },
};

/** An error measure of an estimator in a cell; null with too few values or where the error is zero. */
export function readError(
  view: CellView,
  { estimator, measure }: { readonly estimator: string; readonly measure: ClaimMeasure },
): (Reading & { readonly error: ErrorAtSize }) | null {
  const { column, of } = MEASURES[measure];
  const values = successesOf(view, estimator, column);
  if (!isEnough(values)) return null;
  const { value, mcse } = of(values);
  if (value === null || mcse === null || !(value > 0 && mcse > 0)) return null;
  // The shape is that of the angle's law; b and disagreement have others.
  const shape = column === 'angle' ? logRmsOverMean(values) : null;
  const freedom = mcseFreedom(measure, values.length);
  return { moments: momentsOf(values), error: { n: view.cell.n, value, mcse, shape, freedom } };
}
