import { z } from '@hono/zod-openapi';
import { type MeasureTable, measureTable } from '../../../results/catalogue/measure-rows.ts';
import { type Selection, selectionOf } from '../../../results/catalogue/selection.ts';
import { rowOrder, sortKeys } from '../../../results/catalogue/sorting.ts';
import type { RawRow } from '../../../results/export.ts';
import type { RowLists } from '../../../results/raw-formats.ts';
import { cursorPlace, cursorText, listName } from '../cursor.ts';
import type { Endpoint } from '../endpoint.ts';
import {
  CellParameter,
  CursorParameter,
  EstimatorParameter,
  FactorParameter,
  FormatParameter,
  LimitParameter,
  MeasureParameter,
  SizesParameter,
  SortParameter,
  VersionParameter,
} from '../parameters.ts';
import { badParameter, type ProblemError } from '../problem.ts';
import { PageSchema, TABLE_ANSWERS } from '../schemas.ts';
import { keepingOf, summaryOf } from '../study-of.ts';
import { downloadAnswer, pageAnswer } from '../table-answer.ts';

const Query = z.object({
  estimator: EstimatorParameter,
  measure: MeasureParameter,
  n: SizesParameter,
  cell: CellParameter,
  factor: FactorParameter,
  sort: SortParameter(['n', 'estimator', 'measure', 'value', 'mcse', 'replicates']),
  format: FormatParameter,
  limit: LimitParameter(10_000),
  cursor: CursorParameter,
  version: VersionParameter,
});

const PAGE = 1000;
/** Rows that are sorted in memory. */
const MOST_SORTED = 200_000;

/** The measured numbers of a study as a table. */
export const cellsEndpoint: Endpoint<typeof Query> = {
  path: '/v1/studies/{name}/cells',
  summary: 'The measures, one row a cell, estimator and measure',
  query: Query,
  answers: { 'application/json': PageSchema, ...TABLE_ANSWERS },
  answer: async ({ c, catalogue, name, query }) => {
    const current = await summaryOf(catalogue, name, query.version);
    const selection = selectionOf(current.summary, query);
    const table = measureTable(current.summary);
    const list = listName(current.hash, query);
    const [start] = query.cursor === undefined ? [0] : cursorPlace(query.cursor, list, 1);
    const keeping = keepingOf(current, query.version);
    const rows = orderedRows(table, selection, query.sort);
    if (query.format !== 'json') {
      return downloadAnswer(c, {
        format: query.format,
        fileName: `${name}-cells`,
        columns: table.columns,
        lists: () => slices(rows, start, query.limit ?? Number.POSITIVE_INFINITY),
        content: `${list} ${start}`,
        keeping,
      });
    }
    const most = query.limit ?? PAGE;
    const page = [...sliced(rows, start, most + 1)];
    const next = page.length > most ? cursorText(list, [start + most]) : null;
    const { columns } = table;
    const { version } = current;
    return pageAnswer(c, { study: name, version, columns, rows: page.slice(0, most), next, keeping });
  },
};

/** The rows in the order asked for. */
function orderedRows(
  { columns, rows }: MeasureTable,
  selection: Selection,
  sort: string | undefined,
): Iterable<RawRow> {
  if (sort === undefined) return rows(selection);
  const keys = sortKeys(sort);
  const names = columns.map(({ name }) => name);
  for (const { column } of keys) if (!names.includes(column)) throw badParameter('sort', column, names);
  const all: RawRow[] = [];
  for (const row of rows(selection)) {
    all.push(row);
    if (all.length > MOST_SORTED) throw tooMany(sort);
  }
  return all.sort(rowOrder(columns, keys));
}

const tooMany = (sort: string): ProblemError =>
  badParameter(
    'sort',
    sort,
    `only where at most ${MOST_SORTED} rows are asked for; name a measure, an estimator or sizes`,
  );

function* sliced(rows: Iterable<RawRow>, start: number, count: number): Generator<RawRow> {
  let place = 0;
  for (const row of rows) {
    if (place >= start + count) return;
    if (place >= start) yield row;
    place++;
  }
}

/** Rows that are written at a time. */
const SLICE = 500;

async function* slices(rows: Iterable<RawRow>, start: number, count: number): RowLists {
  let slice: RawRow[] = [];
  for (const row of sliced(rows, start, count)) {
    slice.push(row);
    if (slice.length < SLICE) continue;
    yield slice;
    slice = [];
  }
  if (slice.length > 0) yield slice;
}
