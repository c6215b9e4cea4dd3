import type { MeasureName, Summary } from '../summary.ts';
import { ANGLE, mainMeasure, type Shown } from './main-measure.ts';
import { DEGREES } from './numbers.ts';

const angle = (measure: MeasureName, name: string): Shown => ({
  measure,
  scale: DEGREES,
  unit: '\u00b0',
  axis: `${name} to the average taste`,
  phrase: `${capital(name)} to the average taste in degrees`,
});

const percent = (measure: MeasureName, axis: string): Shown => ({
  measure,
  scale: 100,
  unit: ' %',
  axis,
  phrase: `${capital(axis)}, per cent`,
});

const plain = (measure: MeasureName, axis: string): Shown => ({
  measure,
  scale: 1,
  unit: '',
  axis,
  phrase: capital(axis),
});

/** Every measure as charts and tables show it, in the order in which a reader is offered them. */
const ALL: readonly Shown[] = [
  ANGLE,
  angle('meanAngle', 'mean angle'),
  angle('medianAngle', 'median angle'),
  angle('signedAngle', 'mean signed angle'),
  angle('signedAngleSd', 'standard deviation of the signed angle'),
  plain('rmse', 'root-mean-square error of b = \u03b8\u2082/\u03b8\u2081'),
  plain('bias', 'bias of b = \u03b8\u2082/\u03b8\u2081'),
  plain('sd', 'standard deviation of b = \u03b8\u2082/\u03b8\u2081'),
  percent('disagreement', 'share of new pairs ranked differently'),
  percent('coverage', 'share of intervals that cover the truth'),
  plain('length', 'mean length of the intervals'),
  plain('score', 'share of comparisons ranked right minus share ranked wrong'),
  percent('failureRate', 'share of fits that failed'),
  plain('evaluations', 'passes over the sample'),
];

/** The measures that a summary has, its main one first. */
export function shownMeasures(summary: Summary): readonly Shown[] {
  const main = mainMeasure(summary);
  const known = new Set(
    summary.cells.flatMap(({ estimators }) => estimators.flatMap(({ measures }) => Object.keys(measures))),
  );
  return [main, ...ALL.filter(({ measure }) => measure !== main.measure && known.has(measure))];
}

/** Whether a measure may lie on both sides of 0, so that no logarithm is taken of it. */
export const isSigned = ({ measure }: Shown): boolean =>
  measure === 'signedAngle' || measure === 'bias' || measure === 'score';

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
