/** A table as it was read: of each column what a fit may need. */
export interface DataTable {
  readonly rows: number;
  /** Columns in the order of the file; no two have the same name. */
  readonly columns: readonly Column[];
}

export type Column = NumberColumn | LabelColumn | OtherColumn;

/** All cells are numbers or missing. */
export interface NumberColumn {
  readonly kind: 'numbers';
  readonly name: string;
  /** NaN where a value is missing. */
  readonly values: Float64Array;
  readonly missing: Missing;
}

/** A column asked for by its name, as labels: who chose, what was chosen. */
export interface LabelColumn {
  readonly kind: 'labels';
  readonly name: string;
  /** Row i has labels[codes[i]]. */
  readonly codes: Uint32Array;
  readonly labels: readonly string[];
  readonly missing: Missing;
}

/** A column that is no feature: of its cells only the first that is not a number is kept. */
interface OtherColumn {
  readonly kind: 'other';
  readonly name: string;
  /** Null where nobody wants to know. */
  readonly text: FirstText | null;
}

/** The first cell of a column that is no number. */
export interface FirstText {
  readonly row: number;
  readonly found: string;
  /** Whether cells above it are numbers. */
  readonly belowNumbers: boolean;
}

/** Rows without a value, counted from 1; the first few by number. */
export interface Missing {
  readonly count: number;
  readonly first: readonly number[];
}

/** What is wanted of a column, decided when its name is known. */
export type ColumnUse = 'feature' | 'labels' | 'nothing';

/** Decides what to read of a table. `index` is the column's place, from 0; a column without a name has the name ''. */
export type UseOf = (name: string, index: number) => ColumnUse;
