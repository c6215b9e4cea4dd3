/** Whole packs as they were last read: each is read once while it is in use, and the oldest go when they grow too many. */
export interface PackCache {
  /** The content under a key; null where there is none. */
  read(key: string): Promise<Uint8Array | null>;
  forget(key: string): void;
}

/** Those that cells read together, and those that are being read ahead. */
const MOST_PACKS = 8;
const MOST_BYTES = 64 * 1024 * 1024;

/** However large they are: a pack that spans two cells is read by both. */
const LEAST_PACKS = 2;

/** A cache of packs in front of `get`, the least recently used going first. */
export function createPackCache(get: (key: string) => Promise<Uint8Array | null>): PackCache {
  const kept = new Map<string, { readonly content: Promise<Uint8Array | null>; bytes: number }>();
  let total = 0;

  function forget(key: string): void {
    total -= kept.get(key)?.bytes ?? 0;
    kept.delete(key);
  }

  function makeRoom(): void {
    for (const key of kept.keys()) {
      const isRoomy = kept.size <= MOST_PACKS && total <= MOST_BYTES;
      if (isRoomy || kept.size <= LEAST_PACKS) return;
      forget(key);
    }
  }

  async function load(key: string): Promise<Uint8Array | null> {
    const content = get(key);
    const entry = { content, bytes: 0 };
    kept.set(key, entry);
    try {
      const bytes = await content;
      if (kept.get(key) === entry) {
        entry.bytes = bytes?.length ?? 0;
        total += entry.bytes;
        makeRoom();
      }
      return bytes;
    } catch (error) {
      forget(key);
      throw error;
    }
  }

  return {
    forget,
    async read(key) {
      const found = kept.get(key);
      if (found === undefined) return load(key);
      // Last in the order of a Map is what was put in last.
      kept.delete(key);
      kept.set(key, found);
      return found.content;
    },
  };
}
