import type { RawRow } from './export.ts';
import { parquetPieces } from './parquet.ts';
import type { RawColumn, RawValue } from './raw-columns.ts';

export const RAW_FORMATS = ['csv', 'json', 'ndjson', 'parquet'] as const;

export type RawFormat = (typeof RAW_FORMATS)[number];

/** Lists of rows, as they are read. */
export type RowLists = AsyncIterable<readonly RawRow[]>;

const PIECE_LENGTH = 65_536;

/**
 * Raw rows in a format, piece by piece, so that a large study never stands in memory whole.
 *
 * csv follows RFC 4180 (a heading, CRLF, quotes doubled) with empty fields for null; json is one array; ndjson one
 * object a line; parquet has typed columns.
 */
export function formatRows(
  format: RawFormat,
  columns: readonly RawColumn[],
  lists: RowLists,
): AsyncIterable<string | Uint8Array> {
  switch (format) {
    case 'csv':
      return pieces(csvLines(columns, lists));
    case 'ndjson':
      return pieces(ndjsonLines(lists));
    case 'json':
      return pieces(jsonLines(lists));
    case 'parquet':
      return parquetPieces(columns, lists);
    default:
      return format satisfies never;
  }
}

/** Joins texts to pieces large enough for a pipe. */
async function* pieces(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let piece = '';
  for await (const text of texts) {
    piece += text;
    if (piece.length < PIECE_LENGTH) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

async function* csvLines(columns: readonly RawColumn[], lists: RowLists): AsyncGenerator<string> {
  const names = columns.map(({ name }) => name);
  yield csvLine(names);
  for await (const rows of lists) {
    yield rows.map((row) => csvLine(names.map((name) => row[name]))).join('');
  }
}

async function* ndjsonLines(lists: RowLists): AsyncGenerator<string> {
  for await (const rows of lists) yield rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

async function* jsonLines(lists: RowLists): AsyncGenerator<string> {
  let separator = '[\n';
  for await (const rows of lists) {
    if (rows.length === 0) continue;
    yield `${separator}${rows.map((row) => JSON.stringify(row)).join(',\n')}`;
    separator = ',\n';
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}

const csvLine = (values: readonly RawValue[]): string => `${values.map(csvField).join(',')}\r\n`;

function csvField(value: RawValue): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
