import type { EstimatorOutcomes } from '../functions/study/run-block.ts';
import { decodeRecord, type RecordAddress, RecordError } from './records.ts';
import { blockKey, quarantineKey } from './store/keys.ts';
import type { Store } from './store/store.ts';
import { StoreError } from './store/store-error.ts';

/** Verified bytes of records by record key. */
export type RecordBytes = ReadonlyMap<string, Uint8Array>;

/** A record that could not be trusted and was moved away, to be computed again. */
export interface DamagedRecord {
  readonly address: RecordAddress;
  readonly path: string;
  readonly reason: string;
  readonly movedTo: string;
}

export interface GatherOptions {
  /** Called for every record read and verified. */
  readonly onRecord?: (address: RecordAddress, outcomes: EstimatorOutcomes) => void;
  readonly onDamaged?: (damaged: DamagedRecord) => void;
}

const READS_AT_ONCE = 16;

/**
 * Reads and verifies those of the records that the store has. Damaged and foreign ones are moved to the quarantine and
 * reported; a record of a later format is left in place.
 *
 * @throws StoreError `newer-format`, naming the record, or when the store cannot be read.
 */
export async function gatherRecords(
  store: Store,
  addresses: readonly RecordAddress[],
  options: GatherOptions = {},
): Promise<Map<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  const queue = addresses.values();
  const reader = async (): Promise<void> => {
    for (const address of queue) {
      const bytes = await readRecord(store, address, options);
      if (bytes !== null) found.set(address.key, bytes);
    }
  };
  await Promise.all(Array.from({ length: READS_AT_ONCE }, reader));
  return found;
}

/** Reads one record as `gatherRecords` does; null where it is absent or was moved to the quarantine. */
export async function readRecord(
  store: Store,
  address: RecordAddress,
  options: GatherOptions = {},
): Promise<Uint8Array | null> {
  const bytes = await store.get(blockKey(address.key));
  if (bytes === null) return null;
  try {
    const outcomes = decodeRecord(address, bytes);
    options.onRecord?.(address, outcomes);
    return bytes;
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
