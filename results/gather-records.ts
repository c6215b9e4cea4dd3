import { decodeKept, type Kept } from './kept.ts';
import { findPacked } from './packs/find-packed.ts';
import type { Packs } from './packs/open-packs.ts';
import { type RecordAddress, RecordError } from './records.ts';
import { blockKey, quarantineKey } from './store/keys.ts';
import type { Store } from './store/store.ts';
import { StoreError } from './store/store-error.ts';

/** A record that could not be trusted and was moved away, to be computed again; or a pack of which nobody can say what is lost. */
export interface DamagedRecord {
  /** null for a pack whose header is unreadable. */
  readonly address: RecordAddress | null;
  readonly path: string;
  readonly reason: string;
  readonly movedTo: string;
}

export interface GatherOptions {
  /** Called for every record read and verified. */
  readonly onRecord?: (address: RecordAddress, kept: Kept) => void;
  readonly onDamaged?: (damaged: DamagedRecord) => void;
  /** Packs of the study, in which records are looked for before the store's single ones. */
  readonly packs?: Packs;
}

/** A record that was read and verified. */
export interface FoundRecord {
  readonly bytes: Uint8Array;
  readonly kept: Kept;
}

/**
 * Reads and verifies records, in the order of their addresses; null where the store has none. A damaged or foreign one
 * is moved to the quarantine and reported, and counts as absent; one of a later format is left in place.
 *
 * @throws StoreError `newer-format`, naming the record, or when the store cannot be read.
 */
export async function findRecords(
  store: Store,
  addresses: readonly RecordAddress[],
  options: GatherOptions = {},
): Promise<readonly (FoundRecord | null)[]> {
  const found: (FoundRecord | null)[] = [];
  for (const address of addresses) found.push(await findPacked(store, address, options));
  const single = addresses.filter((_, i) => found[i] === null);
  const values = await store.getMany(single.map(({ key }) => blockKey(key)));
  const left = values.values();
  for (const [i, address] of addresses.entries()) {
    if (found[i] !== null) continue;
    const bytes = left.next().value ?? null;
    found[i] = bytes === null ? null : await verified(store, address, bytes, options);
  }
  return found;
}

/** One record, as `findRecords` finds it. */
export async function findRecord(
  store: Store,
  address: RecordAddress,
  options: GatherOptions = {},
): Promise<FoundRecord | null> {
  const packed = await findPacked(store, address, options);
  if (packed !== null) return packed;
  const bytes = await store.get(blockKey(address.key));
  return bytes === null ? null : verified(store, address, bytes, options);
}

async function verified(
  store: Store,
  address: RecordAddress,
  bytes: Uint8Array,
  options: GatherOptions,
): Promise<FoundRecord | null> {
  try {
    const kept = decodeKept(address, bytes);
    options.onRecord?.(address, kept);
    return { bytes, kept };
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    const path = store.locate(blockKey(address.key));
    if (error.problem === 'newer-format') {
      throw new StoreError(
        'newer-format',
        `Cannot use the block record ${path}: ${error.message}. Update signbench or choose another store; the record was left alone.`,
        { cause: error },
      );
    }
    await store.move(blockKey(address.key), quarantineKey(address.key));
    options.onDamaged?.({
      address,
      path,
      reason: error.message,
      movedTo: store.locate(quarantineKey(address.key)),
    });
    return null;
  }
}

/** The bytes of a record, as `findRecord` finds it; null where it is absent. */
const readRecord = async (
  store: Store,
  address: RecordAddress,
  options: GatherOptions = {},
): Promise<Uint8Array | null> => (await findRecord(store, address, options))?.bytes ?? null;

/**
 * Stores a computed record. A record that is there already must be identical, or damaged and moved to the quarantine.
 *
 * @throws StoreError `conflict` when a sound record with other numbers is there.
 */
export async function storeRecord(
  store: Store,
  address: RecordAddress,
  bytes: Uint8Array,
  options: GatherOptions = {},
): Promise<void> {
  try {
    await store.putIfAbsent(blockKey(address.key), bytes);
  } catch (error) {
    if (!(error instanceof StoreError) || error.problem !== 'conflict') throw error;
    if ((await readRecord(store, address, options)) !== null) {
      throw new StoreError(
        'conflict',
        `Two different contents for one block: ${store.locate(blockKey(address.key))} holds other numbers than were ` +
          `just computed for ${address.cell.key}, block ${address.block}, ${address.estimator.id}. It was left alone; ` +
          'replay one of its replicates to see which is right.',
        { cause: error },
      );
    }
    await store.putIfAbsent(blockKey(address.key), bytes);
  }
}
