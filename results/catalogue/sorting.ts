import type { RawRow } from '../export.ts';
import type { RawColumn, RawValue } from '../raw-columns.ts';

/** Orders rows; equal ones keep their order. */
export type RowOrder = (a: RawRow, b: RawRow) => number;

/** One column to sort by. */
export interface SortKey {
  readonly column: string;
  readonly descending: boolean;
}

/** `-value,n` as keys: a minus sign means from the largest. */
export const sortKeys = (text: string): readonly SortKey[] =>
  text.split(',').map((key) => ({ column: key.replace(/^-/, ''), descending: key.startsWith('-') }));

/** The order that keys ask for; rows without a value come last either way. Every key names one of the columns. */
export function rowOrder(columns: readonly RawColumn[], keys: readonly SortKey[]): RowOrder {
  const places = keys.map(({ column, descending }) => ({
    index: columns.findIndex(({ name }) => name === column),
    sign: descending ? -1 : 1,
  }));
  return (a, b) => {
    for (const { index, sign } of places) {
      const difference = compared(a[index], b[index], sign);
      if (difference !== 0) return difference;
    }
    return 0;
  };
}

function compared(a: RawValue, b: RawValue, sign: number): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  return a < b ? -sign : sign;
}
