import type { Tables } from '../../kernels/populations/table.ts';
import type { Store } from '../../results/store/store.ts';
import { findStoredStudy } from '../../results/stored-study.ts';
import { openStoredTables } from '../../results/stored-tables.ts';
import { type ComputeId, computedBy } from '../study/backends.ts';
import { parseStudy } from '../study/spec/parse-study.ts';
import type { Study } from '../study/study.ts';

/** A study as a store keeps it, with all that computing it needs. */
export interface StoredStudy {
  /** In the profile and the arithmetic of its last run. */
  readonly study: Study;
  readonly tables: Tables;
  readonly backend: ComputeId;
}

/**
 * The study that a store keeps under a name; null where it keeps none.
 *
 * @throws StudyError when its file cannot be run.
 */
export async function openStoredStudy(store: Store, name: string): Promise<StoredStudy | null> {
  const [stored, { tables, files }] = await Promise.all([
    findStoredStudy(store, name),
    openStoredTables(store, name),
  ]);
  if (stored === null) return null;
  const { profile, backend } = stored.run ?? { profile: 'full', backend: 'wasm-f64' };
  const study = parseStudy(stored.source, stored.path, profile, files);
  return { study: computedBy(study, backend), tables, backend };
}
