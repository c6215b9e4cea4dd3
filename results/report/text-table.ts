import { type Design, designOf } from '../charts/design.ts';
import { mainMeasure } from '../charts/main-measure.ts';
import { grouped } from '../charts/numbers.ts';
import { affordable } from '../predictions/affordable.ts';
import type { Predicted } from '../predictions/expectation.ts';
import { createPredict, type Predict } from '../predictions/predict.ts';
import type { CellSummary, EstimatorSummary, Measure, Summary } from '../summary.ts';
import { furtherTables } from './further-tables.ts';
import { designFailureNotes } from './grid-notes.ts';
import { gapLines } from './notes.ts';
import { signatureNotes } from './signature-notes.ts';
import { type TableRow, tableRows } from './table-rows.ts';
import { claimLines } from './text-claims.ts';
import { textCombinations } from './text-combinations.ts';
import { type Column, inBlocks, MOST_ROWS, moreLine, tableLines, wrapped } from './text-layout.ts';
import { headOf, rateLines } from './text-rates.ts';
import { agreementNote, askedNote, predictedText, silentNote, theoryColumns } from './theory-column.ts';
import { dataSets, decimalsOf, valueText } from './value-format.ts';

/**
 * The plain table `value (MCSE)` of the study's main measure, angles in degrees: one row a cell, under the levels of what
 * varies and n, one column an estimator and after it what theory predicts with its stated error, their paired differences, the fitted rates beside -1/3, the verdicts of claims, and what failed or is
 * missing; below it the coverage of intervals and what searches miss of the largest score. At most 100 columns wide, estimators that do not fit standing in a further table below, and 60 rows, which a
 * last line says. Ends with a newline.
 */
export function renderTable(summary: Summary, predict: Predict = createPredict()): string {
  const design = designOf(summary);
  const asked = affordable(predict, summary.study);
  const { measure } = mainMeasure(summary);
  const { rows, more } = tableRows(design, MOST_ROWS);
  const combinations = textCombinations(design);
  const sizes: Column = { head: 'n', texts: rows.map(({ cell }) => grouped(cell.n)) };
  const left = [...combinations.columns(rows), sizes];
  const sections = [
    [
      `${phraseOf(summary)} (Monte Carlo standard error)`,
      ...(summary.status === 'partial' ? ['PARTIAL: values are provisional'] : []),
    ],
    combinations.lines(rows),
    ...inBlocks(left, columnsOf(design, rows, asked.predict)).map((block) => tableLines([...left, ...block])),
    moreLine(more, 'row', ': see the report or signbench export'),
    ...furtherLines(design, rows, left),
    wrapped(
      `${agreementNote(design, asked.predict, measure)}${silentNote(design, asked.predict)}${askedNote(asked, design)}`.trim(),
    ).filter((line) => line !== ''),
    rateLines(design, combinations, asked.predict),
    claimLines(summary),
    noteLines(design),
  ];
  return `${[summary.study.title.replace(/\p{Cc}+/gu, ' '), ...sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'))].join('\n\n')}\n`;
}

function furtherLines(
  design: Design,
  rows: readonly TableRow[],
  left: readonly Column[],
): readonly (readonly string[])[] {
  const tables = furtherTables(
    design,
    rows.map(({ cell }) => cell),
  );
  return tables.flatMap(({ title, columns }) => {
    const groups = columns.map(({ head, measures, style }) => [
      { head, texts: measures.map((measure) => shownText(measure, style)) },
    ]);
    return [
      wrapped(`${title} (Monte Carlo standard error)`),
      ...inBlocks(left, groups).map((block) => tableLines([...left, ...block])),
    ];
  });
}

function shownText(measure: Measure | undefined, style: Parameters<typeof valueText>[1]): string {
  const shown = valueText(measure, style);
  return shown === null ? '-' : `${shown.value}${shown.mcse === null ? '' : ` (${shown.mcse})`}`;
}

const phraseOf = (summary: Summary): string => {
  const { measure, phrase } = mainMeasure(summary);
  return measure === 'rmsAngle' ? 'Root-mean-square angle to the average taste, degrees' : phrase;
};

function columnsOf(
  { summary, parts }: Design,
  rows: readonly TableRow[],
  predict: Predict,
): readonly (readonly Column[])[] {
  const { measure: name, scale } = mainMeasure(summary);
  const measures = rows.flatMap(({ cell }) => cell.estimators.map(({ measures }) => measures[name]));
  const style = { scale, decimals: decimalsOf(measures, scale) };
  const text = (measure: Measure | undefined): string => shownText(measure, style);
  const theory = theoryColumns(rows, predict, name);
  const predicted = (found: Predicted | null): string => {
    const shown = predictedText(found, style);
    return shown === null ? '-' : `${shown.value} \u00b1${shown.error}`;
  };
  const estimators = parts[0].summary.study.scenarios[0].estimators.map(({ id }): readonly Column[] => {
    const expected = theory.get(id);
    return [
      { head: headOf(id), texts: rows.map(({ cell }) => text(find(cell, id)?.measures[name])) },
      ...(expected === undefined ? [] : [{ head: 'theory', texts: expected.values.map(predicted) }]),
    ];
  });
  // Paired differences are of the angle.
  const first = name === 'rmsAngle' ? rows.find(({ cell }) => cell.pairs.length > 0) : undefined;
  const pairs = (first?.cell.pairs ?? []).map(({ a, b }) => ({
    head: `${headOf(a)} \u2212 ${headOf(b)}`,
    texts: rows.map(({ cell }) =>
      text(cell.pairs.find((pair) => pair.a === a && pair.b === b)?.rmsAngleDifference),
    ),
  }));
  return [
    [{ head: 'data sets', texts: rows.map(({ cell }) => grouped(dataSets(cell))) }],
    ...estimators,
    ...pairs.map((column) => [column]),
  ];
}

const find = (cell: CellSummary, id: string): EstimatorSummary | undefined =>
  cell.estimators.find((estimator) => estimator.id === id);

/** What failed and what is missing, the first of it. A command stands whole on a line of its own, to be copied. */
function noteLines(design: Design): readonly string[] {
  const gaps = gapLines(design.summary);
  return [
    ...[...designFailureNotes(design), ...signatureNotes(design.summary)].flatMap(({ sentence, command }) => [
      ...wrapped(sentence),
      ...(command === undefined ? [] : [`  ${command}`]),
    ]),
    ...gaps.slice(0, MOST_ROWS).flatMap((line) => wrapped(line)),
    ...moreLine(gaps.length - MOST_ROWS, 'such line', ': see the report'),
  ];
}
