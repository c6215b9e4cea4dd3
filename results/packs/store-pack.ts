import { packKey, packQuarantineKey } from '../store/keys.ts';
import type { Store } from '../store/store.ts';
import { StoreError } from '../store/store-error.ts';
import { inspectPack } from './inspect-pack.ts';
import { encodePack, type PackedRecord, packIdOf } from './pack-format.ts';

/**
 * Stores records as one pack and resolves to its key in the store. A pack of the same records that is there already must be identical, or
 * damaged and moved to the quarantine.
 *
 * @param records at least one.
 * @throws StoreError `conflict` when a sound pack of the same records with other numbers is there.
 */
export async function storePack(
  store: Store,
  study: string,
  records: readonly PackedRecord[],
): Promise<string> {
  const key = packKey(study, packIdOf(records.map((record) => record.key)));
  const bytes = encodePack(study, records);
  try {
    await store.putIfAbsent(key, bytes);
  } catch (error) {
    if (!(error instanceof StoreError) || error.problem !== 'conflict') throw error;
    const there = await store.get(key);
    if (there !== null && isSound(store.locate(key), there, records)) throw otherNumbers(store, key, error);
    await store.move(key, packQuarantineKey(key));
    await store.putIfAbsent(key, bytes);
  }
  return key;
}

function isSound(path: string, bytes: Uint8Array, records: readonly PackedRecord[]): boolean {
  const { sound } = inspectPack(path, bytes);
  const keys = new Set(sound.map((record) => record.key));
  return records.every((record) => keys.has(record.key));
}

const otherNumbers = (store: Store, key: string, cause: StoreError): StoreError =>
  new StoreError(
    'conflict',
    `Two different contents for the same blocks: the pack ${store.locate(key)} holds other numbers than were just computed. ` +
      'It was left alone; replay one of its replicates to see which is right.',
    { cause },
  );
