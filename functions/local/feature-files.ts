import { resolve } from 'node:path';
import type { Table } from '../../kernels/populations/table.ts';
import type { FeatureTable, TableSource, UnreadableTable } from '../study/spec/feature-files.ts';
import { tableSha256 } from '../study/table-bytes.ts';
import { readTableFile } from './table-file.ts';

/** Reads files of features by their path from a folder, that of the study file; each file once. */
export function openFeatureFiles(folder: string): TableSource {
  const tables = new Map<string, Table>();
  const known = new Map<string, FeatureTable | UnreadableTable>();
  const read = (path: string): FeatureTable | UnreadableTable => {
    const table = readTableFile(resolve(folder, path));
    if ('found' in table) return table;
    const { rows, dimension, values } = table;
    const sha256 = tableSha256(table);
    tables.set(sha256, { rows, dimension, values });
    return { rows, dimension, sha256 };
  };
  return {
    tables,
    files: (path) => {
      const answer = known.get(path) ?? read(path);
      known.set(path, answer);
      return answer;
    },
  };
}
