import Papa from 'papaparse';
import { DataError } from './data-error.ts';

const CHUNK_BYTES = 1 << 22;
/** Text that may be read without a row coming to its end: an open quotation mark would else take the whole file. */
const LONGEST_ROW = 1 << 24;
/** Characters in which the separator is looked for. */
const BEGINNING = 1 << 16;
const SEPARATORS = [',', ';', '\t', '|'];

/** Reads the next bytes of a file into a buffer; 0 at its end. */
export type ReadBytes = (buffer: Uint8Array) => number;

/**
 * The rows of a CSV, RFC 4180: quoted cells may hold separators, quotation marks twice, and line breaks. The separator is
 * the one that the first line has most of. Rows without any text are left out. Read in pieces of 4 MB.
 *
 * Throws DataError for text that is not UTF-8 and for quotation marks that do not pair.
 */
export function* csvRows(read: ReadBytes): Generator<readonly string[]> {
  let rest = '';
  let delimiter: string | undefined;
  let rows = 0;
  for (const piece of textOf(read)) {
    rest += piece.text;
    delimiter ??= piece.last || rest.length >= BEGINNING ? separatorOf(rest) : undefined;
    if (delimiter === undefined) continue;
    const { data, errors, meta } = parse(rest, delimiter, !piece.last);
    if (errors.length > 0) {
      throw new DataError(
        `has a stray quotation mark in row ${rows + (errors[0].row ?? 0)}; quotation marks come in pairs.`,
      );
    }
    rest = rest.slice(meta.cursor);
    if (rest.length > LONGEST_ROW) {
      throw new DataError(
        `has a row of more than 16 million characters after row ${rows}; a quotation mark may be open.`,
      );
    }
    for (const cells of data) {
      if (cells.length === 1 && cells[0].trim() === '') continue;
      rows++;
      yield cells;
    }
  }
}

interface Parsed {
  readonly data: readonly (readonly string[])[];
  readonly errors: readonly { readonly row?: number }[];
  readonly meta: { readonly cursor: number };
}

/** The whole rows of a text; `open` where its last row may go on. */
function parse(text: string, delimiter: string, open: boolean): Parsed {
  // The library finds the line break in the text it is given, which may end inside a quoted cell.
  const newline = lineBreakOf(text);
  return new Papa.Parser({ delimiter, newline }).parse(text, 0, open);
}

function lineBreakOf(text: string): '\r\n' | '\n' | '\r' {
  const feed = text.indexOf('\n');
  const carriage = text.indexOf('\r');
  if (carriage < 0) return '\n';
  if (feed < 0) return '\r';
  return carriage === feed - 1 ? '\r\n' : '\n';
}

/** Outside quotation marks, of the first line. */
function separatorOf(text: string): string {
  let quoted = false;
  const counts = new Map(SEPARATORS.map((separator) => [separator, 0]));
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    if (quoted) continue;
    if (character === '\n' || character === '\r') break;
    const count = counts.get(character);
    if (count !== undefined) counts.set(character, count + 1);
  }
  return SEPARATORS.reduce((best, separator) =>
    (counts.get(separator) ?? 0) > (counts.get(best) ?? 0) ? separator : best,
  );
}

/** The text in pieces, a byte order mark left out; the last piece is empty. */
function* textOf(read: ReadBytes): Generator<{ readonly text: string; readonly last: boolean }> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (bytes?: Uint8Array): string => {
    try {
      return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
    } catch {
      throw new DataError('is not UTF-8 text; save it as a CSV in UTF-8.');
    }
  };
  const buffer = new Uint8Array(CHUNK_BYTES);
  for (let length = read(buffer); length > 0; length = read(buffer)) {
    yield { text: decode(buffer.subarray(0, length)), last: false };
  }
  yield { text: decode(), last: true };
}
