import { type ColumnBuilder, columnBuilder, columnNames } from './column-builder.ts';
import { csvRows } from './csv-rows.ts';
import { DataError } from './data-error.ts';
import type { DataTable, UseOf } from './data-table.ts';
import type { ReadBytes } from './text-pieces.ts';

/** Reads of a CSV under a header of names the columns that `useOf` wants. Throws DataError. */
export function readCsvTable(read: ReadBytes, useOf: UseOf): DataTable {
  let names: readonly string[] | undefined;
  let builders: readonly ColumnBuilder[] = [];
  /** Places of the columns that anything is wanted of. */
  let wanted: readonly number[] = [];
  let rows = 0;
  for (const cells of csvRows(read)) {
    if (names === undefined) {
      names = columnNames(cells);
      const uses = names.map(useOf);
      builders = names.map((name, j) => columnBuilder(name, uses[j]));
      wanted = [...uses.keys()].filter((j) => uses[j] !== 'nothing');
      continue;
    }
    rows++;
    if (cells.length !== names.length) {
      throw new DataError(
        `has ${cells.length} ${cells.length === 1 ? 'value' : 'values'} in row ${rows}; its header names ${names.length} columns.`,
      );
    }
    for (const j of wanted) builders[j].push(cells[j], rows);
  }
  if (names === undefined) throw new DataError('is empty; its first line must name the columns.');
  const count = rows;
  return { rows: count, columns: builders.map((builder) => builder.finish(count)) };
}
