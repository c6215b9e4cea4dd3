import { DataError, rowsPhrase } from './data-error.ts';
import type { Column, DataTable, NumberColumn } from './data-table.ts';
import { unknownColumn } from './label-values.ts';

/** Features a fit may have, as a study may. */
const MOST_FEATURES = 4096;
const NAMED = 8;

export interface ChosenColumns {
  readonly columns: readonly NumberColumn[];
  /** Sentences about columns that were left out. */
  readonly notices: readonly string[];
}

/** The named columns, or all columns of numbers. Throws DataError for a named one that is no numbers or lacks values. */
export function featureColumns(table: DataTable, named: readonly string[] | undefined): ChosenColumns {
  const candidates: readonly Column[] =
    named === undefined
      ? table.columns.filter(({ kind, name }) => kind !== 'labels' && name !== '')
      : named.map((name) => namedColumn(table, name));
  const columns = candidates.filter((column) => column.kind === 'numbers');
  if (columns.length === 0) throw new DataError('has no column of numbers left to be a feature.');
  if (columns.length > MOST_FEATURES) {
    throw new DataError(
      `has ${columns.length} columns of numbers; at most ${MOST_FEATURES} can be features: name them with --features.`,
    );
  }
  for (const column of columns) checkComplete(column);
  return { columns, notices: noticesOf(candidates, table) };
}

function namedColumn(table: DataTable, name: string): NumberColumn {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (column === undefined) throw new DataError(unknownColumn(table, 'features', name));
  if (column.kind === 'numbers') return column;
  if (column.kind === 'labels') {
    throw new DataError(`has the column ${name}, which says who chose or what; it cannot be a feature too.`);
  }
  throw new DataError(notNumbers(column));
}

function notNumbers({ name, text }: Extract<Column, { readonly kind: 'other' }>): string {
  if (text === null) return `has the column ${name}, which was not read.`;
  const decimalComma = /^[+-]?\d+,\d+$/.test(text.found);
  const rule = decimalComma
    ? 'numbers are written with a point'
    : 'features are numbers, at most 1e100 in size';
  return `has ${JSON.stringify(text.found.slice(0, 60))} in column ${name}, row ${text.row}; ${rule}.`;
}

function checkComplete({ name, missing: { count, first } }: NumberColumn): void {
  if (count === 0) return;
  throw new DataError(
    `has no value in column ${name}, ${rowsPhrase(first, count)}; remove these rows, fill them in, or leave the column out with --features.`,
  );
}

function noticesOf(candidates: readonly Column[], { columns }: DataTable): readonly string[] {
  const left = candidates.flatMap((column) =>
    column.kind === 'other' && column.text !== null ? [{ name: column.name, ...column.text }] : [],
  );
  const described = left.map(
    ({ name, row, found }) => `${name} (row ${row} has ${JSON.stringify(found.slice(0, 30))})`,
  );
  const more = described.length > NAMED ? ` and ${described.length - NAMED} more` : '';
  const nameless = columns.filter(({ name }) => name === '').length;
  return [
    ...(left.length === 0
      ? []
      : [`Left out, since not all of it is numbers: ${described.slice(0, NAMED).join(', ')}${more}.`]),
    ...(nameless === 0
      ? []
      : [`Left out, since it has no name: ${nameless === 1 ? 'a column' : `${nameless} columns`}.`]),
  ];
}
