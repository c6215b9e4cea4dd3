/** Heads of a table that is whole on the page sort it in place; the address keeps the order. */
export function sortTables(): void {
  for (const table of document.querySelectorAll<HTMLTableElement>('table[data-sortable]')) {
    for (const link of table.querySelectorAll<HTMLAnchorElement>('thead a[data-sort]')) {
      link.addEventListener('click', (event) => {
        event.preventDefault();
        sortBy(table, link);
      });
    }
    const wanted = new URLSearchParams(location.search).get('sort');
    if ('served' in table.dataset || wanted === null) continue;
    const link = [...table.querySelectorAll<HTMLAnchorElement>('thead a[data-sort]')].find(
      ({ dataset }) => dataset.sort === wanted.replace(/^-/, ''),
    );
    if (link !== undefined) sortBy(table, link, wanted.startsWith('-'));
  }
}

function sortBy(table: HTMLTableElement, link: HTMLAnchorElement, descends?: boolean): void {
  const head = link.closest('th');
  const [body] = table.tBodies;
  if (head === null || body === undefined) return;
  const descending = descends ?? head.ariaSort === 'ascending';
  const column = head.cellIndex;
  const rows = [...body.rows].sort((a, b) => compare(a.cells[column], b.cells[column], descending ? -1 : 1));
  body.append(...rows);
  for (const other of table.querySelectorAll('thead th')) other.removeAttribute('aria-sort');
  head.ariaSort = descending ? 'descending' : 'ascending';
  const sort = `${descending ? '-' : ''}${link.dataset.sort}`;
  const address = new URL(location.href);
  address.searchParams.set('sort', sort);
  history.replaceState(null, '', address);
  if ('served' in table.dataset) followOrder(sort);
}

/** The table as a file has the order that the page shows. */
function followOrder(sort: string): void {
  for (const [selector, name] of [
    ['a[download][href*="/values."]', 'href'],
    ['button[data-copy*="/values."]', 'data-copy'],
  ]) {
    for (const one of document.querySelectorAll(selector)) {
      const file = new URL(one.getAttribute(name) ?? '', location.href);
      file.searchParams.set('sort', sort);
      one.setAttribute(name, `${file.pathname}${file.search}`);
    }
  }
}

/** Numbers as numbers, texts as texts, times the sign; what was not measured comes last either way. */
function compare(
  a: HTMLTableCellElement | undefined,
  b: HTMLTableCellElement | undefined,
  sign: number,
): number {
  const [x, y] = [a?.dataset.order ?? '', b?.dataset.order ?? ''];
  if (x === '' || y === '') return Number(x === '') - Number(y === '');
  const difference = Number(x) - Number(y);
  return sign * (Number.isNaN(difference) ? x.localeCompare(y) : difference);
}
