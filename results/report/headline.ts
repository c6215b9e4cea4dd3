import { measuredCrossing } from '../charts/crossing.ts';
import { designOf } from '../charts/design.ts';
import { escaped, RLHF, SIGN } from '../charts/drawing.ts';
import { ANGLE, mainMeasure, type Shown } from '../charts/main-measure.ts';
import { grouped, rounded } from '../charts/numbers.ts';
import { estimatorInProse, type Point, type Series, seriesOf } from '../charts/series.ts';
import type { Rate, Summary } from '../summary.ts';
import { coverageHeadline } from './coverage-words.ts';
import { colourClass, valueWords } from './headline-values.ts';
import { besideWords, mainRates, slopeText } from './rate-words.ts';
import { MOST_LISTED, spreadWords } from './spread-words.ts';
import { listed, sizeWord, usersPhrase } from './words.ts';

/** One estimator's error at the largest n that was measured. */
interface Latest {
  readonly series: Series;
  readonly point: Point;
}

/**
 * The one sentence of the report as HTML, its numbers from the summary: how far the estimators point from the average
 * taste at the largest n at which one of them succeeded.
 */
export function headline(summary: Summary): string {
  const shown = mainMeasure(summary);
  const latest = latestOf(summary, shown);
  if (latest.length === 0) return 'No fit succeeded, so nothing was measured.';
  const coverage = coverageHeadline(designOf(summary));
  if (coverage !== null) return coverage;
  const where = `With ${sizeWord(latest[0].point.n)} comparisons from ${usersPhrase(summary.study.scenarios[0].population.users)},`;
  if (shown.measure !== 'rmsAngle') return `${where} ${errorsOfB(latest)}`;
  const sign = latest.find(({ series }) => series.mark.colour === SIGN);
  const rlhf = latest.find(({ series }) => series.mark.colour === RLHF);
  return sign !== undefined && rlhf !== undefined
    ? `${where} ${versus(sign, rlhf, summary)}`
    : `${where} ${each(latest)}`;
}

function latestOf(summary: Summary, { measure }: Shown): readonly Latest[] {
  const series = seriesOf(summary, measure).filter(({ points }) => points.length > 0);
  const n = Math.max(...series.flatMap(({ points }) => points.map((point) => point.n)));
  return series.flatMap((one) => {
    const point = one.points.find((candidate) => candidate.n === n);
    return point === undefined ? [] : [{ series: one, point }];
  });
}

function versus(sign: Latest, rlhf: Latest, summary: Summary): string {
  const [a, b] = [sign.point, rlhf.point];
  const noise = Math.sqrt((a.mcse ?? 0) * (a.mcse ?? 0) + (b.mcse ?? 0) * (b.mcse ?? 0));
  if (Math.abs(a.value - b.value) <= 2 * noise) {
    return `RLHF and the sign estimator may be equally far from their average taste: ${angleText(rlhf)} and ${angleText(sign)}, within noise of each other.`;
  }
  if (b.value < a.value) {
    return `RLHF is the closer of the two: ${angleText(rlhf)} from their average taste, the sign estimator ${angleText(sign)}.`;
  }
  const [still, falling] = [lastSlope(summary, rlhf), lastSlope(summary, sign)];
  const stays = still !== null && still.slope > -0.1 ? ' still' : '';
  const closing = falling !== null && falling.slope + 2 * falling.se < 0 ? ' and falling' : '';
  return `RLHF${stays} points ${angleText(rlhf)} away from their average taste; the sign estimator is ${angleText(sign)} away${closing}.`;
}

/** The slope over the last two decades or so: the fitted one, which no single noisy pair of sizes decides. */
function lastSlope(summary: Summary, { series }: Latest): Pick<Rate, 'slope' | 'se'> | null {
  return (
    mainRates(summary.rates, mainMeasure(summary).measure).find(({ estimator }) => estimator === series.id) ??
    null
  );
}

function each(latest: readonly Latest[]): string {
  if (latest.length > MOST_LISTED) {
    const all = latest.map(({ series, point: { value } }) => ({ series, span: [value, value] as const }));
    return `${spreadWords(all, ANGLE)}.`;
  }
  const parts = latest.map((one) => `${escaped(estimatorInProse(one.series.id))} points ${angleText(one)}`);
  return `${listed(parts)} away from their average taste.`;
}

/** The same where the study is about b. */
function errorsOfB(latest: readonly Latest[]): string {
  const parts = latest.map(
    ({ series, point }) =>
      `<b class="${colourClass(series.mark.colour)}">${valueWords(point.value, { unit: '' })}</b> with ${escaped(estimatorInProse(series.id))}`,
  );
  return `the root-mean-square error of b = \u03b8\u2082/\u03b8\u2081 is ${listed(parts)}.`;
}

/** The angle in the colour of its estimator. */
const angleText = ({ series: { mark }, point: { value } }: Latest): string =>
  `<b class="${colourClass(mark.colour)}">${valueWords(value, ANGLE)}</b>`;

/** The second sentence as HTML: where the estimators cross, and the rate of the sign estimator beside -1/3. */
export function answer(summary: Summary): string {
  const crossing = measuredCrossing(seriesOf(summary, mainMeasure(summary).measure));
  const sentences: string[] = [];
  if (crossing !== null) {
    const [winner, loser] = [crossing.winner, crossing.loser].map(({ id }) => escaped(estimatorInProse(id)));
    sentences.push(
      `Below about ${grouped(rounded(crossing.n))} comparisons ${loser} is the closer of the two, above it ${winner}.`,
    );
  }
  const sign = seriesOf(summary, 'rmsAngle').find(({ mark }) => mark.colour === SIGN);
  const rate = mainRates(summary.rates, mainMeasure(summary).measure).find(
    ({ estimator }) => estimator === sign?.id,
  );
  if (sign !== undefined && rate !== undefined) sentences.push(rateSentence(estimatorInProse(sign.id), rate));
  return sentences.join(' ');
}

/** The fitted rate of one estimator as a sentence of HTML. */
function rateSentence(name: string, rate: Rate): string {
  const [low, high] = rate.ci.map(slopeText);
  return (
    `From n = ${grouped(rate.from)} the error of ${escaped(name)} falls as n<sup>${slopeText(rate.slope)}</sup>; ` +
    `the 95 % interval, ${low} to ${high}, ${intervalWords(rate)}.` +
    (rate.preAsymptotic ? ' The local slopes drift, so that no one power of n is the law here.' : '')
  );
}

const intervalWords = (rate: Rate): string => {
  const words = besideWords(rate);
  return words.startsWith('contains') ? words : `is ${words}`;
};
