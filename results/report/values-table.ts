import type { Prediction } from '../../theory/prediction.ts';
import type { Design } from '../charts/design.ts';
import { escaped } from '../charts/drawing.ts';
import { mainMeasure, type Shown } from '../charts/main-measure.ts';
import { grouped } from '../charts/numbers.ts';
import { limitDegrees } from '../charts/predicted-lines.ts';
import type { Predict } from '../charts/predictions.ts';
import { estimatorName, type Series, seriesOf } from '../charts/series.ts';
import type { CellSummary, Measure, MeasureName } from '../summary.ts';
import { colourClass } from './headline-values.ts';
import { factorHeads, MOST_ROWS, moreRows, rowHead, rowOpenings } from './html-levels.ts';
import { type TableRow, tableRows } from './table-rows.ts';
import { dataSets, decimalsOf, fixed, valueText } from './value-format.ts';

interface Style {
  readonly scale: number;
  readonly decimals: number;
}

/**
 * The table of a measure as HTML, the study's main one unless another is given: one row a cell, the levels of what varies
 * before n; the MCSE beside each value; the closest estimator in bold where it leads by two standard errors; paired
 * differences of the angle; where nothing varies, theory in the foot.
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
  const heads = [
    ...series.map(({ name, mark }) => `<span class="${colourClass(mark.colour)}">${escaped(name)}</span>`),
    ...pairs.map(({ a, b }) => `${escaped(estimatorName(a))} \u2212 ${escaped(estimatorName(b))}`),
    'Data sets',
  ];
  const openings = rowOpenings(factors, rows);
  const body = rows.map(({ cell }, i) => {
    const best = closest(cell, shown.measure);
    const values = series.map(({ id }) =>
      measureCell(measureOf(cell, id, shown.measure), style, id === best),
    );
    const differences = pairs.map(({ a, b }) => {
      const pair = cell.pairs.find((one) => one.a === a && one.b === b);
      return measureCell(pair?.rmsAngleDifference, style, false);
    });
    const last = `<td>${grouped(dataSets(cell))}</td>`;
    return `${openings[i]}${rowHead(grouped(cell.n), factors)}${[...values, ...differences, last].join('')}</tr>`;
  });
  const prediction =
    factors.length > 0 || shown.measure !== 'rmsAngle'
      ? null
      : predict(parts[0].summary.study.scenarios[0].population);
  return (
    `<div class="scroll" tabindex="0" role="region" aria-label="Values, scrolls sideways"><table>` +
    `<thead><tr>${factorHeads(factors)}<th scope="col">n</th>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead>` +
    `<tbody>${body.join('\n')}</tbody>${foot(series, pairs, { prediction, style })}</table></div>${moreRows(more)}`
  );
}

/** The pairs of the first row that has some: all rows have the same but where a fit is missing. */
const pairsOf = (rows: readonly TableRow[]): CellSummary['pairs'] =>
  rows.find(({ cell }) => cell.pairs.length > 0)?.cell.pairs ?? [];

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

/** The limits theory knows, under the columns they belong to; nothing where it knows none. */
function foot(
  series: readonly Series[],
  pairs: CellSummary['pairs'],
  { prediction, style }: { readonly prediction: Prediction | null; readonly style: Style },
): string {
  const limits = series.map(({ kind, mark }) => (mark.fill === null ? null : knownLimit(prediction, kind)));
  if (limits.every((limit) => limit === null)) return '';
  const limitOf = (id: string): number | null => limits[series.findIndex((one) => one.id === id)] ?? null;
  const text = (limit: number | null): string =>
    `<td>${limit === null ? '' : fixed(limit, style.decimals)}</td>`;
  const differences = pairs.map(({ a, b }) => {
    const [left, right] = [limitOf(a), limitOf(b)];
    return text(left === null || right === null ? null : left - right);
  });
  return `<tfoot><tr><th scope="row">limit</th>${limits.map(text).join('')}${differences.join('')}<td>theory</td></tr></tfoot>`;
}

/** Where the estimator settles, degrees; 0 where theory says it does reach the target. */
function knownLimit(prediction: Prediction | null, kind: string): number | null {
  const known = kind === 'sign' ? prediction?.sign : kind === 'rlhf' ? prediction?.rlhf : null;
  return known ? (limitDegrees(prediction, kind) ?? 0) : null;
}
