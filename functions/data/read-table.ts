import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { asyncBufferFromFile } from 'hyparquet';
import { errorCode } from '../../results/store/disk-error.ts';
import { DataError } from './data-error.ts';
import type { DataTable, UseOf } from './data-table.ts';
import { readCsvTable } from './read-csv.ts';
import { readParquetTable } from './read-parquet.ts';

/** Reads a Parquet file, by that ending, or else a CSV. Throws DataError. */
export async function readDataTable(path: string, useOf: UseOf): Promise<DataTable> {
  try {
    checkFile(path);
    return /\.(parquet|pq)$/i.test(path)
      ? await readParquetTable(await asyncBufferFromFile(path), useOf)
      : readCsv(path, useOf);
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    throw new DataError(code === 'ENOENT' ? 'does not exist.' : `cannot be read (${code}).`, {
      cause: error,
    });
  }
}

function readCsv(path: string, useOf: UseOf): DataTable {
  const file = openSync(path, 'r');
  try {
    return readCsvTable((buffer) => readSync(file, buffer), useOf);
  } finally {
    closeSync(file);
  }
}

function checkFile(path: string): void {
  const file = openSync(path, 'r');
  try {
    if (fstatSync(file).isDirectory()) throw new DataError('is a folder; a CSV or a Parquet file is needed.');
  } finally {
    closeSync(file);
  }
}
