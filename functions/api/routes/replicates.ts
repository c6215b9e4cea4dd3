import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { FIT_STATUSES } from '../../../kernels/estimators/fit.ts';
import type { CurrentSummary } from '../../../results/catalogue/catalogue.ts';
import {
  type RecordRows,
  type ReplicateQuery,
  type ReplicateTable,
  type RowPlace,
  SORTABLE,
  withoutPlaces,
} from '../../../results/catalogue/replicate-rows.ts';
import { selectionOf } from '../../../results/catalogue/selection.ts';
import { type RowOrder, rowOrder, sortKeys } from '../../../results/catalogue/sorting.ts';
import type { RawRow } from '../../../results/export.ts';
import type { RawColumn } from '../../../results/raw-columns.ts';
import type { RawFormat, RowLists } from '../../../results/raw-formats.ts';
import { cursorPlace, cursorText, listName } from '../cursor.ts';
import type { Endpoint } from '../endpoint.ts';
import {
  CellParameter,
  CursorParameter,
  EstimatorParameter,
  FactorParameter,
  FormatParameter,
  LimitParameter,
  ReplicateParameter,
  SizesParameter,
  SortParameter,
  VersionParameter,
} from '../parameters.ts';
import { badParameter, notFound } from '../problem.ts';
import { PageSchema, TABLE_ANSWERS } from '../schemas.ts';
import { keepingOf, summaryOf } from '../study-of.ts';
import { downloadAnswer, pageAnswer } from '../table-answer.ts';

const Query = z.object({
  cell: CellParameter,
  replicate: ReplicateParameter,
  estimator: EstimatorParameter,
  n: SizesParameter,
  factor: FactorParameter,
  status: z
    .enum(FIT_STATUSES, { error: `one of ${FIT_STATUSES.join(', ')}` })
    .optional()
    .openapi({ description: 'How the fit ended.' }),
  sort: SortParameter(SORTABLE),
  format: FormatParameter,
  limit: LimitParameter(1000),
  cursor: CursorParameter,
  version: VersionParameter,
});

const PAGE = 100;
/** A page that takes longer than this is sent as far as it is, with the place where it goes on. */
const PAGE_MS = 5000;

/** The replicates behind the numbers. */
export const replicatesEndpoint: Endpoint<typeof Query> = {
  path: '/v1/studies/{name}/replicates',
  summary: 'The raw rows, one a replicate, estimator and estimand',
  description:
    'In the order of the plan, or sorted within one cell, for instance its worst replicates: `?cell=n=1000&sort=-angle`. Every row has its address, by which `signbench replay` draws it again.',
  query: Query,
  answers: { 'application/json': PageSchema, ...TABLE_ANSWERS },
  answer: async ({ c, catalogue, name, query }) => {
    const current = await summaryOf(catalogue, name, query.version);
    if (current.summary.study.keep === 'summaries') {
      throw notFound(
        `${name} keeps summaries of its data sets (keep: summaries), so that it has no raw rows. signbench replay computes any of them again.`,
      );
    }
    const table = await catalogue.replicates(name, current.summary);
    const list = listName(current.version ?? current.summary.studyHash, query);
    const asked: AskedRows = {
      c,
      name,
      current,
      table,
      query,
      list,
      wanted: {
        selection: selectionOf(current.summary, query),
        replicate: query.replicate,
        statuses: query.status === undefined ? undefined : new Set([query.status]),
        after: query.cursor === undefined ? undefined : placeOf(query.cursor, list),
      },
    };
    if (query.sort !== undefined) return sortedAnswer(asked, query.sort);
    return query.format === 'json' ? page(asked) : download(asked, query.format);
  },
};

/** What a request for replicates comes to. */
interface AskedRows {
  readonly c: Context;
  readonly name: string;
  readonly current: CurrentSummary;
  readonly table: ReplicateTable;
  readonly query: z.output<typeof Query>;
  readonly wanted: ReplicateQuery;
  /** The name of the list that a cursor is of. */
  readonly list: string;
}

async function page({ c, name, current, table, query, wanted, list }: AskedRows): Promise<Response> {
  const { rows, next } = await firstPage(table.rows(wanted), query.limit ?? PAGE);
  return pageAnswer(c, {
    study: name,
    version: current.version,
    columns: table.columns,
    rows,
    next: next === null ? null : cursorText(list, [next.cell, next.estimator, next.replicate, next.row]),
    keeping: keepingOf(current, query.version),
  });
}

function download(
  { c, name, current, table, query, wanted, list }: AskedRows,
  format: RawFormat,
): Promise<Response> {
  return downloadAnswer(c, {
    format,
    fileName: `${name}-replicates`,
    columns: table.columns,
    lists: () => firstRows(withoutPlaces(table.rows(wanted)), query.limit ?? Number.POSITIVE_INFINITY),
    content: current.version === null ? null : `${list} ${query.cursor ?? ''}`,
    keeping: keepingOf(current, query.version),
  });
}

/** The first rows in an order: at most as many as a page holds are kept while a cell is read. */
async function sortedAnswer(asked: AskedRows, sort: string): Promise<Response> {
  const { c, name, current, table, query, wanted } = asked;
  if (query.cell === undefined)
    throw badParameter('sort', sort, 'only with the parameter cell, which names one cell');
  if (query.cursor !== undefined)
    throw badParameter('cursor', query.cursor, 'not allowed with sort, which gives one page');
  const order = orderOf(table.columns, sort);
  const limit = query.limit ?? PAGE;
  let best: RawRow[] = [];
  for await (const { rows } of table.rows(wanted)) {
    best = [...best, ...rows.map(({ row }) => row)].sort(order).slice(0, limit);
  }
  const { columns } = table;
  const keeping = keepingOf(current, query.version);
  if (query.format === 'json') {
    return pageAnswer(c, { study: name, version: current.version, columns, rows: best, next: null, keeping });
  }
  const fileName = `${name}-replicates`;
  const lists = () => firstRows(inTurn([best]), limit);
  return downloadAnswer(c, { format: query.format, fileName, columns, lists, content: null, keeping });
}

function orderOf(columns: readonly RawColumn[], sort: string): RowOrder {
  const keys = sortKeys(sort);
  const names: readonly string[] = SORTABLE;
  for (const { column } of keys) if (!names.includes(column)) throw badParameter('sort', column, names);
  return rowOrder(columns, keys);
}

function placeOf(cursor: string, list: string): RowPlace {
  const [cell, estimator, replicate, row] = cursorPlace(cursor, list, 4);
  return { cell, estimator, replicate, row };
}

/** The first rows; `next` is the place after which the rest begins, null where there is none. */
async function firstPage(
  records: AsyncIterable<RecordRows>,
  limit: number,
): Promise<{ readonly rows: readonly RawRow[]; readonly next: RowPlace | null }> {
  const start = performance.now();
  const found: RecordRows['rows'][number][] = [];
  for await (const { rows, end } of records) {
    for (const one of rows) {
      if (found.length === limit) return { rows: found.map(({ row }) => row), next: found[limit - 1].place };
      found.push(one);
    }
    if (performance.now() - start > PAGE_MS) return { rows: found.map(({ row }) => row), next: end };
  }
  return { rows: found.map(({ row }) => row), next: null };
}

async function* firstRows(lists: RowLists, count: number): RowLists {
  let left = count;
  for await (const list of lists) {
    if (left <= 0) return;
    yield list.slice(0, left);
    left -= list.length;
  }
}

async function* inTurn<T>(values: Iterable<T>): AsyncGenerator<T> {
  yield* values;
}
