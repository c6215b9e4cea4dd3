import type { Store } from '../../results/store/store.ts';
import { findStoredStudy } from '../../results/stored-study.ts';
import { openStoredTables } from '../../results/stored-tables.ts';
import { mechanismHash } from '../study/mechanism.ts';
import { planStudy } from '../study/plan.ts';
import { parseStudy } from '../study/spec/parse-study.ts';
import { StudyError } from '../study/spec/study-error.ts';
import type { Study } from '../study/study.ts';

/**
 * How many cells of a study draw other data than any cell of the study that the store keeps under its name; null where
 * it keeps none, or one that can no longer be read. Such cells are computed anew beside the old records.
 */
export async function forkedCells(store: Store, study: Study): Promise<number | null> {
  const stored = await findStoredStudy(store, study.name);
  if (stored === null) return null;
  const known = new Set<string>();
  try {
    const { files } = await openStoredTables(store, study.name);
    const before = parseStudy(stored.source, stored.path, stored.run?.profile ?? study.profile, files);
    for (const cell of planStudy(before)) known.add(mechanismHash({ ...cell, n: 0 }));
  } catch (error) {
    if (error instanceof StudyError) return null;
    throw error;
  }
  return planStudy(study).filter((cell) => !known.has(mechanismHash({ ...cell, n: 0 }))).length;
}
