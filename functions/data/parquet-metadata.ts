import {
  type AsyncBuffer,
  type FileMetaData,
  parquetMetadataAsync,
  parquetSchema,
  type SchemaTree,
} from 'hyparquet';

/**
 * The metadata of a Parquet file, its row groups checked against its schema: each must have each column once. The reader of a column that
 * nothing asks for would else fail where nobody listens, which ends the process.
 *
 * Throws Error where the file is damaged.
 */
export async function parquetMetadata(file: AsyncBuffer): Promise<FileMetaData> {
  const metadata = await parquetMetadataAsync(file);
  const leaves = leavesOf(parquetSchema(metadata)).sort().join('\n');
  for (const [i, { columns }] of metadata.row_groups.entries()) {
    const found = columns.map(({ meta_data: column }) => column?.path_in_schema.join('\0') ?? '');
    if (found.sort().join('\n') !== leaves) {
      throw new Error(`the columns of row group ${i + 1} are not those of the schema`);
    }
  }
  return metadata;
}

const leavesOf = ({ children, path }: SchemaTree): string[] =>
  children.length === 0 ? [path.join('\0')] : children.flatMap(leavesOf);
