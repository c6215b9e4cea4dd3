import type { Design } from '../charts/design.ts';
import { extent } from '../charts/extent.ts';
import { grouped } from '../charts/numbers.ts';
import { estimatorName } from '../charts/series.ts';
import type { Predict } from '../predictions/predict.ts';
import { besideWords, type PlacedRate, placedRates, slopeText, unratedSentence } from './rate-words.ts';
import type { TextCombinations } from './text-combinations.ts';
import { GAP, MOST_ROWS, moreLine, tableLines, wrapped } from './text-layout.ts';

const TITLE = 'Rate: slope of log error on log n [95 % interval], beside \u22121/3';

/** Letters of a name in a column. */
const NAME_WIDTH = 18;

/** The fitted rates of the main measure: one or two lines each, or a table where something varies. Which estimators have none, below. Empty where no rate can be expected. */
export function rateLines(
  design: Design,
  combinations: TextCombinations,
  predict: Predict,
): readonly string[] {
  const { rates, more } = placedRates(design, predict, MOST_ROWS);
  const unrated = unratedSentence(design);
  const rest = unrated === '' ? [] : wrapped(unrated);
  if (rates.length === 0) return rest;
  return design.factors.length === 0
    ? [...linesOfRates(rates), ...rest]
    : [...tableOfRates(rates, combinations, more), ...slowNote(rates), ...rest];
}

function linesOfRates(shown: readonly PlacedRate[]): readonly string[] {
  const names = shown.map(({ rate }) => estimatorName(rate.estimator));
  const longest = extent(names.map((name) => name.length))?.[1] ?? 0;
  const width = Math.min(NAME_WIDTH, longest);
  const indent = ' '.repeat(width);
  return [
    TITLE,
    ...shown.flatMap((row, i) => {
      const { rate } = row;
      const isLong = names[i].length > width;
      const line =
        `${isLong ? indent : names[i].padEnd(width)}${GAP}${slopeText(rate.slope)} ` +
        `[${rate.ci.map(slopeText).join(', ')}] from n = ${grouped(rate.from)}: ${besideWords(rate)}`;
      const theory = theoryWords(row);
      const fits = theory === '' || wrapped(`${line}; ${theory}`).length === 1;
      return [
        ...(isLong ? wrapped(names[i]) : []),
        ...(fits ? [theory === '' ? line : `${line}; ${theory}`] : [line, `${indent}${GAP}${theory}`]),
        ...(rate.preAsymptotic
          ? [`${indent}${GAP}pre-asymptotic: the local slopes drift, one slope misdescribes this range`]
          : []),
      ];
    }),
    ...slowNote(shown),
  ];
}

/** `theory -0.349 here, -1/3 at last`. */
function theoryWords({ predicted, power }: Pick<PlacedRate, 'predicted' | 'power'>): string {
  const last = power === 'settles' ? 'settles' : `${power} at last`;
  const parts = [
    ...(predicted === null ? [] : [`${slopeText(predicted)} here`]),
    ...(power === null ? [] : [last]),
  ];
  return parts.length === 0 ? '' : `theory ${parts.join(', ')}`;
}

const slowNote = (rates: readonly PlacedRate[]): readonly string[] =>
  rates.some(({ power }) => power === '\u22121/7')
    ? ['Where the curvature of the score is 0 theory knows the power, \u22121/7, and no constant.']
    : [];

function tableOfRates(
  rows: readonly PlacedRate[],
  combinations: TextCombinations,
  more: number,
): readonly string[] {
  const column = (head: string, text: (row: PlacedRate) => string, words = false) => ({
    head,
    texts: rows.map(text),
    words,
  });
  const isKnown = rows.some(({ predicted, power }) => predicted !== null || power !== null);
  return [
    TITLE,
    ...tableLines([
      ...combinations.columns(rows),
      column('', ({ rate }) => headOf(rate.estimator), true),
      column('slope', ({ rate }) => `${slopeText(rate.slope)}${rate.preAsymptotic ? '*' : ' '}`),
      column('', ({ rate }) => `[${rate.ci.map(slopeText).join(', ')}]`),
      column('from n', ({ rate }) => grouped(rate.from)),
      column(
        '',
        ({ rate }) => besideWords(rate).replace(' than \u22121/3', '').replace(' \u22121/3', ''),
        true,
      ),
      ...(isKnown
        ? [
            column('theory', ({ predicted }) => (predicted === null ? '-' : slopeText(predicted))),
            column('at last', ({ power }) => power ?? '-'),
          ]
        : []),
    ]),
    ...moreLine(more, 'rate'),
    ...(rows.some(({ rate }) => rate.preAsymptotic)
      ? ['* pre-asymptotic: the local slopes drift, one slope misdescribes this range']
      : []),
  ];
}

/** A name in a column, cut where it is long. */
export const headOf = (id: string): string => {
  const name = estimatorName(id);
  return name.length > NAME_WIDTH ? `${name.slice(0, NAME_WIDTH - 1)}\u2026` : name;
};
