import { computedBy } from '../../functions/study/backends.ts';
import { studyHash } from '../../functions/study/mechanism.ts';
import { parseStudy } from '../../functions/study/spec/parse-study.ts';
import { StudyError } from '../../functions/study/spec/study-error.ts';
import type { Study } from '../../functions/study/study.ts';
import type { Tables } from '../../kernels/populations/table.ts';
import type { Store } from '../store/store.ts';
import { findStoredStudy } from '../stored-study.ts';
import { openStoredTables } from '../stored-tables.ts';

/** A study as its store keeps it, in the arithmetic of its last run. */
export interface StoredPlan {
  readonly study: Study;
  readonly studyHash: string;
  /** Text of its file. */
  readonly source: string;
  /** Tables of features that it names. */
  readonly tables: Tables;
}

/** Why a stored study cannot be read. */
export interface Unreadable {
  readonly problem: string;
}

/** Reads a study file from a store; null where there is none, a sentence where this version cannot read it. */
export async function readStoredPlan(store: Store, name: string): Promise<StoredPlan | Unreadable | null> {
  const stored = await findStoredStudy(store, name);
  if (stored === null) return null;
  const { tables, files } = await openStoredTables(store, name);
  try {
    const parsed = parseStudy(stored.source, 'study.yaml', stored.run?.profile ?? 'full', files);
    const study = stored.run === null ? parsed : computedBy(parsed, stored.run.backend);
    return { study, studyHash: studyHash(study), source: stored.source, tables };
  } catch (error) {
    if (!(error instanceof StudyError)) throw error;
    return {
      problem: `study.yaml of ${name} cannot be read: ${error.problems[0]?.sentence ?? error.message}`,
    };
  }
}
