/** Rows of features read from a file. */
export interface Table {
  readonly rows: number;
  readonly dimension: number;
  /** Row-major, rows x dimension; on shared memory where worker threads read it. */
  readonly values: Float64Array;
}

/** Tables by the SHA-256 of their bytes, as `FileFeatures` names them. */
export type Tables = ReadonlyMap<string, Table>;

export const NO_TABLES: Tables = new Map();
