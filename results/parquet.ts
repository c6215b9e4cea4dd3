import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import type { RawColumn, RawValue } from './raw-columns.ts';

/** Rows a row group holds: what stands in memory at a time, and what a reader can skip at a time. */
const ROW_GROUP = 65_536;

/**
 * Rows as a Parquet file, piece by piece: a piece is a row group, the last one is the footer. Integers are INT32, numbers
 * DOUBLE, texts UTF-8; compressed with Snappy.
 */
export async function* parquetPieces(
  columns: readonly RawColumn[],
  lists: AsyncIterable<readonly (readonly RawValue[])[]>,
): AsyncGenerator<Uint8Array> {
  const writer = new ByteWriter();
  const parquet = new ParquetWriter({ writer, schema: schemaOf(columns), createdBy: 'signbench' });
  const taken = (): Uint8Array => {
    const bytes = writer.getBytes().slice();
    // `index` is the place in the buffer; `offset`, the place in the file, goes on.
    writer.index = 0;
    return bytes;
  };
  let values = emptyColumns(columns);
  const writeGroup = async (): Promise<Uint8Array> => {
    const columnData = columns.map(({ name }, i) => ({ name, data: values[i], offsetIndex: false }));
    await parquet.write({ columnData, rowGroupSize: ROW_GROUP });
    values = emptyColumns(columns);
    return taken();
  };
  for await (const rows of lists) {
    for (const row of rows) {
      for (let i = 0; i < columns.length; i++) values[i].push(row[i]);
      if (values[0].length === ROW_GROUP) yield await writeGroup();
    }
  }
  if (values[0].length > 0) yield await writeGroup();
  await parquet.finish();
  yield taken();
}

const emptyColumns = (columns: readonly RawColumn[]): RawValue[][] => columns.map(() => []);

function schemaOf(columns: readonly RawColumn[]): SchemaElement[] {
  return [
    { name: 'root', num_children: columns.length },
    ...columns.map(({ name, type, nullable }): SchemaElement => {
      const repetition_type = nullable ? 'OPTIONAL' : 'REQUIRED';
      switch (type) {
        case 'integer':
          return { name, repetition_type, type: 'INT32' };
        case 'double':
          return { name, repetition_type, type: 'DOUBLE' };
        case 'string':
          return { name, repetition_type, type: 'BYTE_ARRAY', converted_type: 'UTF8' };
        default:
          return type satisfies never;
      }
    }),
  ];
}
