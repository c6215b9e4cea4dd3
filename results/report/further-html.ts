import type { Design } from '../charts/design.ts';
import { escaped } from '../charts/drawing.ts';
import { grouped } from '../charts/numbers.ts';
import { furtherTables } from './further-tables.ts';
import { factorHeads, MOST_ROWS, moreRows, rowHead, rowOpenings } from './html-levels.ts';
import { tableRows } from './table-rows.ts';
import { measureCell } from './values-table.ts';

/** Coverage of intervals and scores missed as tables of HTML, each under a note that says what it shows; empty where a study has neither. */
export function furtherHtml(design: Design): string {
  const { factors } = design;
  const { rows, more } = tableRows(design, MOST_ROWS);
  const openings = rowOpenings(factors, rows);
  const tables = furtherTables(
    design,
    rows.map(({ cell }) => cell),
  );
  return tables
    .map(({ title, columns }) => {
      const heads = columns.map(({ head }) => `<th scope="col">${escaped(head)}</th>`).join('');
      const body = rows.map(({ cell }, i) => {
        const cells = columns.map(({ measures, style }) => measureCell(measures[i], style)).join('');
        return `${openings[i]}${rowHead(grouped(cell.n), factors)}${cells}</tr>`;
      });
      return (
        `<p class="note">${escaped(title)}, Monte Carlo standard errors in parentheses.</p>` +
        `<div class="scroll" tabindex="0" role="region" aria-label="${escaped(title)}, scrolls sideways"><table>` +
        `<thead><tr>${factorHeads(factors)}<th scope="col">n</th>${heads}</tr></thead>` +
        `<tbody>${body.join('\n')}</tbody></table></div>${moreRows(more)}`
      );
    })
    .join('');
}
