import type { Design } from '../charts/design.ts';
import { escaped } from '../charts/drawing.ts';
import { mainMeasure, type Shown } from '../charts/main-measure.ts';
import { grouped } from '../charts/numbers.ts';
import { estimatorName, type Series, seriesOf } from '../charts/series.ts';
import { affordable } from '../predictions/affordable.ts';
import type { Foresight, Predict } from '../predictions/predict.ts';
import type { CellSummary, Measure, MeasureName } from '../summary.ts';
import { colourClass } from './headline-values.ts';
import { factorHeads, MOST_ROWS, moreRows, rowHead, rowOpenings } from './html-levels.ts';
import { type TableRow, tableRows } from './table-rows.ts';
import {
  agreementNote,
  askedNote,
  predictedCell,
  silentNote,
  type TheoryColumn,
  theoryColumns,
} from './theory-column.ts';
import { dataSets, decimalsOf, fixed, valueText } from './value-format.ts';

interface Style {
  readonly scale: number;
  readonly decimals: number;
}

/**
 * The table of a measure as HTML, the study's main one unless another is given: one row a cell, the levels of what varies
 * before n; the MCSE beside each value and after it what theory predicts with its stated error; the closest estimator in bold where it leads by
 * two standard errors; paired differences of the angle; where nothing varies, the limits that theory knows in the foot.
 */
export function valuesTable(
  design: Design,
  predict: Predict,
  shown: Shown = mainMeasure(design.summary),
): string {
  const { factors, parts } = design;
  const { rows, more } = tableRows(design, MOST_ROWS);
  const series = seriesOf(parts[0].summary, shown.measure);
  const measures = rows.flatMap(({ cell }) => cell.estimators.map((one) => one.measures[shown.measure]));
  const style = { scale: shown.scale, decimals: decimalsOf(measures, shown.scale) };
  const pairs = shown.measure === 'rmsAngle' ? pairsOf(rows) : [];
  const asked = affordable(predict, design.summary.study);
  const theory = theoryColumns(rows, asked.predict, shown.measure);
  const heads = [
    ...series.flatMap(({ id, name, mark }) => [
      headCell(`<span class="${colourClass(mark.colour)}">${escaped(name)}</span>`),
      ...(theory.has(id) ? [THEORY_HEAD] : []),
    ]),
    ...pairs.map(({ a, b }) => headCell(`${escaped(estimatorName(a))} \u2212 ${escaped(estimatorName(b))}`)),
    headCell('Data sets'),
  ];
  const openings = rowOpenings(factors, rows);
  const body = rows.map(({ cell }, i) => {
    const best = closest(cell, shown.measure);
    const values = series.flatMap(({ id }) => [
      measureCell(measureOf(cell, id, shown.measure), style, id === best),
      ...(theory.has(id) ? [predictedCell(theory.get(id)?.values[i], style)] : []),
    ]);
    const differences = pairs.map(({ a, b }) => {
      const pair = cell.pairs.find((one) => one.a === a && one.b === b);
      return measureCell(pair?.rmsAngleDifference, style, false);
    });
    const last = `<td>${grouped(dataSets(cell))}</td>`;
    return `${openings[i]}${rowHead(grouped(cell.n), factors)}${[...values, ...differences, last].join('')}</tr>`;
  });
  const foresight = factors.length > 0 ? null : predict(parts[0].summary.study.scenarios[0]);
  const limits = foresight === null ? '' : foot(series, pairs, { foresight, shown, style, theory });
  const note =
    `${agreementNote(design, asked.predict, shown.measure)}${silentNote(design, asked.predict)}${askedNote(asked, design)}`.trim();
  return (
    `<div class="scroll" tabindex="0" role="region" aria-label="Values, scrolls sideways"><table>` +
    `<thead><tr>${factorHeads(factors)}<th scope="col">n</th>${heads.join('')}</tr></thead>` +
    `<tbody>${body.join('\n')}</tbody>${limits}</table></div>${moreRows(more)}` +
    `${note === '' ? '' : `<p class="note">${escaped(note)}</p>`}`
  );
}

/** The pairs of the first row that has some: all rows have the same but where a fit is missing. */
const pairsOf = (rows: readonly TableRow[]): CellSummary['pairs'] =>
  rows.find(({ cell }) => cell.pairs.length > 0)?.cell.pairs ?? [];

const headCell = (html: string): string => `<th scope="col">${html}</th>`;

/** Over a column of predictions. */
export const THEORY_HEAD = '<th scope="col" class="th">theory</th>';

/** A measure as a table cell: value, MCSE in secondary ink; a dash where nothing was measured. */
export function measureCell(measure: Measure | undefined, style: Style, bold: boolean): string {
  const shown = valueText(measure, style);
  if (shown === null) return '<td><span class="mcse">\u2013</span></td>';
  const value = bold ? `<b>${shown.value}</b>` : shown.value;
  return `<td>${value}${shown.mcse === null ? '' : `<span class="mcse"> (${shown.mcse})</span>`}</td>`;
}

const measureOf = (cell: CellSummary, id: string, measure: MeasureName): Measure | undefined =>
  cell.estimators.find((estimator) => estimator.id === id)?.measures[measure];

/** The estimator with the smallest error, where it leads the next by two standard errors; null otherwise. */
function closest(cell: CellSummary, name: MeasureName): string | null {
  const ranked = cell.estimators
    .flatMap(({ id, measures: { [name]: measure } }) =>
      measure?.value == null ? [] : [{ id, value: measure.value, mcse: measure.mcse ?? 0 }],
    )
    .sort((a, b) => a.value - b.value);
  if (ranked.length < 2) return null;
  const [first, second] = ranked;
  const noise = Math.sqrt(first.mcse * first.mcse + second.mcse * second.mcse);
  return second.value - first.value > 2 * noise ? first.id : null;
}

interface Foot {
  readonly foresight: Foresight;
  readonly shown: Shown;
  readonly style: Style;
  readonly theory: ReadonlyMap<string, TheoryColumn>;
}

/** The limits theory knows, under the columns of theory that they belong to; nothing where it knows none. 0 where an estimator reaches the target. */
function foot(
  series: readonly Series[],
  pairs: CellSummary['pairs'],
  { foresight, shown, style, theory }: Foot,
): string {
  const limits = new Map(series.map(({ id }) => [id, foresight(id)?.limit(shown.measure) ?? null]));
  if ([...limits.values()].every((limit) => limit === null)) return '';
  const text = (limit: number | null, className = ''): string =>
    `<td${className}>${limit === null ? '' : fixed(limit * style.scale, style.decimals)}</td>`;
  const cells = series.flatMap(({ id }) => {
    const limit = limits.get(id) ?? null;
    return theory.has(id) ? ['<td></td>', text(limit, ' class="th"')] : [text(limit)];
  });
  const differences = pairs.map(({ a, b }) => {
    const [left, right] = [limits.get(a) ?? null, limits.get(b) ?? null];
    return text(left === null || right === null ? null : left - right);
  });
  return `<tfoot><tr><th scope="row">limit</th>${cells.join('')}${differences.join('')}<td>theory</td></tr></tfoot>`;
}
