import type { Store } from '../../results/store/store.ts';

const FOLDER = 'blocks/';

/**
 * The store, with its single records listed once: those that are not there are not asked for one by one. The study that a
 * round plans lacks 10^5 of them, and a bucket takes a request for each, but for a thousand keys in a listing.
 *
 * For readers that end before they expect single records of others.
 */
export async function withKnownBlocks(store: Store): Promise<Store> {
  const known = new Set(await store.list(FOLDER));
  const isAbsent = (key: string): boolean => key.startsWith(FOLDER) && !known.has(key);
  return {
    ...store,
    get: async (key) => (isAbsent(key) ? null : store.get(key)),
    getMany: async (keys) => {
      const values = (await store.getMany(keys.filter((key) => !isAbsent(key)))).values();
      return keys.map((key) => (isAbsent(key) ? null : (values.next().value ?? null)));
    },
  };
}
