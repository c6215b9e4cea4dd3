import { decodeKept, type Kept } from './kept.ts';
import { findPacked } from './packs/find-packed.ts';
import type { Packs } from './packs/open-packs.ts';
import { type RecordAddress, RecordError } from './records.ts';
import type { SingleRecords } from './single-records.ts';
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
  /** What is known of the store's single records; without it each that no pack holds is asked for. */
  readonly singles?: SingleRecords;
}

/** A record that was read and verified. */
export interface FoundRecord {
  readonly bytes: Uint8Array;
  readonly kept: Kept;
  /** Key of the pack that holds it; absent of a value of its own. */
  readonly pack?: string;
}

/**
 * Reads and verifies records, in the order of their addresses; null where the store has none. A damaged or foreign one
 * is moved to the quarantine and reported, and counts as absent; one of a later format is left in place.
 *
 * A record that lies in a pack and, as far as `singles` knows, in a value of its own is compared.
 *
 * @throws StoreError `newer-format`, naming the record, `conflict` where two sound ones differ, or when the store cannot be read.
 */
export async function findRecords(
  store: Store,
  addresses: readonly RecordAddress[],
  options: GatherOptions = {},
): Promise<readonly (FoundRecord | null)[]> {
  const packed: (FoundRecord | null)[] = [];
  for (const address of addresses) packed.push(await findPacked(store, address, options));
  const { singles } = options;
  const isAsked = ({ key }: RecordAddress, i: number): boolean =>
    packed[i] === null ? singles?.mayHold(key) !== false : singles?.mayHold(key) === true;
  const asked = addresses.map(isAsked);
  const values = await store.getMany(addresses.filter((_, i) => asked[i]).map(({ key }) => blockKey(key)));
  const left = values.values();
  const found: (FoundRecord | null)[] = [];
  for (const [i, address] of addresses.entries()) {
    const bytes = asked[i] ? (left.next().value ?? null) : null;
    found.push(await agreed(store, address, { packed: packed[i], bytes, options }));
  }
  return found;
}

interface Places {
  readonly packed: FoundRecord | null;
  /** Of the record's own value; null where there is none. */
  readonly bytes: Uint8Array | null;
  readonly options: GatherOptions;
}

/** The record of a pack, or that of its own value, or what both say: the damaged one of the two goes to the quarantine. */
async function agreed(
  store: Store,
  address: RecordAddress,
  { packed, bytes, options }: Places,
): Promise<FoundRecord | null> {
  if (bytes === null) return packed;
  if (packed === null) return verified(store, address, bytes, options);
  if (Buffer.compare(packed.bytes, bytes) === 0) return packed;
  // The record was told of when its pack was read.
  const { onRecord: _, ...quiet } = options;
  const single = await verified(store, address, bytes, quiet);
  if (single === null) return packed;
  const { cell, block, estimator } = address;
  const places = [blockKey(address.key), packed.pack ?? ''].map((key) => store.locate(key));
  throw new StoreError(
    'conflict',
    `Two different contents for one block: ${places.join(' and ')} hold different numbers for ` +
      `${cell.key}, block ${block}, ${estimator.id}. They were left alone; replay one of its replicates to see which is right.`,
  );
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
