import { asyncBufferFromFile, parquetReadObjects, parquetSchema } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { parquetMetadata } from '../../data/parquet-metadata.ts';
import { TwinsError } from '../twins-error.ts';
import { unreadable } from './lines.ts';
import type { FoundRecord } from './record.ts';

/** Rows that are decoded at once, of columns without lists in them; lists are decoded a row group at a time. */
const ROWS_AT_ONCE = 1 << 14;

/**
 * The rows of a Parquet file, from number 1; of its columns those that `wanted` names.
 *
 * @throws TwinsError for what is no Parquet file.
 */
export async function* parquetRecords(
  path: string,
  wanted: (column: string) => boolean,
): AsyncGenerator<FoundRecord> {
  try {
    const file = await asyncBufferFromFile(path);
    const metadata = await parquetMetadata(file);
    const tops = parquetSchema(metadata).children.filter(({ element }) => wanted(element.name));
    const columns = tops.map(({ element }) => element.name);
    if (columns.length === 0) return;
    const flat = tops.every(({ children }) => children.length === 0);
    let line = 0;
    for (const group of metadata.row_groups) {
      const end = line + Number(group.num_rows);
      const step = flat ? ROWS_AT_ONCE : Math.max(1, end - line);
      while (line < end) {
        const rowEnd = Math.min(end, line + step);
        const rows = await parquetReadObjects({
          file,
          metadata,
          columns,
          rowStart: line,
          rowEnd,
          compressors,
        });
        if (rows.length !== rowEnd - line)
          throw new Error(`${rowEnd - line} rows are named and ${rows.length} there`);
        for (const value of rows) yield { line: ++line, value };
      }
    }
  } catch (error) {
    throw noParquet(error, path);
  }
}

/** The sentence for a file that the reader does not understand. */
export function noParquet(error: unknown, path: string): unknown {
  if (error instanceof TwinsError) return error;
  const known = unreadable(error, path);
  if (known instanceof TwinsError) return known;
  const reason = error instanceof Error ? error.message : String(error);
  return new TwinsError(`${path} cannot be read as Parquet: ${reason.slice(0, 200)}.`, { cause: error });
}
