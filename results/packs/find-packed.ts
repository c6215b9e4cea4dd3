import type { FoundRecord, GatherOptions } from '../gather-records.ts';
import { decodeKept } from '../kept.ts';
import { type RecordAddress, RecordError } from '../records.ts';
import type { Store } from '../store/store.ts';
import { StoreError } from '../store/store-error.ts';
import { newerFormat } from './inspect-pack.ts';
import type { PackedBytes } from './open-packs.ts';

/**
 * One record from the packs; null where they have none. A damaged one is taken out of its pack and reported, and counts as
 * absent; where several packs hold it, with the same bytes, it counts once.
 *
 * @throws StoreError `conflict` when two packs hold different numbers for it, `newer-format` as for single records.
 */
export async function findPacked(
  store: Store,
  address: RecordAddress,
  options: GatherOptions,
): Promise<FoundRecord | null> {
  const { packs, onDamaged, onRecord } = options;
  if (packs === undefined) return null;
  const sound: (PackedBytes & FoundRecord)[] = [];
  for (const one of await packs.find(address.key)) {
    const kept = decoded(store, address, one);
    if (kept instanceof RecordError) await packs.mend(one.pack, { key: address.key, reason: kept.message });
    else sound.push({ ...one, kept });
  }
  const loss = packs.lossOf(address.key);
  if (loss !== null) onDamaged?.({ address, ...loss });
  const [first, ...others] = sound;
  if (first === undefined) return null;
  const other = others.find(({ bytes }) => Buffer.compare(bytes, first.bytes) !== 0);
  if (other !== undefined) throw conflict(store, address, [first.pack, other.pack]);
  onRecord?.(address, first.kept);
  return { bytes: first.bytes, kept: first.kept, pack: first.pack };
}

function decoded(
  store: Store,
  address: RecordAddress,
  { pack, bytes }: PackedBytes,
): FoundRecord['kept'] | RecordError {
  try {
    return decodeKept(address, bytes);
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    if (error.problem === 'newer-format') throw newerFormat(store.locate(pack), error);
    return error;
  }
}

const conflict = (
  store: Store,
  { cell, block, estimator }: RecordAddress,
  packs: readonly string[],
): StoreError =>
  new StoreError(
    'conflict',
    `Two different contents for one block: the packs ${packs.map((key) => store.locate(key)).join(' and ')} hold different ` +
      `numbers for ${cell.key}, block ${block}, ${estimator.id}. They were left alone; replay one of its replicates to see which is right.`,
  );
