import type { Tables } from '../../../kernels/populations/table.ts';

/** What decides the data of `features: {law: file}`; the values themselves stay with the host that read them. */
export interface FeatureTable {
  readonly rows: number;
  readonly dimension: number;
  /** Of the table in its canonical form (functions/study/table-bytes.ts). */
  readonly sha256: string;
}

/** Why a path gives no table, in two halves of one sentence: `has "x" in line 3, column b`, `every value must be a number`. */
export interface UnreadableTable {
  readonly found: string;
  readonly allowed: string;
}

/** Reads the table under a path as the study file has it; the same answer for the same path each time. */
export type FeatureFiles = (path: string) => FeatureTable | UnreadableTable;

/** Where a host finds the tables of a study: in files beside it, or in the store that keeps it. */
export interface TableSource {
  /** For `parseStudy`. */
  readonly files: FeatureFiles;
  /** Every table that `files` has answered with, by its hash. */
  readonly tables: Tables;
}

/** For texts that have no folder, such as those of tests and of a browser. */
export const NO_FEATURE_FILES: FeatureFiles = () => ({
  found: 'cannot be read here',
  allowed: 'files of features need a study that is read from a folder',
});

export const isReadable = (table: FeatureTable | UnreadableTable): table is FeatureTable => 'sha256' in table;
