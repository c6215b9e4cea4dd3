import type { Factor, Level } from '../charts/design.ts';
import { escaped } from '../charts/drawing.ts';
import { grouped } from '../charts/numbers.ts';
import { levelCells } from './table-rows.ts';

/** Rows of a table of HTML: more nobody scrolls through, and a report has to stay small. */
export const MOST_ROWS = 500;

/** Heads of the factors' columns. */
export const factorHeads = (factors: readonly Factor[]): string =>
  factors
    .map(({ name, numeric }) => `<th scope="col"${numeric ? '' : ' class="l"'}>${escaped(name)}</th>`)
    .join('');

/** The opening of every row as HTML with its factors' cells: a level spans the rows that share it, under a hairline. */
export function rowOpenings(
  factors: readonly Factor[],
  rows: readonly { readonly levels: readonly Level[] }[],
): readonly string[] {
  return levelCells(factors, rows).map((cells) => {
    const opens = cells.some((cell) => cell.rows > 1);
    const heads = cells
      .filter((cell) => cell.rows > 0)
      .map((cell) => {
        const span = cell.rows > 1 ? ` rowspan="${cell.rows}"` : '';
        return `<th scope="rowgroup"${span} class="v${cell.numeric ? '' : ' l'}">${escaped(cell.text)}</th>`;
      })
      .join('');
    return `<tr${opens ? ' class="g"' : ''}>${heads}`;
  });
}

/** The head of a row after its levels: n, or the name of an estimator. */
export const rowHead = (text: string, factors: readonly Factor[], className = ''): string => {
  const names = [className, factors.length > 0 ? 'n' : ''].filter((name) => name !== '').join(' ');
  return `<th scope="row"${names === '' ? '' : ` class="${names}"`}>${text}</th>`;
};

/** What a table leaves out, as a note; empty where it is whole. */
export const moreRows = (more: number): string =>
  more === 0
    ? ''
    : `<p class="note">${grouped(more)} more ${more === 1 ? 'row is' : 'rows are'} in <code>summary.json</code>.</p>`;
