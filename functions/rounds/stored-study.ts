import type { Store } from '../../results/store/store.ts';
import { openStoredStudy, type StoredStudy } from '../compute/stored-study.ts';
import { studyHash } from '../study/mechanism.ts';
import type { Study } from '../study/study.ts';
import type { RunHistory } from './history.ts';
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

/**
 * Refuses to go on with a run whose study was replaced in the store meanwhile: the budget was given for the other one.
 *
 * @throws RoundError `StudyChanged`.
 */
export function requireSameStudy({ studyHash: planned }: Pick<RunHistory, 'studyHash'>, study: Study): void {
  const hash = studyHash(study);
  if (planned === null || planned === hash) return;
  throw new RoundError(
    'StudyChanged',
    `the stored study ${study.name} has the hash ${hash.slice(0, 12)}, this run was planned for ${planned.slice(0, 12)}: it was replaced meanwhile`,
  );
}
