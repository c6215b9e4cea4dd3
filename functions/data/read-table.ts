import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { errorCode } from '../../results/store/disk-error.ts';
import { DataError } from './data-error.ts';
import type { DataTable, UseOf } from './data-table.ts';
import { readCsvTable } from './read-csv.ts';

/** Reads a Parquet file, by that ending or how it begins, or else a CSV. Throws DataError. */
export async function readDataTable(path: string, useOf: UseOf): Promise<DataTable> {
  try {
    const stats = statSync(path);
    if (stats.isDirectory()) throw new DataError('is a folder; a CSV or a Parquet file is needed.');
    // A pipe can be read only once.
    const beginning = stats.isFile() ? beginningOf(path) : '';
    const isParquet = /\.(parquet|pq)$/i.test(path) || beginning === PARQUET;
    if (isParquet) return await readParquet(path, useOf);
    const other = OTHER_FILES.find(({ begins }) => beginning.startsWith(begins));
    if (other !== undefined) throw new DataError(other.sentence);
    return readCsv(path, useOf);
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    throw new DataError(code === 'ENOENT' ? 'does not exist.' : `cannot be read (${code}).`, {
      cause: error,
    });
  }
}

const PARQUET = 'PAR1';

/** Files that people mean by a CSV, by their first bytes. */
const OTHER_FILES = [
  { begins: '\x1f\x8b', sentence: 'is compressed by gzip; unpack it first, with gunzip.' },
  {
    begins: 'PK\x03\x04',
    sentence: 'is a ZIP archive or an Excel workbook; save the table as a CSV in UTF-8.',
  },
  { begins: '\xd0\xcf\x11\xe0', sentence: 'is an Excel workbook; save the table as a CSV in UTF-8.' },
  { begins: '\xff\xfe', sentence: 'is UTF-16 text; save it as a CSV in UTF-8.' },
  { begins: '\xfe\xff', sentence: 'is UTF-16 text; save it as a CSV in UTF-8.' },
];

/** The first four bytes, a character each. */
function beginningOf(path: string): string {
  const file = openSync(path, 'r');
  try {
    const bytes = new Uint8Array(4);
    const length = readSync(file, bytes, 0, bytes.length, 0);
    return String.fromCharCode(...bytes.subarray(0, length));
  } finally {
    closeSync(file);
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
