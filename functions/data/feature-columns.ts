import { categoriesOf } from './categories.ts';
import { DataError, rowsPhrase } from './data-error.ts';
import type { Column, DataTable, FirstText, LabelColumn, NumberColumn } from './data-table.ts';
import { unknownColumn } from './label-values.ts';

/** Features a fit may have, as a study may. */
const MOST_FEATURES = 4096;
const NAMED = 8;
/** A shorter count of rows may be a feature. */
const LEAST_COUNTED = 10;

export interface ChosenColumns {
  readonly columns: readonly NumberColumn[];
  /** Sentences about columns that were left out, and about what categories are compared with. */
  readonly notices: readonly string[];
}

/** What is wanted of a table. */
export interface WantedColumns {
  /** Names of the features; undefined for all columns of numbers that nothing else asks for. */
  readonly features?: readonly string[] | undefined;
  /** Names of columns that are no features; each must be there. */
  readonly without?: readonly string[] | undefined;
  readonly categories?: readonly string[] | undefined;
}

/**
 * The named columns, or all columns of numbers, and a feature for each value but the first of those that are categories.
 *
 * Throws DataError for a named one that is no numbers or lacks values, and for numbers with a text among them.
 */
export function featureColumns(table: DataTable, wanted: WantedColumns): ChosenColumns {
  const { features, without = [], categories = [] } = wanted;
  const lacking = without.find((name) => !table.columns.some((column) => column.name === name));
  if (lacking !== undefined) throw new DataError(unknownColumn(table, 'without', lacking));
  const found =
    features === undefined
      ? unnamedColumns(table, categories)
      : namedColumns(
          table,
          features.filter((name) => !without.includes(name)),
          categories,
        );
  const notices = [...found.notices];
  const columns = found.columns.flatMap((column) => {
    if (column.kind === 'numbers') return [column];
    const { indicators, reference } = categoriesOf(column.name, [column]);
    notices.push(categoryNotice(column.name, reference));
    return indicators[0];
  });
  checkCount(columns, found.notices);
  for (const column of columns) checkComplete(column);
  return { columns, notices };
}

export const categoryNotice = (name: string, reference: string): string =>
  `The values of ${name} are compared with ${reference}.`;

interface FoundColumns {
  readonly columns: readonly (NumberColumn | LabelColumn)[];
  readonly notices: readonly string[];
}

function namedColumns(
  table: DataTable,
  features: readonly string[],
  categories: readonly string[],
): FoundColumns {
  const others = categories.filter((name) => !features.includes(name));
  return {
    columns: [...features, ...others].map((name) =>
      categories.includes(name) ? categoryColumn(table, name) : namedColumn(table, name),
    ),
    notices: [],
  };
}

/** All columns of numbers but one that counts the rows, and the categories, in the order of the file. */
function unnamedColumns(table: DataTable, categories: readonly string[]): FoundColumns {
  for (const name of categories) categoryColumn(table, name);
  const candidates = table.columns.filter(
    ({ kind, name }) => name !== '' && (kind !== 'labels' || categories.includes(name)),
  );
  const [first] = table.columns;
  const count = first.kind === 'numbers' && countsRows(first) ? first : undefined;
  for (const column of candidates) {
    if (column.kind === 'other' && column.text !== null) checkText(column.name, column.text);
  }
  return {
    columns: candidates.filter((column) => column.kind !== 'other').filter((column) => column !== count),
    notices: [
      ...leftOut(candidates),
      ...namelessNotice(table),
      ...(count === undefined
        ? []
        : [`Left out, since it counts the rows: ${count.name}; --features can name it.`]),
    ],
  };
}

function checkCount({ length }: readonly NumberColumn[], notices: readonly string[]): void {
  if (length === 0) {
    throw new DataError(['has no column of numbers left to be a feature.', ...notices].join(' '));
  }
  if (length <= MOST_FEATURES) return;
  throw new DataError(
    `has ${length} columns of numbers; at most ${MOST_FEATURES} can be features: name them with --features.`,
  );
}

export function categoryColumn(table: DataTable, name: string): LabelColumn {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (column?.kind !== 'labels') throw new DataError(unknownColumn(table, 'categories', name));
  return column;
}

function namedColumn(table: DataTable, name: string): NumberColumn {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (column === undefined) throw new DataError(unknownColumn(table, 'features', name));
  if (column.kind === 'numbers') return column;
  if (column.kind === 'labels') {
    throw new DataError(
      `has the column ${name}, which says who chose or what; it is a feature too only with --categories ${name}, which makes one of each of its values.`,
    );
  }
  throw new DataError(notNumbers(column));
}

function notNumbers({ name, text }: Extract<Column, { readonly kind: 'other' }>): string {
  if (text === null) return `has the column ${name}, which was not read.`;
  if (isDecimalComma(text.found)) return decimalComma(name, text);
  return `has ${quoted(text)} in column ${name}, row ${text.row}; features are numbers, at most 1e100 in size, but --categories ${name} makes a feature of each of its values.`;
}

/** A column that nobody named is left out where it is text, and refused where its text may be a mistake. */
function checkText(name: string, text: FirstText): void {
  if (isPlainText(text)) return;
  if (isDecimalComma(text.found)) throw new DataError(decimalComma(name, text));
  throw new DataError(
    `has ${quoted(text)} in column ${name}, row ${text.row}, below numbers; correct it, leave the column out with --without ${name}, or make a feature of each of its values with --categories ${name}.`,
  );
}

/** Whether a column is text from its beginning, and no number that is written with a comma. */
export const isPlainText = (text: FirstText | null): boolean =>
  text !== null && !text.belowNumbers && !isDecimalComma(text.found);

const isDecimalComma = (found: string): boolean => /^[+-]?\d+,\d+$/.test(found);

const decimalComma = (name: string, text: FirstText): string =>
  `has ${quoted(text)} in column ${name}, row ${text.row}; numbers are written with a point.`;

const quoted = ({ found }: FirstText): string => JSON.stringify(found.slice(0, 60));

/** 0, 1, 2, ... or 1, 2, 3, ...: the row numbers that some programs write first. */
function countsRows({ values }: NumberColumn): boolean {
  const [first] = values;
  return (
    values.length >= LEAST_COUNTED &&
    (first === 0 || first === 1) &&
    values.every((value, row) => value === first + row)
  );
}

function checkComplete({ name, missing: { count, first } }: NumberColumn): void {
  if (count === 0) return;
  throw new DataError(
    `has no value in column ${name}, ${rowsPhrase(first, count)}; remove these rows, fill them in, or leave the column out with --without ${name}.`,
  );
}

/** Which columns of text were left out. */
export function leftOut(candidates: readonly Column[]): readonly string[] {
  const left = candidates.flatMap((column) =>
    column.kind === 'other' && column.text !== null ? [{ name: column.name, ...column.text }] : [],
  );
  if (left.length === 0) return [];
  const described = left.map(
    ({ name, row, found }) => `${name} (row ${row} has ${JSON.stringify(found.slice(0, 30))})`,
  );
  const more = described.length > NAMED ? ` and ${described.length - NAMED} more` : '';
  const [{ name }] = left;
  return [
    `Left out, since not all of it is numbers: ${described.slice(0, NAMED).join(', ')}${more}. With --categories ${name} each value of ${name} is a feature.`,
  ];
}

function namelessNotice({ columns }: DataTable): readonly string[] {
  const nameless = columns.filter(({ name }) => name === '').length;
  if (nameless === 0) return [];
  return [`Left out, since it has no name: ${nameless === 1 ? 'a column' : `${nameless} columns`}.`];
}
