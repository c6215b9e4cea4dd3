import { crossover, type Prediction } from '../../theory/prediction.ts';
import { measuredCrossing } from '../charts/crossing.ts';
import { escaped } from '../charts/drawing.ts';
import { extent } from '../charts/extent.ts';
import { mainMeasure } from '../charts/main-measure.ts';
import { grouped, rounded } from '../charts/numbers.ts';
import { predictedConstant } from '../charts/scaled-error.ts';
import { seriesOf } from '../charts/series.ts';
import type { Summary } from '../summary.ts';
import { dataSets } from './value-format.ts';

/** How to read the main figure, as paragraphs of HTML. */
export function heroCaption(summary: Summary, prediction: Prediction | null): string {
  const isKnown = mainMeasure(summary).measure === 'rmsAngle' && (prediction?.sign || prediction?.rlhf);
  const lines = isKnown
    ? 'Dots are measured, lines are theory.'
    : 'Dots are measured; theory does not cover this study.';
  return [
    `<b>How to read this.</b> ${lines} ${dotsNote(summary)}`,
    lawNote(summary, prediction),
    crossingNote(summary, prediction),
  ]
    .filter((text) => text !== '')
    .map((text) => `<p>${text}</p>`)
    .join('');
}

/** What is behind a dot. */
export function dotsNote({ cells }: Summary): string {
  const [least, most] = extent(cells.map(dataSets)) ?? [0, 0];
  const range = least === most ? grouped(least) : `${grouped(least)} to ${grouped(most)}`;
  return `Each dot summarises ${range} simulated data sets; bars are \u00b12 Monte Carlo standard errors, often smaller than the dot.`;
}

function lawNote(summary: Summary, prediction: Prediction | null): string {
  const constant = predictedConstant(summary, prediction);
  if (constant === null || !summary.study.scenarios[0].estimators.some(({ kind }) => kind === 'sign'))
    return '';
  return `The line of the sign estimator is its law for large n, ${constant.toFixed(1)}\u00b0 n<sup>\u22121/3</sup>. Dots off the line at small n are no contradiction.`;
}

function crossingNote(summary: Summary, prediction: Prediction | null): string {
  const { measure } = mainMeasure(summary);
  const crossing = measuredCrossing(seriesOf(summary, measure));
  const predicted = prediction === null || measure !== 'rmsAngle' ? null : crossover(prediction);
  const kinds = [crossing?.winner.kind, crossing?.loser.kind];
  const theory =
    predicted !== null && kinds.includes('sign') && kinds.includes('rlhf')
      ? ` The two theory lines cross at ${grouped(rounded(predicted))}.`
      : '';
  if (crossing === null) return '';
  return `The crossing at ${grouped(rounded(crossing.n))} is read between measured points.${escaped(theory)}`;
}
