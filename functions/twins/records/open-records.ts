import { csvRecords } from './csv-records.ts';
import { jsonLines } from './json-lines.ts';
import { linesOf } from './lines.ts';
import type { FoundRecord, RecordFile } from './record.ts';

/**
 * A file of records, told by its ending: .csv, .tsv, .parquet, .txt (each line one value `text`), else JSON Lines, compressed or not.
 *
 * @param wanted names the columns that are read of a Parquet file.
 */
export function openRecords(path: string, wanted: (column: string) => boolean): RecordFile {
  if (/\.(csv|tsv)$/i.test(path)) return { kind: 'csv', records: () => csvRecords(path) };
  if (/\.(parquet|pq)$/i.test(path)) return { kind: 'parquet', records: () => parquetLater(path, wanted) };
  if (/\.txt(\.gz)?$/i.test(path)) return { kind: 'text', records: () => textRecords(path) };
  return { kind: 'jsonl', records: () => jsonLines(path) };
}

/** Its reader is loaded where it is needed: the decompressors are WASM, which takes memory from the start. */
async function* parquetLater(path: string, wanted: (column: string) => boolean): AsyncGenerator<FoundRecord> {
  const { parquetRecords } = await import('./parquet-records.ts');
  yield* parquetRecords(path, wanted);
}

async function* textRecords(path: string): AsyncGenerator<FoundRecord> {
  for await (const line of linesOf(path)) {
    if ('problem' in line) yield { line: line.number, problem: line.problem };
    else yield { line: line.number, value: { text: line.text.trim() } };
  }
}
