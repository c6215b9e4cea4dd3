import type { Prediction } from '../../theory/prediction.ts';
import { escaped, RLHF, SIGN } from '../charts/drawing.ts';
import { DEGREES, grouped } from '../charts/numbers.ts';
import { limitDegrees } from '../charts/predicted-lines.ts';
import { estimatorName, type Series, seriesOf } from '../charts/series.ts';
import type { CellSummary, Measure, Summary } from '../summary.ts';
import { dataSets, decimalsOf, fixed, valueText } from './value-format.ts';

interface Style {
  readonly scale: number;
  readonly decimals: number;
}

/**
 * The table of root-mean-square angles in degrees as HTML: one row an n; the MCSE beside each value; the closest estimator in
 * bold where it leads by two standard errors; paired differences; theory in the foot.
 */
export function valuesTable(summary: Summary, prediction: Prediction | null): string {
  const { cells } = summary;
  const series = seriesOf(summary, 'rmsAngle');
  const measures = cells.flatMap((cell) => cell.estimators.map((estimator) => estimator.measures.rmsAngle));
  const style = { scale: DEGREES, decimals: decimalsOf(measures, DEGREES) };
  const pairs = cells[0]?.pairs ?? [];
  const heads = [
    ...series.map(({ name, mark }) => `<span class="${colourClass(mark.colour)}">${escaped(name)}</span>`),
    ...pairs.map(({ a, b }) => `${escaped(estimatorName(a))} \u2212 ${escaped(estimatorName(b))}`),
    'Data sets',
  ];
  const rows = cells.map((cell) => {
    const best = closest(cell);
    const values = series.map(({ id }) => measureCell(rmsAngle(cell, id), style, id === best));
    const differences = pairs.map(({ a, b }) => {
      const pair = cell.pairs.find((one) => one.a === a && one.b === b);
      return measureCell(pair?.rmsAngleDifference, style, false);
    });
    const last = `<td>${grouped(dataSets(cell))}</td>`;
    return `<tr><th scope="row">${grouped(cell.n)}</th>${[...values, ...differences, last].join('')}</tr>`;
  });
  return (
    `<div class="scroll" tabindex="0" role="region" aria-label="Values, scrolls sideways"><table>` +
    `<thead><tr><th scope="col">n</th>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead>` +
    `<tbody>${rows.join('\n')}</tbody>${foot(series, pairs, { prediction, style })}</table></div>`
  );
}

/** The class of a colour token: `sign`, `rlhf` or `ink`. */
const colourClass = (colour: string): string => (colour === SIGN ? 'sign' : colour === RLHF ? 'rlhf' : 'ink');

/** A measure as a table cell: value, MCSE in secondary ink; a dash where nothing was measured. */
export function measureCell(measure: Measure | undefined, style: Style, bold: boolean): string {
  const shown = valueText(measure, style);
  if (shown === null) return '<td><span class="mcse">\u2013</span></td>';
  const value = bold ? `<b>${shown.value}</b>` : shown.value;
  return `<td>${value}${shown.mcse === null ? '' : `<span class="mcse"> (${shown.mcse})</span>`}</td>`;
}

const rmsAngle = (cell: CellSummary, id: string): Measure | undefined =>
  cell.estimators.find((estimator) => estimator.id === id)?.measures.rmsAngle;

/** The estimator with the smallest error, where it leads the next by two standard errors; null otherwise. */
function closest(cell: CellSummary): string | null {
  const ranked = cell.estimators
    .flatMap(({ id, measures: { rmsAngle: measure } }) =>
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
