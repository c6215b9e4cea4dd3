import type { Store } from '../../results/store/store.ts';
import { openStoredStudy, type StoredStudy } from '../compute/stored-study.ts';
import { RoundError } from './round-error.ts';

/**
 * The study that a store keeps under a name.
 *
 * @throws RoundError `StudyMissing` where it keeps none.
 */
export async function requireStudy(store: Store, name: string): Promise<StoredStudy> {
  const stored = await openStoredStudy(store, name);
  if (stored !== null) return stored;
  throw new RoundError(
    'StudyMissing',
    `${store.location} keeps no study named ${name}; signbench run --on aws stores it before a run begins.`,
  );
}
