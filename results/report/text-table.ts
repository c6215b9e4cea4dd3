import { DEGREES, grouped } from '../charts/numbers.ts';
import { estimatorName } from '../charts/series.ts';
import type { CellSummary, EstimatorSummary, Measure, Summary } from '../summary.ts';
import { failureNotes, gapLines } from './notes.ts';
import { angleRates, besideWords, slopeText } from './rate-words.ts';
import { dataSets, decimalsOf, valueText } from './value-format.ts';

const WIDTH = 100;
const GAP = '  ';
const NAME_WIDTH = 18;

/** A column: its head and one text a row, all to be set flush right. */
interface Column {
  readonly head: string;
  readonly texts: readonly string[];
}

/**
 * The plain table `value (MCSE)` of root-mean-square angles in degrees, one row an n and one column an estimator, their
 * paired differences, the fitted rates beside -1/3, and what failed or is missing. At most 100 columns wide: estimators that
 * do not fit stand in a further table below. Ends with a newline.
 */
export function renderTable(summary: Summary): string {
  const { study, cells } = summary;
  const first: Column = { head: 'n', texts: cells.map(({ n }) => grouped(n)) };
  const blocks = inBlocks(first, columnsOf(summary));
  const sections = [
    [
      'Root-mean-square angle to the average taste, degrees (Monte Carlo standard error)',
      ...(summary.status === 'partial' ? ['PARTIAL: values are provisional'] : []),
    ],
    ...blocks.map((block) => tableLines([first, ...block])),
    rateLines(summary),
    [...failureNoteLines(summary), ...gapLines(summary).flatMap(wrapped)],
  ];
  return `${[study.title.replace(/\p{Cc}+/gu, ' '), ...sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'))].join('\n\n')}\n`;
}

function columnsOf({ study, cells }: Summary): readonly Column[] {
  const measures = cells.flatMap((cell) => cell.estimators.map(({ measures: { rmsAngle } }) => rmsAngle));
  const style = { scale: DEGREES, decimals: decimalsOf(measures, DEGREES) };
  const text = (measure: Measure | undefined): string => {
    const shown = valueText(measure, style);
    return shown === null ? '-' : `${shown.value}${shown.mcse === null ? '' : ` (${shown.mcse})`}`;
  };
  const estimators = study.scenarios[0].estimators.map(({ id }) => ({
    head: headOf(id),
    texts: cells.map((cell) => text(find(cell, id)?.measures.rmsAngle)),
  }));
  const pairs = (cells[0]?.pairs ?? []).map(({ a, b }) => ({
    head: `${headOf(a)} \u2212 ${headOf(b)}`,
    texts: cells.map((cell) =>
      text(cell.pairs.find((pair) => pair.a === a && pair.b === b)?.rmsAngleDifference),
    ),
  }));
  return [
    ...estimators,
    ...pairs,
    { head: 'data sets', texts: cells.map((cell) => grouped(dataSets(cell))) },
  ];
}

/** A command stands whole on a line of its own, to be copied. */
const failureNoteLines = (summary: Summary): readonly string[] =>
  failureNotes(summary).flatMap(({ sentence, command }) => [
    ...wrapped(sentence),
    ...(command === undefined ? [] : [`  ${command}`]),
  ]);

const find = (cell: CellSummary, id: string): EstimatorSummary | undefined =>
  cell.estimators.find((estimator) => estimator.id === id);

/** Columns in runs that fit beside the column of n. */
function inBlocks(first: Column, columns: readonly Column[]): readonly (readonly Column[])[] {
  const blocks: Column[][] = [[]];
  let used = widthOf(first);
  for (const column of columns) {
    const width = GAP.length + widthOf(column);
    if (used + width > WIDTH && blocks[blocks.length - 1].length > 0) {
      blocks.push([]);
      used = widthOf(first);
    }
    blocks[blocks.length - 1].push(column);
    used += width;
  }
  return blocks;
}

const widthOf = ({ head, texts }: Column): number =>
  Math.max(head.length, ...texts.map((text) => text.length));

function tableLines(columns: readonly Column[]): readonly string[] {
  const line = (texts: readonly string[]): string =>
    texts.map((text, i) => text.padStart(widthOf(columns[i]))).join(GAP);
  return [
    line(columns.map(({ head }) => head)),
    ...columns[0].texts.map((_, row) => line(columns.map(({ texts }) => texts[row]))),
  ];
}

function rateLines({ rates }: Summary): readonly string[] {
  const shown = angleRates(rates);
  if (shown.length === 0) return [];
  const names = shown.map(({ estimator }) => estimatorName(estimator));
  const width = Math.min(NAME_WIDTH, Math.max(...names.map((name) => name.length)));
  const indent = ' '.repeat(width);
  return [
    'Rate: slope of log error on log n [95 % interval], beside \u22121/3',
    ...shown.flatMap((rate, i) => [
      ...(names[i].length > width ? wrapped(names[i]) : []),
      `${names[i].length > width ? indent : names[i].padEnd(width)}${GAP}${slopeText(rate.slope)} ` +
        `[${rate.ci.map(slopeText).join(', ')}] from n = ${grouped(rate.from)}: ${besideWords(rate)}`,
      ...(rate.preAsymptotic
        ? [`${indent}${GAP}pre-asymptotic: the local slopes still drift, one slope misdescribes this range`]
        : []),
    ]),
  ];
}

/** A name in the head of a column, cut where it is long; the lines of rates have it whole. */
const headOf = (id: string): string => {
  const name = estimatorName(id);
  return name.length > NAME_WIDTH ? `${name.slice(0, NAME_WIDTH - 1)}\u2026` : name;
};

/** A sentence in lines of at most 100 characters. */
function wrapped(sentence: string): readonly string[] {
  const lines: string[] = [];
  for (const word of sentence.split(' ')) {
    const last = lines[lines.length - 1];
    if (last !== undefined && last.length + 1 + word.length <= WIDTH)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
