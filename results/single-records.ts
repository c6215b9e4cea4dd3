import { blockKey } from './store/keys.ts';
import type { Store } from './store/store.ts';

/** Which records a store has as values of their own, beside those in packs. */
export interface SingleRecords {
  /** Lists them again where that saves more requests than it takes, or where packs hold records too. */
  refresh(packed: number): Promise<void>;
  /** False where the record was not there when they were listed. */
  mayHold(recordKey: string): boolean;
}

const FOLDER = 'blocks/';

/** Pages beyond one a record, before single records are asked for one by one. */
const SPARE_PAGES = 16;

/**
 * The single records of a store, for a reader of a plan.
 *
 * A bucket takes a request for each record that is not there, but one for a thousand keys in a listing. They are listed as far as that takes no more
 * requests than the plan has records; a bucket with more of other studies is asked one by one. A folder is listed only where there are packs,
 * whose records may lie there too.
 *
 * @param records of the plan.
 */
export function openSingleRecords(store: Store, records: number): SingleRecords {
  let known: ReadonlySet<string> | null = null;
  return {
    async refresh(packed) {
      known = store.pages !== undefined || packed > 0 ? await listed(store, records + SPARE_PAGES) : null;
    },
    mayHold: (recordKey) => known?.has(blockKey(recordKey)) ?? true,
  };
}

/** The keys of single records; null where they are on more pages than that. */
async function listed(store: Store, most: number): Promise<ReadonlySet<string> | null> {
  if (store.pages === undefined) return new Set(await store.list(FOLDER));
  const keys = new Set<string>();
  let pages = 0;
  for await (const page of store.pages(FOLDER)) {
    if (++pages > most) return null;
    for (const key of page) keys.add(key);
  }
  return keys;
}
