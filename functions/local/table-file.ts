import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { errorCode } from '../../results/store/disk-error.ts';
import type { ReadBytes } from '../data/text-pieces.ts';
import type { UnreadableTable } from '../study/spec/feature-files.ts';
import { MOST_FEATURES } from '../study/spec/schema-parts.ts';
import { readCsv } from './table-csv.ts';
import { type ReadTable, TableError } from './table-format.ts';
import { readNpy } from './table-npy.ts';

/** Reads a table of features, a .npy by that ending and else a CSV, or says in two halves of a sentence why it is none. */
export function readTableFile(path: string): ReadTable | UnreadableTable {
  try {
    return withFile(path, (read) => checked(/\.npy$/i.test(path) ? readNpy(read) : readCsv(read)));
  } catch (error) {
    if (error instanceof TableError) return error.unreadable;
    const code = errorCode(error);
    if (code === undefined) throw error;
    return { found: code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`, allowed: A_TABLE };
  }
}

const A_TABLE = 'a CSV with a header or a .npy is needed, by its path from the study file';

function withFile<T>(path: string, use: (read: ReadBytes) => T): T {
  const file = openSync(path, 'r');
  try {
    if (!fstatSync(file).isFile()) throw new TableError('is no file', A_TABLE);
    return use((buffer) => readSync(file, buffer));
  } finally {
    closeSync(file);
  }
}

/** Refuses tables from which no direction can be learnt. */
function checked(table: ReadTable): ReadTable {
  const { rows, names } = table;
  if (names.length < 2) throw new TableError('has 1 column', 'at least 2 columns are needed');
  if (names.length > MOST_FEATURES) {
    throw new TableError(`has ${names.length} columns`, `at most ${MOST_FEATURES} are allowed`);
  }
  if (rows < 2) throw new TableError(`has ${rows === 0 ? 'no rows' : '1 row'}`, 'at least 2 rows are needed');
  const constants = constantColumns(table);
  const zero = constants.find((j) => table.values[j] === 0);
  if (zero !== undefined) {
    throw new TableError(
      `has only 0 in column ${names[zero]}`,
      'a column must vary, or be a constant other than 0',
    );
  }
  if (constants.length > 1) {
    const [a, b] = constants.map((j) => names[j]);
    const rule = 'two constants cannot be told apart, so at most one column may be constant';
    throw new TableError(`has the constant columns ${a} and ${b}`, rule);
  }
  return table;
}

function constantColumns({ values, dimension }: ReadTable): readonly number[] {
  const varies = new Uint8Array(dimension);
  for (let i = 0; i < values.length; i += dimension) {
    for (let j = 0; j < dimension; j++) if (values[i + j] !== values[j]) varies[j] = 1;
  }
  return Array.from(varies.keys()).filter((j) => varies[j] === 0);
}
