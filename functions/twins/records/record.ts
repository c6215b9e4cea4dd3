/** What stands in one line of a file: named values, or why it cannot be used. */
export type FoundRecord =
  | { readonly line: number; readonly value: Readonly<Record<string, unknown>> }
  | { readonly line: number; readonly problem: string };

/** A file of records, read from its beginning at each call. */
export interface RecordFile {
  readonly kind: 'jsonl' | 'csv' | 'parquet' | 'text';
  records(): AsyncGenerator<FoundRecord>;
}
