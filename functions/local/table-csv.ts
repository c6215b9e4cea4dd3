import Papa from 'papaparse';
import { LARGEST_FEATURE, plainNumber } from '../data/plain-number.ts';
import { type ReadBytes, textPieces } from '../data/text-pieces.ts';
import { showValue } from '../study/spec/findings.ts';
import { sharedValues } from '../study/table-bytes.ts';
import { FINITE, MOST_VALUES, type ReadTable, TableError } from './table-format.ts';

const LONGEST_LINE = 1 << 24;

interface Line {
  readonly number: number;
  readonly cells: readonly string[];
}

/**
 * A CSV of numbers under a header of names, commas between columns and points in numbers. It is read in pieces, so that it
 * takes the memory of its values and not that of its text. Throws TableError.
 */
export function readCsv(read: ReadBytes): ReadTable {
  const values = growingList();
  let names: readonly string[] | undefined;
  for (const line of linesOf(read)) {
    if (names === undefined) names = headerOf(line);
    else
      for (const [j, cell] of cellsOf(line, names).entries())
        values.push(numberOf(cell, { line, name: names[j] }));
    if (values.length() > MOST_VALUES) {
      throw new TableError(`has more than ${MOST_VALUES} values`, 'as many are allowed');
    }
  }
  if (names === undefined) throw new TableError('is empty', A_HEADER);
  return { rows: values.length() / names.length, dimension: names.length, values: values.shared(), names };
}

const A_CSV = 'a CSV is lines of numbers under a header, in UTF-8';
const A_HEADER = 'its first line must name the columns';

function headerOf({ cells }: Line): readonly string[] {
  const names = cells.map((cell) => cell.trim());
  if (names.every((name) => !Number.isNaN(plainNumber(name))))
    throw new TableError('begins with numbers', A_HEADER);
  const nameless = names.indexOf('');
  if (nameless >= 0) throw new TableError(`has no name for column ${nameless + 1}`, A_HEADER);
  const repeated = names.find((name, j) => names.indexOf(name) !== j);
  if (repeated !== undefined) {
    throw new TableError(`has two columns ${showValue(repeated)}`, 'each column needs a name of its own');
  }
  return names.map((name) => showValue(name));
}

function cellsOf({ cells, number }: Line, names: readonly string[]): readonly string[] {
  if (cells.length === names.length) return cells;
  throw new TableError(
    `has ${cells.length} values in line ${number}`,
    `its header names ${names.length} columns`,
  );
}

function numberOf(cell: string, { line, name }: { readonly line: Line; readonly name: string }): number {
  const text = cell.trim();
  const value = plainNumber(text);
  if (Math.abs(value) <= LARGEST_FEATURE) return value;
  const found = text === '' ? 'nothing' : showValue(text);
  throw new TableError(`has ${found} in line ${line.number}, column ${name}`, FINITE);
}

/** The lines of the file that are not blank, their cells apart. */
function* linesOf(read: ReadBytes): Generator<Line> {
  let number = 0;
  for (const text of wholeLines(read)) {
    // The library gives no line for no text.
    if (text === '') number++;
    const { data, errors } = Papa.parse<string[]>(text, { delimiter: ',', newline: '\n' });
    const [error] = errors;
    if (error !== undefined) {
      throw new TableError(
        `has a stray quotation mark in line ${number + 1 + (error.row ?? 0)}`,
        'quotes come in pairs',
      );
    }
    for (const cells of data) {
      number++;
      if (cells.length > 1 || cells[0].trim() !== '') yield { number, cells };
    }
  }
}

/** The text in pieces of whole lines, the line break after each piece left out. */
function* wholeLines(read: ReadBytes): Generator<string> {
  let rest = '';
  for (const { text } of textPieces(read, () => new TableError('is not UTF-8 text', A_CSV))) {
    rest += text;
    const end = rest.lastIndexOf('\n');
    if (end >= 0) yield withoutReturns(rest.slice(0, end));
    rest = rest.slice(end + 1);
    if (rest.length > LONGEST_LINE)
      throw new TableError('has a line of more than 16 million characters', A_CSV);
  }
  if (rest !== '') yield withoutReturns(rest);
}

const withoutReturns = (text: string): string => text.replaceAll('\r\n', '\n').replace(/\r$/, '');

/** Numbers whose count is known at the end only. */
function growingList() {
  let values = new Float64Array(1 << 12);
  let length = 0;
  return {
    length: () => length,
    push(value: number): void {
      if (length === values.length) {
        const larger = new Float64Array(2 * length);
        larger.set(values);
        values = larger;
      }
      values[length++] = value;
    },
    shared(): Float64Array {
      const shared = sharedValues(length);
      shared.set(values.subarray(0, length));
      return shared;
    },
  };
}
