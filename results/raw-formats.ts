import type { RawRow, RawValue } from './export.ts';

export const RAW_FORMATS = ['csv', 'json', 'ndjson'] as const;

export type RawFormat = (typeof RAW_FORMATS)[number];

/**
 * The text of raw rows, piece by piece, so that a large study never stands in memory as text.
 *
 * csv follows RFC 4180 (a heading, CRLF, quotes doubled) with empty fields for null; json is one array; ndjson one
 * object a line.
 */
export function* formatRows(
  format: RawFormat,
  columns: readonly string[],
  rows: Iterable<RawRow>,
): Generator<string> {
  switch (format) {
    case 'csv':
      yield csvLine(columns);
      for (const row of rows) yield csvLine(columns.map((column) => row[column] ?? null));
      break;
    case 'ndjson':
      for (const row of rows) yield `${JSON.stringify(row)}\n`;
      break;
    case 'json': {
      let separator = '[\n';
      for (const row of rows) {
        yield `${separator}${JSON.stringify(row)}`;
        separator = ',\n';
      }
      yield separator === '[\n' ? '[]\n' : '\n]\n';
      break;
    }
    default:
      format satisfies never;
  }
}

const csvLine = (values: readonly RawValue[]): string => `${values.map(csvField).join(',')}\r\n`;

function csvField(value: RawValue): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
