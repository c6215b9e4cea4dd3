import type { DataTable } from './data-table.ts';
import { labelColumn } from './label-values.ts';

/** Who chose in each row, where a column says so. */
export function chooserOf(
  table: DataTable,
  name: string | undefined,
): { readonly chooser: Uint32Array | null; readonly choosers: number } {
  if (name === undefined) return { chooser: null, choosers: 0 };
  const { codes, labels } = labelColumn(table, 'chooser', name);
  return { chooser: codes, choosers: labels.length };
}
