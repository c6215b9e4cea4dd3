import { planStudy } from '../../functions/study/plan.ts';
import type { Study } from '../../functions/study/study.ts';
import { openPacks, type Packs } from '../packs/open-packs.ts';
import type { Store } from '../store/store.ts';
import type { Memory } from './memory.ts';

/** The packs of studies, whose headers are read once. */
export interface StudyPacks {
  of(study: Study): Promise<Packs>;
}

interface Opened {
  readonly packs: Packs;
  lookedAt: number;
}

/** Of a record in the index of packs. */
const RECORD_BYTES = 300;

/** Packs are listed again when the list is older than `freshMs`; only those that came since are read. */
export function createStudyPacks(
  store: Store,
  { memory, freshMs, now }: { readonly memory: Memory; readonly freshMs: number; readonly now: () => number },
): StudyPacks {
  const opened = memory.cache<Opened>();
  return {
    async of(study) {
      const one = opened.get(study.name) ?? {
        packs: openPacks(store, study.name),
        lookedAt: Number.NEGATIVE_INFINITY,
      };
      if (now() - one.lookedAt >= freshMs) {
        one.lookedAt = now();
        await one.packs.refresh();
      }
      opened.set(study.name, one, RECORD_BYTES * recordsOf(study));
      return one.packs;
    },
  };
}

const recordsOf = (study: Study): number =>
  planStudy(study).reduce((sum, { blocks, estimators }) => sum + blocks * estimators.length, 0);
