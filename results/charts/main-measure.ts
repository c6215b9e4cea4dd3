import type { MeasureName, Summary } from '../summary.ts';
import { DEGREES } from './numbers.ts';

/** How a measure is shown. */
export interface Shown {
  readonly measure: MeasureName;
  /** As a choice among measures. */
  readonly name: string;
  readonly scale: number;
  readonly unit: '\u00b0' | ' %' | '';
  /** The phrase above a chart's axis. */
  readonly axis: string;
  /** The same in a sentence, with the unit. */
  readonly phrase: string;
}

export const ANGLE: Shown = {
  measure: 'rmsAngle',
  name: 'rms angle',
  scale: DEGREES,
  unit: '\u00b0',
  axis: 'root-mean-square angle to the average taste',
  phrase: 'Root-mean-square angle to the average taste in degrees',
};

const COEFFICIENT: Shown = {
  measure: 'rmse',
  name: 'rms error of b',
  scale: 1,
  unit: '',
  axis: 'root-mean-square error of b = \u03b8\u2082/\u03b8\u2081',
  phrase: 'Root-mean-square error of b = \u03b8\u2082/\u03b8\u2081',
};

/** What a study is about: the error of b where the coefficients of all its combinations are normalised, else the angle, which all of them have. */
export function mainMeasure({ cells }: Pick<Summary, 'cells'>): Shown {
  const measured = cells.filter(({ estimators }) => estimators.length > 0);
  const all = measured.every(({ estimators }) =>
    estimators.every(({ measures }) => measures.rmse !== undefined),
  );
  return all && measured.length > 0 ? COEFFICIENT : ANGLE;
}
