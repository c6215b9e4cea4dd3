import pMap from 'p-map';
import type { Store } from '../store/store.ts';
import { PackError } from './pack-format.ts';
import { readHeader } from './read-header.ts';

/** What a pack in a store is to those who look for what may go. */
export type PackUse =
  | { readonly kind: 'in use'; readonly inUse: number }
  | { readonly kind: 'unused'; readonly records: readonly string[]; readonly bytes: number }
  | { readonly kind: 'laterFormat' | 'unknown' | 'gone' };

const AT_ONCE = 32;

/**
 * What each pack is: in use where one of its records is, since a pack goes or stays as a whole. Of those in use only the header is
 * read; one whose header is damaged is unknown, and the next reader of its study mends it.
 *
 * @param used keys of the records that stored studies use.
 */
export const packUses = (
  store: Store,
  keys: readonly string[],
  used: ReadonlySet<string>,
): Promise<readonly PackUse[]> => pMap(keys, (key) => useOf(store, key, used), { concurrency: AT_ONCE });

async function useOf(store: Store, key: string, used: ReadonlySet<string>): Promise<PackUse> {
  try {
    const header = await readHeader(store, key);
    if (header === null) return { kind: 'gone' };
    const records = header.records.map((record) => record.key);
    const inUse = records.filter((record) => used.has(record)).length;
    if (inUse > 0) return { kind: 'in use', inUse };
    const bytes = header.records.reduce((sum, record) => sum + record.bytes, header.length);
    return { kind: 'unused', records, bytes };
  } catch (error) {
    if (!(error instanceof PackError)) throw error;
    return { kind: error.problem === 'newer-format' ? 'laterFormat' : 'unknown' };
  }
}
