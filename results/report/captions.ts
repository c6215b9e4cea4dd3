import { measuredCrossing } from '../charts/crossing.ts';
import { escaped } from '../charts/drawing.ts';
import { extent } from '../charts/extent.ts';
import { mainMeasure, type Shown } from '../charts/main-measure.ts';
import { grouped, rounded } from '../charts/numbers.ts';
import { limitShown } from '../charts/predicted-lines.ts';
import { constantText } from '../charts/scaled-error.ts';
import { type Series, seriesOf } from '../charts/series.ts';
import { isCrowded } from '../charts/series-labels.ts';
import type { Expectation } from '../predictions/expectation.ts';
import type { Foresight } from '../predictions/predict.ts';
import { predictedCrossing } from '../predictions/predicted-crossing.ts';
import type { Summary } from '../summary.ts';
import { dataSets } from './value-format.ts';
import { listed } from './words.ts';

/** What the lines of a picture of slopes are. */
export const SLOPE_LINES =
  'the curve is the slope that theory predicts there, the level line its power for large n, the upright one the n from which that holds.';

/** What the lines of a picture of scaled errors are. */
export const SCALED_LINES =
  'the curve is what theory predicts at each n, in the band of its stated error, the dotted line its constant for large n, shaded 5 % on both sides from the n from which it holds.';

/** How to read the main figure, as paragraphs of HTML. */
export function heroCaption(
  summary: Summary,
  foresight: Foresight,
  shown: Shown = mainMeasure(summary),
): string {
  const series = seriesOf(summary, shown.measure);
  const sizes = summary.study.sampleSizes;
  const isKnown = ({ id }: Series): boolean => sizes.some((n) => foresight(id)?.at(shown.measure, n) != null);
  const lines = series.some(isKnown)
    ? `Dots are measured, lines are theory at each n, ${isCrowded(series) ? 'the coloured ones ' : ''}in bands as wide as it says that it may be off.`
    : series.some(({ id }) => limitShown(foresight(id), shown) !== null)
      ? 'Dots are measured, dotted lines are what theory says that they settle at.'
      : `Dots are measured; theory does not know the ${shown.measure === mainMeasure(summary).measure ? 'errors of this study' : 'values of this measure'}.`;
  return [
    `<b>How to read this.</b> ${lines} ${dotsNote(summary)}`,
    lawNote(series, foresight, shown),
    surrogateNote(series, foresight),
    crossingNote(series, foresight, shown),
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

/** The law that the line of a sign estimator tends to, and where the line comes from before that. */
function lawNote(series: readonly Series[], foresight: Foresight, shown: Shown): string {
  const found = series.flatMap(({ id }) => {
    const expectation = foresight(id);
    return expectation?.law === 'cube-root' ? [{ expectation }] : [];
  });
  const expectation = found.at(0)?.expectation;
  if (expectation === undefined) return '';
  if (expectation.exponent() === -1 / 7) {
    return 'The curvature of the score is 0 at its optimum: theory expects the rate n<sup>\u22121/7</sup> there and knows no constant for it.';
  }
  if (expectation.exponent() === -1) {
    return 'Choices are no even chances at the boundary, where the score has a kink: theory expects the rate n<sup>\u22121</sup>.';
  }
  const scaled = expectation.scaled(shown.measure);
  if (scaled === null) return '';
  const law = `${constantText(scaled * shown.scale)}${shown.unit} n<sup>\u22121/3</sup>`;
  const regime = expectation.regimeFrom();
  if (regime === null) return `For large n the line of the sign estimator is its law ${law}.`;
  return `The line of the sign estimator tends to ${law}; from n \u2248 ${grouped(rounded(regime))} on it is within 5 % of that.`;
}

/** What is predicted of an estimator that climbs a surrogate. */
function surrogateNote(series: readonly Series[], foresight: Foresight): string {
  const lambdas = series.flatMap(({ id }) => {
    const expectation: Expectation | null = foresight(id);
    return expectation?.lambda == null || expectation.limit('rmsAngle') === null ? [] : [expectation.lambda];
  });
  if (lambdas.length === 0) return '';
  const last = listed([...new Set(lambdas)].map(String));
  return (
    `Of the surrogate theory predicts the exact maximum at its last \u03bb, ${last}: a bias and a root-n noise, from where that noise is small beside 1/\u03bb. ` +
    'What the climb falls short of it is not predicted.'
  );
}

function crossingNote(series: readonly Series[], foresight: Foresight, { measure }: Shown): string {
  const crossing = measuredCrossing(series);
  if (crossing === null) return '';
  const [a, b] = [crossing.winner, crossing.loser].map(({ id }) => foresight(id));
  const predicted = a === null || b === null ? null : predictedCrossing(a, b, measure);
  const theory = predicted === null ? '' : ` Their two theory lines cross at ${grouped(rounded(predicted))}.`;
  return `The crossing at ${grouped(rounded(crossing.n))} is read between measured points.${escaped(theory)}`;
}
