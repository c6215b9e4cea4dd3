import { openPacks } from './packs/open-packs.ts';
import { blockKey } from './store/keys.ts';
import type { Store } from './store/store.ts';

/** Keys of the records that a store has of a study, single ones and those that its packs promise; none is verified. */
export async function storedRecords(
  store: Store,
  study: string,
): Promise<{ has(recordKey: string): boolean }> {
  const single = new Set(await store.list('blocks/'));
  const packed = await openPacks(store, study).keys();
  return { has: (recordKey) => packed.has(recordKey) || single.has(blockKey(recordKey)) };
}
