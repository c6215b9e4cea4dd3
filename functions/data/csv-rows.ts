import Papa from 'papaparse';
import { DataError } from './data-error.ts';
import { BEGINNING, type ReadBytes, textPieces } from './text-pieces.ts';

/** Text that may be read without a row coming to its end: an open quotation mark would else take the whole file. */
const LONGEST_ROW = 1 << 24;
const SEPARATORS = [',', ';', '\t', '|'];

/**
 * The rows of a CSV, RFC 4180: quoted cells may hold separators, quotation marks twice, and line breaks. The separator is
 * the one that the first line has most of. Rows without any text are left out. Read in pieces of 4 MB.
 *
 * Throws DataError for text that is not UTF-8 and for quotation marks that do not pair.
 */
export function* csvRows(read: ReadBytes): Generator<readonly string[]> {
  let rest = '';
  let dialect: Dialect | undefined;
  let rows = 0;
  for (const piece of textPieces(read, notText)) {
    rest += piece.text;
    dialect ??= piece.last || rest.length >= BEGINNING ? dialectOf(rest) : undefined;
    if (dialect === undefined) continue;
    const { data, errors, meta } = parse(rest, dialect, !piece.last);
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
      yield withoutReturn(cells);
    }
  }
}

const notText = (): DataError => new DataError('is not UTF-8 text; save it as a CSV in UTF-8.');

interface Parsed {
  readonly data: readonly (readonly string[])[];
  readonly errors: readonly { readonly row?: number }[];
  readonly meta: { readonly cursor: number };
}

interface Dialect {
  readonly delimiter: string;
  readonly newline: '\r\n' | '\n' | '\r';
}

/** The whole rows of a text; `open` where its last row may go on. */
const parse = (text: string, dialect: Dialect, open: boolean): Parsed =>
  new Papa.Parser(dialect).parse(text, 0, open);

/** The line break after the first line, and the separator that it has most of; what stands in quotation marks is neither. */
function dialectOf(text: string): Dialect {
  let quoted = false;
  let newline: Dialect['newline'] = '\n';
  const counts = new Map(SEPARATORS.map((separator) => [separator, 0]));
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '"') quoted = !quoted;
    if (quoted) continue;
    if (character === '\n' || character === '\r') {
      if (character === '\r') newline = text[i + 1] === '\n' ? '\r\n' : '\r';
      break;
    }
    const count = counts.get(character);
    if (count !== undefined) counts.set(character, count + 1);
  }
  const delimiter = SEPARATORS.reduce((best, separator) =>
    (counts.get(separator) ?? 0) > (counts.get(best) ?? 0) ? separator : best,
  );
  return { delimiter, newline };
}

/** Lines of one file may end in two ways; the return of the other way is no part of the last cell. */
function withoutReturn(cells: readonly string[]): readonly string[] {
  const last = cells[cells.length - 1];
  return last.endsWith('\r') ? cells.with(-1, last.slice(0, -1)) : cells;
}
