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
      return pieces(ndjsonLines(columns, lists));
    case 'json':
      return pieces(jsonLines(columns, lists));
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
  yield csvLine(columns.map(({ name }) => quoted(name)));
  for await (const rows of lists) {
    yield rows.map((row) => csvLine(row.map((value, i) => csvField(value, columns[i].type)))).join('');
  }
}

async function* ndjsonLines(columns: readonly RawColumn[], lists: RowLists): AsyncGenerator<string> {
  const object = objectText(columns);
  for await (const rows of lists) yield rows.map((row) => `${object(row)}\n`).join('');
}

async function* jsonLines(columns: readonly RawColumn[], lists: RowLists): AsyncGenerator<string> {
  const object = objectText(columns);
  let separator = '[\n';
  for await (const rows of lists) {
    if (rows.length === 0) continue;
    yield `${separator}${rows.map(object).join(',\n')}`;
    separator = ',\n';
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}

/** Writes a row as a JSON object. */
function objectText(columns: readonly RawColumn[]): (row: RawRow) => string {
  const keys = columns.map(({ name }) => JSON.stringify(name));
  return (row) => `{${row.map((value, i) => `${keys[i]}:${JSON.stringify(value)}`).join(',')}}`;
}

const csvLine = (fields: readonly string[]): string => `${fields.join(',')}\r\n`;

/** A whole number in a column of doubles ends in `.0`: readers that guess a column's type from its first rows guess right. */
function csvField(value: RawValue, type: RawColumn['type']): string {
  if (value === null) return '';
  const text = quoted(String(value));
  return type === 'double' && /^-?\d+$/.test(text) ? `${text}.0` : text;
}

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
