import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { expect, test } from 'vitest';
import { readDataTable } from '../../../functions/data/read-table.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const CSV = 'y,a\n1,2\n0,3\n';
const parquet = new Uint8Array(
  parquetWriteBuffer({ columnData: [{ name: 'a', data: [2, 3], type: 'DOUBLE' }] }),
);

function read(name: string, bytes: Uint8Array | string) {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, bytes);
  return readDataTable(path, () => 'feature');
}

test.each([
  ['gzip', 'data.csv.gz', gzipSync(CSV), 'is compressed by gzip; unpack it first, with gunzip.'],
  [
    'an Excel workbook',
    'data.xlsx',
    Buffer.from('PK\x03\x04rest', 'latin1'),
    /ZIP archive or an Excel workbook/,
  ],
  ['UTF-16', 'data.csv', Buffer.from(`\ufeff${CSV}`, 'utf16le'), /UTF-16 text; save it as a CSV in UTF-8/],
  ['an empty file', 'data.csv', '', /is empty/],
  ['a Parquet file of five bytes', 'data.parquet', 'PAR1x', /cannot be read as Parquet/],
])('%s is a sentence', async (_, name, bytes, message) => {
  await expect(read(name, bytes)).rejects.toThrow(message);
});

test('a Parquet file is known by its beginning, whatever its name', async () => {
  const { rows, columns } = await read('data.bin', parquet);
  expect(rows).toBe(2);
  expect(columns[0]).toMatchObject({ kind: 'numbers', name: 'a' });
});
