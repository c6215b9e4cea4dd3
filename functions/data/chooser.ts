import type { DataTable } from './data-table.ts';
import { labelColumn } from './label-values.ts';

/** Who chose in each of the rows that are kept, numbered as they come, where a column says so. */
export function chooserOf(
  table: DataTable,
  name: string | undefined,
  rows: Uint32Array,
): { readonly chooser: Uint32Array | null; readonly choosers: number } {
  if (name === undefined) return { chooser: null, choosers: 0 };
  const { codes } = labelColumn(table, 'chooser', name);
  const numbers = new Map<number, number>();
  const chooser = rows.map((row) => {
    const number = numbers.get(codes[row]) ?? numbers.size;
    if (number === numbers.size) numbers.set(codes[row], number);
    return number;
  });
  return { chooser, choosers: numbers.size };
}
