import {
  type AsyncBuffer,
  asyncBufferFromFile,
  type FileMetaData,
  parquetRead,
  parquetSchema,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { type Cell, columnBuilder, columnNames } from './column-builder.ts';
import { DataError } from './data-error.ts';
import type { DataTable, UseOf } from './data-table.ts';
import { parquetMetadata } from './parquet-metadata.ts';

/** Rows of a column that are decoded at once. */
const ROWS_AT_ONCE = 1 << 17;

/** Reads of a Parquet file the columns that `useOf` wants, one row group and column at a time. Throws DataError. */
export async function readParquetTable(path: string, useOf: UseOf): Promise<DataTable> {
  const file = await asyncBufferFromFile(path);
  const metadata = await understood(() => parquetMetadata(file));
  const names = columnNames(parquetSchema(metadata).children.map(({ element }) => element.name));
  const rows = Number(metadata.num_rows);
  const columns = [];
  for (const [j, name] of names.entries()) {
    const use = useOf(name, j);
    const builder = columnBuilder(name, use);
    if (use !== 'nothing') {
      await readColumn({ file, metadata, name, rows }, (cell, row) => builder.push(cell, row));
    }
    columns.push(builder.finish(rows));
  }
  return { rows, columns };
}

interface ParquetColumn {
  readonly file: AsyncBuffer;
  readonly metadata: FileMetaData;
  readonly name: string;
  readonly rows: number;
}

async function readColumn(
  { file, metadata, name, rows }: ParquetColumn,
  push: (cell: Cell, row: number) => void,
): Promise<void> {
  for (let start = 0; start < rows; start += ROWS_AT_ONCE) {
    const rowEnd = Math.min(rows, start + ROWS_AT_ONCE);
    await understood(() =>
      parquetRead({
        file,
        metadata,
        columns: [name],
        rowStart: start,
        rowEnd,
        compressors,
        rowFormat: 'object',
        onComplete: (found) => {
          for (const [i, row] of found.entries()) push(cellOf(row[name]), start + i + 1);
        },
      }),
    );
  }
}

/** Lists, structures and dates are text: no feature, but perhaps a label. */
function cellOf(value: unknown): Cell {
  switch (typeof value) {
    case 'number':
    case 'bigint':
    case 'boolean':
    case 'string':
    case 'undefined':
      return value;
    default:
      return value === null ? null : value instanceof Date ? value.toISOString() : JSON.stringify(value);
  }
}

async function understood<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof DataError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataError(`cannot be read as Parquet: ${reason.slice(0, 200)}.`, { cause: error });
  }
}
