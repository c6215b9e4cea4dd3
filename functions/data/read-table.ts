import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { errorCode } from '../../results/store/disk-error.ts';
import { DataError } from './data-error.ts';
import type { DataTable, UseOf } from './data-table.ts';
import { readCsvTable } from './read-csv.ts';

/** Reads a Parquet file, by that ending, or else a CSV. Throws DataError. */
export async function readDataTable(path: string, useOf: UseOf): Promise<DataTable> {
  try {
    if (statSync(path).isDirectory()) throw new DataError('is a folder; a CSV or a Parquet file is needed.');
    return /\.(parquet|pq)$/i.test(path) ? await readParquet(path, useOf) : readCsv(path, useOf);
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

/** Its reader is loaded where it is needed: the decompressors are WASM, which takes memory from the start. */
async function readParquet(path: string, useOf: UseOf): Promise<DataTable> {
  const { readParquetTable } = await import('./read-parquet.ts');
  return readParquetTable(path, useOf);
}
