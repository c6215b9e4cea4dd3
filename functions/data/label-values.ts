import { nearest } from '../study/spec/nearest.ts';
import { DataError, rowsPhrase } from './data-error.ts';
import type { DataTable, LabelColumn } from './data-table.ts';

const YES = ['1', 'true', 'yes', 't', 'y'];
const NO = ['0', 'false', 'no', 'f', 'n'];

/** The column of labels that a flag names. Throws DataError where there is none, or where a label is missing. */
export function labelColumn(table: DataTable, flag: string, name: string): LabelColumn {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (column?.kind !== 'labels') throw new DataError(unknownColumn(table, flag, name));
  const { count, first } = column.missing;
  if (count > 0) {
    throw new DataError(
      `has no value in column ${name}, ${rowsPhrase(first, count)}; --${flag} needs one in every row.`,
    );
  }
  return column;
}

export function unknownColumn({ columns }: DataTable, flag: string, name: string): string {
  const names = columns.map((column) => column.name).filter((candidate) => candidate !== '');
  const hint = nearest(name, names.slice(0, 1000));
  const listed = `${names.slice(0, 12).join(', ')}${names.length > 12 ? ` and ${names.length - 12} more` : ''}`;
  const end = hint === undefined ? `its columns are ${listed}.` : `did you mean ${hint}?`;
  return `has no column ${JSON.stringify(name)}, which --${flag} names; ${end}`;
}

/** How a column of answers is read. */
export interface Answers {
  /** The flag that names the column. */
  readonly flag: string;
  /** The value that means yes; undefined for the usual ones. */
  readonly yes?: string | undefined;
}

/** 1 where the label says yes, 0 where it says no: 1 and 0 or -1, true and false, yes and no, or `yes` and one other value. */
export function yesOrNo(column: LabelColumn, { flag, yes }: Answers): Uint8Array {
  const values = yes === undefined ? usualAnswers(column.labels) : answersBy(column, yes);
  const strange = values.indexOf(undefined);
  if (strange >= 0) throw new DataError(strangeAnswer(column, strange, flag));
  return Uint8Array.from(column.codes, (code) => values[code] ?? 0);
}

/** 1, 0, or undefined of each label. -1 is no where there is no 0 beside it. */
function usualAnswers(labels: readonly string[]): readonly (0 | 1 | undefined)[] {
  const no = labels.includes('0') ? NO : [...NO, '-1'];
  return labels.map((label) => {
    const text = label.toLowerCase();
    return YES.includes(text) ? 1 : no.includes(text) ? 0 : undefined;
  });
}

/** Where `yes` says which label means yes, the one other means no. */
function answersBy({ name, labels }: LabelColumn, yes: string): readonly (0 | 1 | undefined)[] {
  if (!labels.includes(yes)) throw new DataError(noSuchAnswer(name, labels, yes));
  return labels.map((label) => (label === yes ? 1 : labels.length === 2 ? 0 : undefined));
}

export const noSuchAnswer = (name: string, labels: readonly string[], yes: string): string =>
  `has no ${JSON.stringify(yes)} in column ${name}, which --yes names; its values are ${listedLabels(labels)}.`;

export const listedLabels = (labels: readonly string[]): string =>
  `${labels
    .slice(0, 6)
    .map((label) => JSON.stringify(label.slice(0, 60)))
    .join(', ')}${labels.length > 6 ? ` and ${labels.length - 6} more` : ''}`;

function strangeAnswer({ name, codes, labels }: LabelColumn, strange: number, flag: string): string {
  const row = codes.indexOf(strange) + 1;
  const found = `has ${JSON.stringify(labels[strange].slice(0, 60))} in column ${name}, row ${row}`;
  if (labels.length !== 2) {
    return `${found}, one of ${labels.length} values; --${flag} names a column of 1 and 0. Where it names one of several alternatives, turn the file into the long format, one row an alternative.`;
  }
  return `${found}; --${flag} names a column of 1 and 0. Write --yes ${labels[0]} or --yes ${labels[1]} for the value that means yes.`;
}
