import { DataError } from './data-error.ts';
import type { Column, ColumnUse, FirstText, Missing } from './data-table.ts';
import { LARGEST_FEATURE, plainNumber } from './plain-number.ts';

/** What programs write where a value is missing. A label may well be called `none`. */
const MISSING_LABELS = new Set(['', 'na', 'n/a', 'nan', 'null', '#n/a', '<na>']);
const MISSING_NUMBERS = new Set([...MISSING_LABELS, 'none', '.', '?', '-']);
const TRUTHS = new Map([
  ['true', 1],
  ['false', 0],
]);
const MISSING_NAMED = 5;

/** A cell of a CSV is text, of a Parquet file whatever its type makes it. */
export type Cell = string | number | bigint | boolean | null | undefined;

/** Collects the cells of one column, row after row. */
export interface ColumnBuilder {
  push(cell: Cell, row: number): void;
  finish(rows: number): Column;
}

export function columnBuilder(name: string, use: ColumnUse): ColumnBuilder {
  if (use === 'labels') return labelBuilder(name);
  if (use === 'feature') return numberBuilder(name);
  return { push: () => {}, finish: () => ({ kind: 'other', name, text: null }) };
}

/** Numbers, or true and false as 1 and 0, until a cell is neither, from which row on the column is not kept. */
function numberBuilder(name: string): ColumnBuilder {
  let values = new Float64Array(1 << 10);
  let text: FirstText | null = null;
  let hasNumbers = false;
  const missing = missingRows();
  const place = (value: number, row: number): void => {
    if (row > values.length) {
      const larger = new Float64Array(2 * values.length);
      larger.set(values);
      values = larger;
    }
    values[row - 1] = value;
  };
  return {
    push(cell, row) {
      if (text !== null) return;
      const value = numberOf(cell);
      if (value === 'missing') missing.add(row);
      if (value === 'text' || Math.abs(Number(value)) > LARGEST_FEATURE) {
        text = { row, found: String(cell).trim(), belowNumbers: hasNumbers };
        values = new Float64Array(0);
        return;
      }
      if (value !== 'missing') hasNumbers = true;
      place(value === 'missing' ? Number.NaN : value, row);
    },
    finish: (rows) =>
      text === null
        ? { kind: 'numbers', name, values: values.subarray(0, rows), missing: missing.found() }
        : { kind: 'other', name, text },
  };
}

/** Labels by number; 1 and 1.0 are the same label. */
function labelBuilder(name: string): ColumnBuilder {
  let codes = new Uint32Array(1 << 10);
  const known = new Map<string, number>();
  const missing = missingRows();
  return {
    push(cell, row) {
      const label = labelOf(cell);
      if (label === '') missing.add(row);
      if (row > codes.length) {
        const larger = new Uint32Array(2 * codes.length);
        larger.set(codes);
        codes = larger;
      }
      const code = known.get(label) ?? known.size;
      if (code === known.size) known.set(label, code);
      codes[row - 1] = code;
    },
    finish: (rows) => ({
      kind: 'labels',
      name,
      codes: codes.subarray(0, rows),
      labels: [...known.keys()],
      missing: missing.found(),
    }),
  };
}

function numberOf(cell: Cell): number | 'missing' | 'text' {
  if (typeof cell === 'number') return Number.isNaN(cell) ? 'missing' : cell + 0;
  if (typeof cell === 'bigint' || typeof cell === 'boolean') return Number(cell);
  if (cell === null || cell === undefined) return 'missing';
  const text = cell.trim();
  const value = plainNumber(text);
  if (!Number.isNaN(value)) return value;
  const word = text.toLowerCase();
  return TRUTHS.get(word) ?? (MISSING_NUMBERS.has(word) ? 'missing' : 'text');
}

function labelOf(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  const text = String(cell).trim();
  if (MISSING_LABELS.has(text.toLowerCase())) return '';
  const value = plainNumber(text);
  return Number.isNaN(value) ? text : String(value);
}

function missingRows() {
  const first: number[] = [];
  let count = 0;
  return {
    add(row: number): void {
      if (count++ < MISSING_NAMED) first.push(row);
    },
    found: (): Missing => ({ count, first }),
  };
}

/** The names of a header, trimmed. A column without a name keeps the name ''. */
export function columnNames(cells: readonly string[]): readonly string[] {
  const names = cells.map((cell) => cell.trim());
  if (names.every((name) => name === '' || !Number.isNaN(plainNumber(name)))) {
    throw new DataError('begins with numbers; its first line must name the columns.');
  }
  const seen = new Set<string>();
  for (const name of names) {
    if (name !== '' && seen.has(name)) {
      throw new DataError(
        `has two columns ${JSON.stringify(name.slice(0, 60))}; each column needs a name of its own.`,
      );
    }
    seen.add(name);
  }
  return names;
}
