import { measuredCrossing } from '../charts/crossing.ts';
import { type Design, levelsLabel, type Part } from '../charts/design.ts';
import { escaped, RLHF, SIGN } from '../charts/drawing.ts';
import { extent } from '../charts/extent.ts';
import { mainMeasure, type Shown } from '../charts/main-measure.ts';
import { grouped, rounded } from '../charts/numbers.ts';
import { estimatorInProse, type Point, type Series, seriesOf } from '../charts/series.ts';
import { coverageHeadline } from './coverage-words.ts';
import { colourClass, valueWords } from './headline-values.ts';
import { mainRates, slopeText } from './rate-words.ts';
import { MOST_LISTED, spreadWords } from './spread-words.ts';
import { listed, sizeWord } from './words.ts';

/** One combination at the n that the headline is about. */
interface At {
  readonly part: Part;
  readonly values: readonly { readonly series: Series; readonly point: Point }[];
}

type Verdict = 'sign' | 'rlhf' | 'neither' | 'unknown';

/** Combinations that a sentence names one by one. */
const MOST_NAMED = 3;

interface Largest {
  readonly n: number;
  readonly combinations: readonly At[];
}

const largest = new WeakMap<Design, { readonly found: Largest | null }>();

/** The largest n at which something was measured, and every combination that was measured there. */
function atLargest(design: Design): Largest | null {
  const kept = largest.get(design) ?? { found: findLargest(design) };
  largest.set(design, kept);
  return kept.found;
}

function findLargest({ parts, summary }: Design): Largest | null {
  const { measure } = mainMeasure(summary);
  const all = parts.map((part) => ({ part, series: seriesOf(part.summary, measure) }));
  const n = extent(
    all.flatMap(({ series }) => series.flatMap(({ points }) => points.map((point) => point.n))),
  )?.[1];
  if (n === undefined) return null;
  const combinations = all.flatMap(({ part, series }): readonly At[] => {
    const values = series.flatMap((one) => {
      const point = one.points.find((candidate) => candidate.n === n);
      return point === undefined ? [] : [{ series: one, point }];
    });
    return values.length === 0 ? [] : [{ part, values }];
  });
  return { n, combinations };
}

/** Which of the two is closer by at least two standard errors. */
function verdictOf({ values }: At): Verdict {
  const sign = values.find(({ series }) => series.mark.colour === SIGN)?.point;
  const rlhf = values.find(({ series }) => series.mark.colour === RLHF)?.point;
  if (sign === undefined || rlhf === undefined) return 'unknown';
  const [a, b] = [sign.mcse ?? 0, rlhf.mcse ?? 0];
  if (Math.abs(sign.value - rlhf.value) <= 2 * Math.sqrt(a * a + b * b)) return 'neither';
  return sign.value < rlhf.value ? 'sign' : 'rlhf';
}

/**
 * The one sentence of the report of a study in which something varies, as HTML: in how many combinations the sign estimator
 * is closer than RLHF at the largest n, or how far the estimators are off, from the least to the most.
 */
export function gridHeadline(design: Design): string {
  const at = atLargest(design);
  if (at === null) return 'No fit succeeded, so nothing was measured.';
  const coverage = coverageHeadline(design);
  if (coverage !== null) return coverage;
  const verdicts = at.combinations.map(verdictOf).filter((verdict) => verdict !== 'unknown');
  const where = `With ${sizeWord(at.n)} comparisons`;
  if (verdicts.length === 0)
    return `${where}, ${rangeSentence(at.combinations, mainMeasure(design.summary))}`;
  const count = (wanted: Verdict): number => verdicts.filter((verdict) => verdict === wanted).length;
  const [sign, rlhf, neither] = [count('sign'), count('rlhf'), count('neither')];
  const among = amongWords(design, { compared: verdicts.length, reached: at.combinations.length });
  if (sign === 0 && rlhf === 0) {
    return `${where} the sign estimator and RLHF are too close to call in ${allWords(neither)} ${among}.`;
  }
  const target =
    mainMeasure(design.summary).measure === 'rmsAngle' ? 'to their average taste' : 'to the true b';
  const rest = [
    ...(rlhf > 0 && sign > 0 ? [`; RLHF in <b class="rlhf">${grouped(rlhf)}</b>`] : []),
    ...(neither > 0 ? [`; ${grouped(neither)} ${neither === 1 ? 'is' : 'are'} too close to call`] : []),
  ];
  const [winner, name, wins] =
    sign > 0
      ? ['sign', 'the sign estimator is closer than RLHF', sign]
      : ['rlhf', 'RLHF is the closer of the two', rlhf];
  const share = verdicts.length === 1 ? 'the one' : `${grouped(wins)} of ${grouped(verdicts.length)}`;
  return `${where} ${name} ${target} in <b class="${winner}">${share}</b> ${among}${rest.join('')}.`;
}

/** `values of skew`, `combinations of types and weights that reach this n, of 12`. */
function amongWords(
  { factors, parts }: Design,
  { compared, reached }: { readonly compared: number; readonly reached: number },
): string {
  const single = compared === 1;
  const noun = `${factors.length === 1 ? 'value' : 'combination'}${single ? '' : 's'}`;
  const names = listed(factors.map(({ name }) => escaped(name)));
  const rest =
    reached === parts.length
      ? ''
      : ` that ${single ? 'reaches' : 'reach'} this n, of ${grouped(parts.length)}`;
  return `${noun} of ${names}${rest}`;
}

const allWords = (count: number): string =>
  count === 1 ? 'the one' : count === 2 ? 'both' : `all ${grouped(count)}`;

