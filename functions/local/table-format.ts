import type { Table } from '../../kernels/populations/table.ts';
import type { UnreadableTable } from '../study/spec/feature-files.ts';

/** Values a table may have, 1 GiB of them: what one data set may have too. */
export const MOST_VALUES = 134_217_728;

export const FINITE = 'every value must be a number, at most 1e100 in size';

/** A table as it was read, and what its columns are called in sentences. */
export interface ReadTable extends Table {
  readonly names: readonly string[];
}

/** Thrown inside the readers of formats, which stop at the first thing wrong. */
export class TableError extends Error {
  override readonly name = 'TableError';
  readonly unreadable: UnreadableTable;

  constructor(found: string, allowed: string) {
    super(`${found}; ${allowed}`);
    this.unreadable = { found, allowed };
  }
}
