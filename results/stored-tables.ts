import { z } from 'zod';
import { canonicalJson } from '../functions/study/canonical-json.ts';
import { sha256Hex } from '../functions/study/mechanism.ts';
import type { FeatureTable, TableSource, UnreadableTable } from '../functions/study/spec/feature-files.ts';
import type { Study } from '../functions/study/study.ts';
import { decodeTable, encodeTable } from '../functions/study/table-bytes.ts';
import type { Table, Tables } from '../kernels/populations/table.ts';
import { studyKey, tableKey } from './store/keys.ts';
import type { Store } from './store/store.ts';

const Index = z.array(
  z.object({ path: z.string(), sha256: z.string(), rows: z.number(), dimension: z.number() }),
);

/** A table of a study under the path its file gives it. */
type StoredTable = z.infer<typeof Index>[number];

/**
 * Keeps the tables of features that a study draws from, each once by its hash, and which path of the study means which, so
 * that the study runs by its name where its files are gone. Before `keepStudy`: a stored study has its tables.
 */
export async function keepTables(store: Store, study: Study, tables: Tables): Promise<void> {
  const index = tablesOf(study);
  if (index.length === 0) return;
  for (const sha256 of new Set(index.map((one) => one.sha256))) {
    const table = tables.get(sha256);
    if (table === undefined)
      throw new Error(`keepTables: the table ${sha256} of ${study.name} was not given`);
    const there = await store.get(tableKey(sha256));
    if (there === null || sha256Hex(there) !== sha256)
      await store.replace(tableKey(sha256), encodeTable(table));
  }
  const text = `${canonicalJson(index)}\n`;
  await store.replace(studyKey(study.name, 'tables.json'), new TextEncoder().encode(text));
}

/** The tables that a store keeps for a study: what `parseStudy` and a run need in place of its files. */
export async function openStoredTables(store: Store, name: string): Promise<TableSource> {
  const tables = new Map<string, Table>();
  const answers = new Map<string, FeatureTable | UnreadableTable>();
  for (const { path, sha256, rows, dimension } of await readIndex(store, name)) {
    const bytes = tables.has(sha256) ? null : await store.get(tableKey(sha256));
    const table = bytes !== null && sha256Hex(bytes) === sha256 ? decodeTable(bytes) : null;
    if (table !== null) tables.set(sha256, table);
    answers.set(path, tables.has(sha256) ? { rows, dimension, sha256 } : LOST);
  }
  return { tables, files: (path) => answers.get(path) ?? LOST };
}

const LOST: UnreadableTable = {
  found: 'is missing or damaged in the store',
  allowed: 'run the study by its file again, beside which the table is',
};

function tablesOf({ scenarios }: Study): readonly StoredTable[] {
  const byPath = new Map<string, StoredTable>();
  for (const { population } of scenarios) {
    if (population.features.law !== 'file') continue;
    const { path, sha256, rows, dimension } = population.features;
    byPath.set(path, { path, sha256, rows, dimension });
  }
  return [...byPath.values()];
}

async function readIndex(store: Store, name: string): Promise<readonly StoredTable[]> {
  const bytes = await store.get(studyKey(name, 'tables.json'));
  try {
    return bytes === null ? [] : Index.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return [];
  }
}
