import { sha256Hex } from '../../functions/study/mechanism.ts';
import type { Store } from '../store/store.ts';
import type { Cache, Memory } from './memory.ts';
import { createSingleFlight } from './single-flight.ts';

/** The bytes under a key of a store, and their SHA-256. */
export interface StoredValue {
  readonly bytes: Uint8Array;
  readonly hash: string;
}

/** What is computed from stored bytes, and the SHA-256 of those bytes. */
export interface Derived<T> {
  readonly hash: string;
  readonly value: T;
}

/** Reads values of a store, each again only when it may have changed. */
export interface StoredValues {
  /** SHA-256 of the bytes; null where there are none. */
  hash(key: string): Promise<string | null>;
  read(key: string): Promise<StoredValue | null>;
  /** What `derive` makes of the bytes under a key, computed once for each content; null where there are none. */
  derived<T>(source: Source<T>, key: string): Promise<Derived<T> | null>;
}

/** How a value is made of bytes, what it weighs in memory, and where it is kept. */
export interface Source<T> {
  readonly derive: (bytes: Uint8Array) => T;
  readonly weight: (bytes: Uint8Array) => number;
  readonly cache: Cache<T>;
}

export interface StoredValuesOptions {
  readonly memory: Memory;
  /** A value is looked at again after this long. */
  readonly freshMs: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What was last known of a key. */
interface Known {
  readonly checkedAt: number;
  readonly storedAt: number;
  readonly hash: string;
  /** Whether its time of storing is so old that another value cannot have the same. */
  readonly settled: boolean;
}

/** Object stores tell the time of storing in whole seconds: younger values may be replaced without a sign. */
const SETTLED_MS = 2000;

/** Reads values of a store through a memory. A value is the same where its time of storing is, once that is past. */
export function createStoredValues(store: Store, options: StoredValuesOptions): StoredValues {
  const { memory, freshMs, now } = options;
  const contents = memory.cache<StoredValue>();
  const known = new Map<string, Known>();
  const looking = createSingleFlight<Known | null>();
  const reading = createSingleFlight<StoredValue | null>();

  const fetched = (key: string, storedAt: number): Promise<StoredValue | null> =>
    reading(key, async () => {
      const checkedAt = now();
      const bytes = await store.get(key);
      if (bytes === null) return forget(key);
      const hash = sha256Hex(bytes);
      const value = { bytes, hash };
      known.set(key, { checkedAt, storedAt, hash, settled: checkedAt - storedAt > SETTLED_MS });
      contents.set(key, value, bytes.length);
      return value;
    });

  const forget = (key: string): null => {
    known.delete(key);
    contents.delete(key);
    return null;
  };

  /** What the key holds now, its bytes read only where they may be new. */
  const look = (key: string): Promise<Known | null> =>
    looking(key, async () => {
      const before = known.get(key);
      const checkedAt = now();
      if (before !== undefined && checkedAt - before.checkedAt < freshMs) return before;
      const storedAt = (await store.storedAt(key))?.getTime();
      if (storedAt === undefined) return forget(key);
      if (before?.settled && before.storedAt === storedAt) {
        const again = { ...before, checkedAt };
        known.set(key, again);
        return again;
      }
      await fetched(key, storedAt);
      return known.get(key) ?? null;
    });

  async function read(key: string): Promise<StoredValue | null> {
    const found = await look(key);
    if (found === null) return null;
    const content = contents.get(key);
    return content?.hash === found.hash ? content : fetched(key, found.storedAt);
  }

  return {
    read,
    hash: async (key) => (await look(key))?.hash ?? null,
    async derived(source, key) {
      const found = await look(key);
      if (found === null) return null;
      const before = source.cache.get(found.hash);
      if (before !== undefined) return { hash: found.hash, value: before };
      const content = await read(key);
      if (content === null) return null;
      const value = source.derive(content.bytes);
      source.cache.set(content.hash, value, source.weight(content.bytes));
      return { hash: content.hash, value };
    },
  };
}