function rangeSentence(combinations: readonly At[], shown: Shown): string {
  const series = combinations[0].values.map((one) => one.series);
  const spanned = series.flatMap((one) => {
    const span = spanOf(one, combinations);
    return span === null ? [] : [{ series: one, span }];
  });
  const over = combinations.length === 1 ? '' : `, over ${grouped(combinations.length)} combinations`;
  if (spanned.length > MOST_LISTED) return `${spreadWords(spanned, shown)}${over}.`;
  return `${rangesText(series, combinations, shown)}${over}.`;
}

const spanOf = ({ id }: Series, combinations: readonly At[]): readonly [number, number] | null =>
  extent(
    combinations.flatMap(({ values }) =>
      values.filter(({ series }) => series.id === id).map(({ point }) => point.value),
    ),
  );

/** `the sign estimator points 1.2° to 5.3° and RLHF 2.0° to 9.1° away from their average taste`. */
function rangesText(series: readonly Series[], combinations: readonly At[], shown: Shown): string {
  const isAngle = shown.measure === 'rmsAngle';
  const verb = isAngle ? 'points' : 'has a root-mean-square error of b of';
  const measured = series.flatMap((one) => {
    const span = spanOf(one, combinations);
    return span === null ? [] : [{ one, span }];
  });
  const said = measured.map(({ one, span }, i) => {
    const name = escaped(estimatorInProse(one.id));
    return `${name} ${i === 0 ? verb : isAngle ? '' : 'of'} ${spanText(one, span, shown)}`.replace('  ', ' ');
  });
  const silent = series.filter((one) => !measured.some((found) => found.one === one));
  const away = isAngle && said.length > 0 ? ' away from their average taste' : '';
  const unmeasured = silent.map(({ id }) => `${escaped(estimatorInProse(id))} was not measured`);
  return [...(said.length === 0 ? [] : [`${listed(said)}${away}`]), ...unmeasured].join('; ');
}

/** `1.2° to 5.3°`, or one value where both are written alike. */
function spanText({ mark }: Series, span: readonly [number, number], shown: Shown): string {
  const [low, high] = span.map(
    (value) => `<b class="${colourClass(mark.colour)}">${valueWords(value, shown)}</b>`,
  );
  return low === high ? low : `${low} to ${high}`;
}

/** The sentences after it as HTML: how far off the estimators are, where RLHF is closer, where they cross, the rates. */
export function gridAnswer(design: Design): string {
  const at = atLargest(design);
  if (at === null) return '';
  const shown = mainMeasure(design.summary);
  const verdicts = at.combinations.map((one) => ({ one, verdict: verdictOf(one) }));
  const compared = verdicts.some(({ verdict }) => verdict !== 'unknown');
  const coloured = at.combinations[0].values
    .map(({ series }) => series)
    .filter(({ mark }) => mark.colour === SIGN || mark.colour === RLHF);
  return [
    compared ? capital(`${rangesText(coloured, at.combinations, shown)}.`) : '',
    exceptions(design, verdicts),
    crossingSentence(design, shown),
    rateSentence(design),
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

/** Where the verdict is the rarer one. */
function exceptions(
  { factors }: Design,
  verdicts: readonly { readonly one: At; readonly verdict: Verdict }[],
): string {
  const of = (wanted: Verdict) => verdicts.filter(({ verdict }) => verdict === wanted).map(({ one }) => one);
  const [sign, rlhf] = [of('sign'), of('rlhf')];
  if (sign.length === 0 || rlhf.length === 0) return '';
  const [fewer, name] = sign.length < rlhf.length ? [sign, 'The sign estimator is'] : [rlhf, 'RLHF is'];
  const named = fewer.slice(0, MOST_NAMED).map(({ part }) => escaped(levelsLabel(factors, part.levels)));
  const more = fewer.length - named.length;
  const rest = more === 0 ? '' : `; and in ${grouped(more)} more`;
  return `${name} the closer of the two where ${named.join('; or ')}${rest}.`;
}

function crossingSentence({ parts }: Design, { measure }: Shown): string {
  const sizes = parts.flatMap(({ summary }) => {
    if (summary.cells.length < 2) return [];
    const crossing = measuredCrossing(seriesOf(summary, measure));
    const isOurs = crossing?.winner.mark.colour === SIGN && crossing.loser.mark.colour === RLHF;
    return crossing !== null && isOurs ? [crossing.n] : [];
  });
  const span = extent(sizes);
  if (span === null) return '';
  const [low, high] = span.map((n) => grouped(rounded(n)));
  const where = low === high ? `near n = ${low}` : `between n = ${low} and n = ${high}`;
  return `The sign estimator overtakes RLHF in ${grouped(sizes.length)} of ${grouped(parts.length)} combinations, ${where}.`;
}

function rateSentence({ parts, summary }: Design): string {
  const sign = seriesOf(parts[0].summary, 'rmsAngle').find(({ mark }) => mark.colour === SIGN);
  const rates = mainRates(summary.rates, mainMeasure(summary).measure).filter(
    ({ estimator }) => estimator === sign?.id,
  );
  const span = extent(rates.map(({ slope }) => slope));
  if (sign === undefined || span === null) return '';
  const drifting = rates.filter(({ preAsymptotic }) => preAsymptotic).length;
  const still =
    drifting === 0
      ? ''
      : `; in ${grouped(drifting)} the local slopes drift, so that no one power of n is the law`;
  const [low, high] = span.map(slopeText);
  const where = low === high ? `are ${low}` : `lie between ${low} and ${high}`;
  return `The fitted slopes of ${escaped(estimatorInProse(sign.id))} ${where} in ${grouped(rates.length)} combinations${still}.`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
