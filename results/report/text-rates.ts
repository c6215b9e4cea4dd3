import type { Design } from '../charts/design.ts';
import { extent } from '../charts/extent.ts';
import { grouped } from '../charts/numbers.ts';
import { estimatorName } from '../charts/series.ts';
import type { Rate } from '../summary.ts';
import { besideWords, mainRates, placedRates, slopeText } from './rate-words.ts';
import type { TextCombinations } from './text-combinations.ts';
import { GAP, MOST_ROWS, moreLine, tableLines, wrapped } from './text-layout.ts';

const TITLE = 'Rate: slope of log error on log n [95 % interval], beside \u22121/3';

/** Letters of a name in a column. */
const NAME_WIDTH = 18;

/** The fitted rates of the angle: one or two lines each, or a table where something varies. Empty without rates. */
export const rateLines = (design: Design, combinations: TextCombinations): readonly string[] =>
  design.factors.length === 0
    ? linesOfRates(mainRates(design.summary.rates))
    : tableOfRates(design, combinations);

function linesOfRates(shown: readonly Rate[]): readonly string[] {
  const names = shown.map(({ estimator }) => estimatorName(estimator));
  const longest = extent(names.map((name) => name.length));
  if (longest === null) return [];
  const width = Math.min(NAME_WIDTH, longest[1]);
  const indent = ' '.repeat(width);
  return [
    TITLE,
    ...shown.flatMap((rate, i) => [
      ...(names[i].length > width ? wrapped(names[i]) : []),
      `${names[i].length > width ? indent : names[i].padEnd(width)}${GAP}${slopeText(rate.slope)} ` +
        `[${rate.ci.map(slopeText).join(', ')}] from n = ${grouped(rate.from)}: ${besideWords(rate)}`,
      ...(rate.preAsymptotic
        ? [`${indent}${GAP}pre-asymptotic: the local slopes drift, one slope misdescribes this range`]
        : []),
    ]),
  ];
}

function tableOfRates(design: Design, combinations: TextCombinations): readonly string[] {
  const all = placedRates(design);
  if (all.length === 0) return [];
  const rows = all.slice(0, MOST_ROWS);
  const column = (head: string, text: (rate: Rate) => string, words = false) => ({
    head,
    texts: rows.map(({ rate }) => text(rate)),
    words,
  });
  return [
    TITLE,
    ...tableLines([
      ...combinations.columns(rows),
      column('', ({ estimator }) => headOf(estimator), true),
      column('slope', ({ slope, preAsymptotic }) => `${slopeText(slope)}${preAsymptotic ? '*' : ' '}`),
      column('', ({ ci }) => `[${ci.map(slopeText).join(', ')}]`),
      column('from n', ({ from }) => grouped(from)),
      column('', (rate) => besideWords(rate).replace(' than \u22121/3', '').replace(' \u22121/3', ''), true),
    ]),
    ...moreLine(all.length - rows.length, 'rate'),
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
