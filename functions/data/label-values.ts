import { nearest } from '../study/spec/nearest.ts';
import { DataError, rowsPhrase } from './data-error.ts';
import type { DataTable, LabelColumn } from './data-table.ts';

const YES = ['1', 'true', 'yes'];
const NO = ['0', 'false', 'no'];

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

/** 1 where the label says yes, 0 where it says no: 1 and 0, true and false, yes and no. */
export function yesOrNo({ name, codes, labels }: LabelColumn, flag: string): Uint8Array {
  const values = labels.map((label) => {
    const text = label.toLowerCase();
    return YES.includes(text) ? 1 : NO.includes(text) ? 0 : undefined;
  });
  const strange = values.indexOf(undefined);
  if (strange >= 0) {
    const row = codes.indexOf(strange) + 1;
    throw new DataError(
      `has ${JSON.stringify(labels[strange].slice(0, 60))} in column ${name}, row ${row}; --${flag} names a column of 1 and 0.`,
    );
  }
  return Uint8Array.from(codes, (code) => values[code] ?? 0);
}
