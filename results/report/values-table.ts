import type { Design } from '../charts/design.ts';
import { escaped } from '../charts/drawing.ts';
import type { Shown } from '../charts/main-measure.ts';
import { grouped } from '../charts/numbers.ts';
import type { Predict } from '../predictions/predict.ts';
import type { Measure } from '../summary.ts';
import { factorHeads, MOST_ROWS, moreRows, rowHead, rowOpenings } from './html-levels.ts';
import { valueText } from './value-format.ts';
import { type ValueCell, type ValueColumn, valuesModel } from './values-model.ts';

interface Style {
  readonly scale: number;
  readonly decimals: number;
}

/**
 * The table of a measure as HTML, the study's main one unless another is given: one row a cell, the levels of what varies
 * before n; the MCSE beside each value and after it what theory predicts with its stated error; the closest estimator in bold where it leads by
 * two standard errors; paired differences of the angle; where nothing varies, the limits that theory knows in the foot.
 */
export function valuesTable(design: Design, predict: Predict, shown?: Shown): string {
  const { factors } = design;
  const model = valuesModel(design, predict, { shown, most: MOST_ROWS });
  const { columns, rows, placed, more, limits, note } = model;
  const openings = rowOpenings(factors, placed);
  const body = rows.map(
    ({ cell, values }, i) =>
      `${openings[i]}${rowHead(grouped(cell.n), factors)}${values.map((value, j) => valueCell(value, columns[j])).join('')}</tr>`,
  );
  return (
    `<div class="scroll" tabindex="0" role="region" aria-label="Values, scrolls sideways"><table>` +
    `<thead><tr>${factorHeads(factors)}<th scope="col">n</th>${columns.map(headCell).join('')}</tr></thead>` +
    `<tbody>${body.join('\n')}</tbody>${limits === null ? '' : limitsFoot(limits, columns)}</table></div>${moreRows(more)}` +
    `${note === '' ? '' : `<p class="note">${escaped(note)}</p>`}`
  );
}

function headCell({ kind, head, colour }: ValueColumn): string {
  if (kind === 'theory') return THEORY_HEAD;
  const text = escaped(head);
  return `<th scope="col">${colour === null ? text : `<span class="${colour}">${text}</span>`}</th>`;
}

/** Over a column of predictions. */
export const THEORY_HEAD = '<th scope="col" class="th">theory</th>';

/** A value as a table cell: its MCSE in secondary ink, a prediction with its error; a dash where there is none. */
function valueCell(value: ValueCell | null, { kind }: ValueColumn): string {
  if (kind === 'theory') {
    if (value === null) return '<td class="th">\u2013</td>';
    return `<td class="th">${value.text} \u00b1${escaped(value.error ?? '')}</td>`;
  }
  if (value === null) return NOTHING;
  return measured(value.text, value.error, value.best);
}

const NOTHING = '<td><span class="mcse">\u2013</span></td>';

const measured = (text: string, mcse: string | null, best: boolean): string =>
  `<td>${best ? `<b>${text}</b>` : text}${mcse === null ? '' : `<span class="mcse"> (${mcse})</span>`}</td>`;

/** A measure as a table cell: value, MCSE in secondary ink; a dash where nothing was measured. */
export function measureCell(measure: Measure | undefined, style: Style): string {
  const shown = valueText(measure, style);
  return shown === null ? NOTHING : measured(shown.value, shown.mcse, false);
}

/** The limits of theory under their columns. */
export const limitsFoot = (limits: readonly (string | null)[], columns: readonly ValueColumn[]): string =>
  `<tfoot><tr><th scope="row">limit</th>${limits
    .map((limit, i) => {
      const { kind } = columns[i];
      if (kind === 'count') return '<td>theory</td>';
      return `<td${kind === 'theory' ? ' class="th"' : ''}>${limit ?? ''}</td>`;
    })
    .join('')}</tr></tfoot>`;
