/** A file of rows of numbers. */
export interface ArrayFile {
  /** The file's path, as the person gave it. */
  readonly path: string;
  readonly rows: number;
  readonly columns: number;
  /** Writes rows `first` to `first + count`, row by row, to the beginning of `out`. Throws TwinsError where the file ends too early. */
  readRows(first: number, count: number, out: Float64Array): Promise<void>;
  close(): Promise<void>;
}
