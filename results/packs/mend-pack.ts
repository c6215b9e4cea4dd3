import { packKey, packQuarantineKey } from '../store/keys.ts';
import type { Store } from '../store/store.ts';
import { type InspectedPack, inspectPack } from './inspect-pack.ts';
import { type PackedRecord, packIdOf } from './pack-format.ts';
import { storePack } from './store-pack.ts';

/** What was done about a damaged pack. */
export interface MendedPack {
  /** What is wrong with each record that its header promises and that is not sound; empty where the header is unreadable. */
  readonly lost: ReadonlyMap<string, string>;
  /** Where the pack of its sound records is in the store; null where none was sound. */
  readonly key: string | null;
  /** How many records were sound. */
  readonly saved: number;
  /** Where the damaged pack is now, as said to people. */
  readonly movedTo: string;
}

/** A pack of which something is wrong. */
export interface DamagedContent {
  /** In the store. */
  readonly key: string;
  readonly bytes: Uint8Array;
  /** Records that are known to be wrong, with the reason, whatever their checksums say. */
  readonly wrong: ReadonlyMap<string, string>;
}

/**
 * Stores the sound records of a damaged pack as a pack of their own and then moves the damaged one to the quarantine, so
 * that a process killed in between loses nothing.
 *
 * @throws StoreError `newer-format` where a later version wrote part of it; it is left alone then.
 */
export async function mendPack(store: Store, study: string, pack: DamagedContent): Promise<MendedPack> {
  const { sound, lost } = sorted(store.locate(pack.key), pack);
  const quarantine = packQuarantineKey(pack.key);
  const keys = sound.map((record) => record.key);
  if (packKey(study, packIdOf(keys)) === pack.key) {
    // Every record is sound, the header or the end is not: the mended pack has the name of the damaged one.
    await store.move(pack.key, quarantine);
    await storePack(store, study, sound);
  } else {
    if (sound.length > 0) await storePack(store, study, sound);
    await store.move(pack.key, quarantine);
  }
  const key = sound.length === 0 ? null : packKey(study, packIdOf(keys));
  return { lost, key, saved: sound.length, movedTo: store.locate(quarantine) };
}

/** What is sound in a pack and what is not, those that are known to be wrong among the latter. */
function sorted(path: string, { bytes, wrong }: DamagedContent): InspectedPack {
  const { sound, lost } = inspectPack(path, bytes);
  const isWrong = ({ key }: PackedRecord): boolean => wrong.has(key);
  return { sound: sound.filter((record) => !isWrong(record)), lost: new Map([...lost, ...wrong]) };
}
