import type { Store } from './store.ts';
import { StoreError } from './store-error.ts';

/**
 * The same store for a reader that must change nothing, such as a public server.
 *
 * A value that cannot be trusted is not moved to the quarantine: it stays, counts as absent, and the next run moves it.
 */
export function readOnly(store: Store): Store {
  const refuse = async (): Promise<never> => {
    throw new StoreError('read-only', `${store.location} was opened for reading only; nothing was written.`);
  };
  const { getStart, pages } = store;
  return {
    location: store.location,
    ...(getStart === undefined ? {} : { getStart }),
    ...(pages === undefined ? {} : { pages }),
    get: (key) => store.get(key),
    getMany: (keys) => store.getMany(keys),
    list: (folder) => store.list(folder),
    storedAt: (key) => store.storedAt(key),
    leftovers: () => store.leftovers(),
    locate: (key) => store.locate(key),
    putIfAbsent: refuse,
    replace: refuse,
    remove: refuse,
    move: async () => {},
  };
}
