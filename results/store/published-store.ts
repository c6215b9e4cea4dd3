import { readOnly } from './read-only.ts';
import type { Store } from './store.ts';

const STUDIES = 'studies/';

/** Whether a place holds results as they are published, `NAME/summary.json`, and is no store of a run, which has them in `studies/`. */
export async function holdsPublished(place: Store): Promise<boolean> {
  if ((await place.list(STUDIES)).length > 0) return false;
  return (await place.list('')).some((key) => /^[^/]+\/summary\.json$/.test(key));
}

/** A folder of published results as a store for readers: the folders stand where a store has its studies; records there are none. */
export function publishedStore(place: Store): Store {
  const keyOf = (key: string): string | null => (key.startsWith(STUDIES) ? key.slice(STUDIES.length) : null);
  const orNull = async <T>(key: string, read: (key: string) => Promise<T | null>): Promise<T | null> => {
    const own = keyOf(key);
    return own === null || own === '' ? null : read(own);
  };
  return readOnly({
    ...place,
    get: (key) => orNull(key, place.get),
    getMany: (keys) => Promise.all(keys.map((key) => orNull(key, place.get))),
    storedAt: (key) => orNull(key, place.storedAt),
    list: async (folder) => {
      const own = keyOf(folder);
      return own === null ? [] : (await place.list(own)).map((key) => `${STUDIES}${key}`);
    },
    locate: (key) => place.locate(keyOf(key) ?? key),
  });
}
