import type { Context } from 'hono';
import type { RawRow } from '../../results/export.ts';
import type { RawColumn } from '../../results/raw-columns.ts';
import { formatRows, type RawFormat, type RowLists } from '../../results/raw-formats.ts';
import { sha256Hex } from '../study/mechanism.ts';
import { answerWith, headersOf, type Keeping, unchanged } from './caching.ts';
import { streamOf } from './streaming.ts';

/** A page of a table. */
export interface Page {
  readonly study: string;
  readonly version: string | null;
  readonly columns: readonly RawColumn[];
  readonly rows: readonly RawRow[];
  /** Null on the last page. */
  readonly next: string | null;
  readonly keeping: Keeping;
}

/** Answers with a page as JSON; the address of the next one is in the body and in the header Link. */
export function pageAnswer(c: Context, { study, version, columns, rows, next, keeping }: Page): Response {
  const names = columns.map(({ name }) => name);
  const objects = rows.map((row) => Object.fromEntries(row.map((value, i) => [names[i], value])));
  const link = next === null ? null : nextAddress(c.req.url, next);
  const body = `${JSON.stringify({ study, version, columns: names, rows: objects, next, nextLink: link })}\n`;
  const headers = link === null ? {} : { Link: `<${link}>; rel="next"` };
  return answerWith(c, { body, type: 'application/json', hash: sha256Hex(body), keeping, headers });
}

/** The path and query of the next page, relative to the host. */
function nextAddress(url: string, cursor: string): string {
  const { pathname, searchParams } = new URL(url);
  searchParams.set('cursor', cursor);
  return `${pathname}?${searchParams}`;
}

const TYPES: Readonly<Record<RawFormat, string>> = {
  csv: 'text/csv; charset=utf-8; header=present',
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  parquet: 'application/vnd.apache.parquet',
};

/** A whole table in a format for other programs. */
export interface Download {
  readonly format: RawFormat;
  /** Of the file, without its ending. */
  readonly fileName: string;
  readonly columns: readonly RawColumn[];
  readonly lists: () => RowLists;
  /** Decides the bytes; null where nothing does, so that they have no tag. */
  readonly content: string | null;
  readonly keeping: Keeping;
}

/** Sends a table while it is made, in constant memory. */
export async function downloadAnswer(c: Context, download: Download): Promise<Response> {
  const { format, fileName, columns, lists, content, keeping } = download;
  const hash = content === null ? null : sha256Hex(`${content} ${format}`);
  const headers = {
    ...headersOf(hash, keeping),
    'Content-Type': TYPES[format],
    'Content-Disposition': `attachment; filename="${fileName}.${format}"`,
  };
  const known = unchanged(c, { hash, keeping });
  if (known !== null) return known;
  if (c.req.method === 'HEAD') return new Response(null, { headers });
  return new Response(await streamOf(formatRows(format, columns, lists())), { headers });
}
