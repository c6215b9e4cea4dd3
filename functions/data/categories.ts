import { DataError, rowsPhrase } from './data-error.ts';
import type { LabelColumn, NumberColumn } from './data-table.ts';

/** More values than these are names of people or things, and no categories. */
const MOST_VALUES = 100;

/** Features that stand for the values of a column. */
export interface Categories {
  /** 1 in the rows with the value and else 0; of each of the columns, in their order, for each value but the first. */
  readonly indicators: readonly (readonly NumberColumn[])[];
  /** The value that others are compared with. */
  readonly reference: string;
}

/**
 * A feature for each value of a category but the first: 1 in the rows with that value, 0 in the others, named `brand=hiland`. Values
 * are in the order of numbers, or else of letters. Several columns, as of two items, share their values.
 *
 * Throws DataError where a value is missing, where there is one value only, or where there are more than 100.
 */
export function categoriesOf(name: string, columns: readonly LabelColumn[]): Categories {
  for (const { name: column, missing } of columns) {
    if (missing.count === 0) continue;
    throw new DataError(
      `has no value in column ${column}, ${rowsPhrase(missing.first, missing.count)}; --categories needs one in every row.`,
    );
  }
  const values = [...new Set(columns.flatMap(({ labels }) => labels))].sort(inOrder);
  if (values.length < 2)
    throw new DataError(`has the same value in every row of column ${name}; leave it out of --categories.`);
  if (values.length > MOST_VALUES) {
    throw new DataError(
      `has ${values.length} different values in column ${name}; --categories takes columns of ${MOST_VALUES} at most.`,
    );
  }
  const [reference, ...others] = values;
  return {
    reference,
    indicators: columns.map((column) => others.map((value) => indicator(`${name}=${value}`, column, value))),
  };
}

function indicator(name: string, { codes, labels }: LabelColumn, value: string): NumberColumn {
  const wanted = labels.indexOf(value);
  const values = new Float64Array(codes.length);
  for (let row = 0; row < codes.length; row++) if (codes[row] === wanted) values[row] = 1;
  return { kind: 'numbers', name, values, missing: { count: 0, first: [] } };
}

/** Numbers by size, and before texts. */
function inOrder(a: string, b: string): number {
  const [x, y] = [Number(a), Number(b)];
  if (!Number.isNaN(x) && !Number.isNaN(y) && x !== y) return x - y;
  if (Number.isNaN(x) !== Number.isNaN(y)) return Number.isNaN(x) ? 1 : -1;
  return a < b ? -1 : a > b ? 1 : 0;
}
