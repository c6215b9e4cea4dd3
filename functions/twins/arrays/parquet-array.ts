import {
  type AsyncBuffer,
  asyncBufferFromFile,
  type FileMetaData,
  parquetReadObjects,
  parquetSchema,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { parquetMetadata } from '../../data/parquet-metadata.ts';
import { noParquet } from '../records/parquet-records.ts';
import { TwinsError } from '../twins-error.ts';
import type { ArrayFile } from './array-file.ts';

const NUMBERS = new Set(['FLOAT', 'DOUBLE', 'INT32', 'INT64', 'FIXED_LEN_BYTE_ARRAY']);

/** The rows of one row group, in float64. */
interface Group {
  readonly first: number;
  readonly end: number;
  readonly values: Float64Array;
}

/**
 * Features in a Parquet file: one column of lists of numbers, all of one length, or many columns of numbers, each a feature. A row group
 * is decoded at once, and the last one is kept.
 *
 * Throws TwinsError.
 *
 * @param column the column of lists; may be left out where there is one only.
 */
export async function parquetArray(path: string, column?: string): Promise<ArrayFile> {
  try {
    const file = await asyncBufferFromFile(path);
    const metadata = await parquetMetadata(file);
    const layout = layoutOf(path, metadata, column);
    const source = { path, file, metadata, layout };
    const rows = Number(metadata.num_rows);
    const lengths = layout.list ? await firstLength(source, rows) : layout.columns.length;
    let group: Group | null = null;
    return {
      path,
      rows,
      columns: lengths,
      readRows: async (first, count, out) => {
        for (let row = first; row < first + count; ) {
          if (group === null || row < group.first || row >= group.end)
            group = await readGroup(source, row, lengths).catch((error) => {
              throw noParquet(error, path);
            });
          const end = Math.min(first + count, group.end);
          const values = group.values.subarray((row - group.first) * lengths, (end - group.first) * lengths);
          out.set(values, (row - first) * lengths);
          row = end;
        }
      },
      close: async () => {},
    };
  } catch (error) {
    throw noParquet(error, path);
  }
}

interface Source {
  readonly path: string;
  readonly file: AsyncBuffer;
  readonly metadata: FileMetaData;
  readonly layout: Layout;
}

interface Layout {
  readonly list: boolean;
  readonly columns: readonly string[];
}

function layoutOf(path: string, metadata: FileMetaData, column: string | undefined): Layout {
  const tops = parquetSchema(metadata).children;
  const lists = tops.filter(({ children }) => children.length > 0).map(({ element }) => element.name);
  if (column !== undefined) {
    if (lists.includes(column)) return { list: true, columns: [column] };
    throw new TwinsError(
      `${path} has no column of lists ${JSON.stringify(column.slice(0, 60))}; it has ${lists.join(', ') || 'none'}.`,
    );
  }
  if (lists.length === 1) return { list: true, columns: lists };
  if (lists.length > 1)
    throw new TwinsError(`${path} has the columns of lists ${lists.join(', ')}; name one with --tensor.`);
  const numbers = tops.filter(
    ({ element }) => NUMBERS.has(element.type ?? '') && element.converted_type !== 'UTF8',
  );
  if (numbers.length === 0)
    throw new TwinsError(`${path} has no column of numbers and none of lists of numbers.`);
  if (numbers.length < tops.length) {
    const other = tops.find((top) => !numbers.includes(top));
    throw new TwinsError(
      `${path} has the column ${JSON.stringify(other?.element.name.slice(0, 60))}, which is no feature; keep only columns of numbers, or one of lists.`,
    );
  }
  return { list: false, columns: numbers.map(({ element }) => element.name) };
}

async function firstLength({ path, file, metadata, layout }: Source, rows: number): Promise<number> {
  if (rows === 0) throw new TwinsError(`${path} has no rows.`);
  const [row] = await parquetReadObjects({
    file,
    metadata,
    columns: [...layout.columns],
    rowStart: 0,
    rowEnd: 1,
    compressors,
    useOffsetIndex: true,
  });
  const list: unknown = row?.[layout.columns[0]];
  if (Array.isArray(list) && list.length > 0) return list.length;
  throw new TwinsError(`${path} has no list of numbers in row 1.`);
}

async function readGroup(
  { path, file, metadata, layout }: Source,
  row: number,
  length: number,
): Promise<Group> {
  let first = 0;
  const group = metadata.row_groups.find(({ num_rows }) => {
    if (row < first + Number(num_rows)) return true;
    first += Number(num_rows);
    return false;
  });
  if (group === undefined) throw new TwinsError(`${path} ends too early: it has no row ${row + 1}.`);
  const end = first + Number(group.num_rows);
  const values = new Float64Array((end - first) * length);
  for (const [j, column] of layout.columns.entries()) {
    const rows = await parquetReadObjects({
      file,
      metadata,
      columns: [column],
      rowStart: first,
      rowEnd: end,
      compressors,
    });
    if (rows.length !== end - first) throw new TwinsError(`${path} has fewer rows than its metadata says.`);
    for (const [i, { [column]: found }] of rows.entries()) {
      if (layout.list) placeList(path, found, { values, at: i * length, length, row: first + i });
      else values[i * length + j] = numberOf(found);
    }
  }
  return { first, end, values };
}

function placeList(
  path: string,
  list: unknown,
  {
    values,
    at,
    length,
    row,
  }: { readonly values: Float64Array; readonly at: number; readonly length: number; readonly row: number },
): void {
  if (!Array.isArray(list) || list.length !== length) {
    const found = Array.isArray(list) ? `a list of ${list.length}` : 'no list';
    throw new TwinsError(
      `${path} has ${found} in row ${row + 1}; row 1 has a list of ${length}, and all must.`,
    );
  }
  for (let j = 0; j < length; j++) values[at + j] = numberOf(list[j]);
}

/** What is no number becomes NaN, which is refused with its row and column. */
const numberOf = (value: unknown): number =>
  typeof value === 'number' || typeof value === 'bigint' ? Number(value) : Number.NaN;
