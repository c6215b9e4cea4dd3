import type { MeasureName, Summary } from '../summary.ts';
import { ANGLE, mainMeasure, type Shown } from './main-measure.ts';
import { DEGREES } from './numbers.ts';

const angle = (measure: MeasureName, name: string, axis: string): Shown => ({
  measure,
  name,
  scale: DEGREES,
  unit: '\u00b0',
  axis: `${axis} to the average taste`,
  phrase: `${capitalised(axis)} to the average taste in degrees`,
});

const percent = (measure: MeasureName, name: string, axis: string): Shown => ({
  measure,
  name,
  scale: 100,
  unit: ' %',
  axis,
  phrase: `${capitalised(axis)}, per cent`,
});

const plain = (measure: MeasureName, name: string, axis: string): Shown => ({
  measure,
  name,
  scale: 1,
  unit: '',
  axis,
  phrase: capitalised(axis),
});

/** Every measure as charts and tables show it, in the order in which a reader is offered them. */
const ALL: readonly Shown[] = [
  ANGLE,
  angle('meanAngle', 'mean angle', 'mean angle'),
  angle('medianAngle', 'median angle', 'median angle'),
  angle('signedAngle', 'signed angle', 'mean signed angle'),
  angle('signedAngleSd', 'sd of signed angle', 'standard deviation of the signed angle'),
  plain('rmse', 'rms error of b', 'root-mean-square error of b = \u03b8\u2082/\u03b8\u2081'),
  plain('bias', 'bias of b', 'bias of b = \u03b8\u2082/\u03b8\u2081'),
  plain('sd', 'sd of b', 'standard deviation of b = \u03b8\u2082/\u03b8\u2081'),
  percent('disagreement', 'disagreement', 'share of new pairs ranked differently'),
  percent('coverage', 'coverage', 'share of intervals that cover the truth'),
  plain('length', 'interval length', 'mean length of the intervals'),
  plain('score', 'score', 'share of comparisons ranked right minus share ranked wrong'),
  percent('failureRate', 'failed fits', 'share of fits that failed'),
  plain('evaluations', 'passes', 'passes over the sample'),
];

/** How a measure is shown. */
export const shownMeasure = (measure: MeasureName): Shown =>
  ALL.find((one) => one.measure === measure) ?? ANGLE;

/** The measures that a summary has, its main one first. */
export function shownMeasures(summary: Pick<Summary, 'cells'>): readonly Shown[] {
  const { cells } = summary;
  const found = offered.get(cells) ?? measuresIn(cells);
  offered.set(cells, found);
  return found;
}

const offered = new WeakMap<Summary['cells'], readonly Shown[]>();

function measuresIn(cells: Summary['cells']): readonly Shown[] {
  const main = mainMeasure({ cells });
  const lacking = new Set<MeasureName>(ALL.map(({ measure }) => measure));
  for (const { estimators } of cells) {
    for (const { measures } of estimators)
      for (const measure of lacking) if (measures[measure] !== undefined) lacking.delete(measure);
  }
  return [main, ...ALL.filter(({ measure }) => measure !== main.measure && !lacking.has(measure))];
}

/** Whether a measure may lie on both sides of 0, so that no logarithm is taken of it. */
export const isSigned = ({ measure }: Shown): boolean =>
  measure === 'signedAngle' || measure === 'bias' || measure === 'score';

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
