import { packUses } from '../packs/pack-garbage.ts';
import { blockKey, QUARANTINE, quarantineKey } from './keys.ts';
import { beginningsOf, type Listed, listedFiles, sizesOf } from './listed-files.ts';
import type { Store } from './store.ts';

/** Why a file of a store may go. */
export type GarbageReason = 'unreachable' | 'quarantined' | 'temporary';

export interface Garbage {
  readonly key: string;
  readonly bytes: number;
  readonly reason: GarbageReason;
  /** Keys of the records in it, where it is a sound file of some. */
  readonly records: readonly string[];
}

/** What stays, counted. */
export interface Kept {
  /** Records that a stored study uses. */
  readonly inUse: number;
  /** Records that no stored study uses, stored too short a time ago; quarantined ones likewise. */
  readonly young: number;
  /** Records that only a later version can read. */
  readonly laterFormat: number;
  /** Files among the records and in the quarantine that are no records. */
  readonly unknown: number;
}

export interface GarbageOptions {
  /** The latest format of records that this version knows. */
  readonly format: number;
  readonly now: Date;
  /** Whether age does not matter. */
  readonly all: boolean;
}

/** A run may be about to use what it has just stored, and its study may not be seen yet. */
const UNREACHABLE_MS = 3600 * 1000;
const QUARANTINED_MS = 30 * 24 * 3600 * 1000;

const RECORD_NAME = /\/([0-9a-f]{64})\.json$/;

/** In the quarantine, whose packs are under the keys that they had. */
const PACK_NAME = /^quarantine\/packs\/[^/]+\/[0-9a-f]{64}\.ndjson$/;

/**
 * Finds what of a store may be removed: records outside `used` that are an hour old, packs that hold no other ones, quarantined records of thirty
 * days, and temporary files whose processes are gone. A file that does not look like a record of a known format under
 * its own name is never among them.
 *
 * @param used keys of the records that stored studies use.
 */
export async function findGarbage(
  store: Store,
  used: ReadonlySet<string>,
  options: GarbageOptions,
): Promise<{ readonly garbage: readonly Garbage[]; readonly kept: Kept }> {
  const garbage: Garbage[] = [];
  const kept = { inUse: 0, young: 0, laterFormat: 0, unknown: 0 };
  const isOld = async ({ key, storedAt: told }: Listed, age: number): Promise<boolean> => {
    if (options.all) return true;
    const storedAt = told ?? (await store.storedAt(key));
    return storedAt !== null && options.now.getTime() - storedAt.getTime() > age;
  };

  const packs = await listedFiles(store, 'packs/');
  const packKeys = packs.map(({ key }) => key);
  for (const [i, use] of (await packUses(store, packKeys, used)).entries()) {
    if (use.kind === 'in use') kept.inUse += use.inUse;
    else if (use.kind === 'unused') {
      const { records, bytes } = use;
      if (await isOld(packs[i], UNREACHABLE_MS))
        garbage.push({ key: packKeys[i], bytes, reason: 'unreachable', records });
      else kept.young += records.length;
    } else if (use.kind !== 'gone') kept[use.kind]++;
  }
  const unused: Listed[] = [];
  for (const file of await listedFiles(store, 'blocks/')) {
    const name = recordName(file.key, blockKey);
    if (name === null) kept.unknown++;
    else if (used.has(name)) kept.inUse++;
    else unused.push(file);
  }
  for await (const { file, start, bytes } of beginningsOf(store, unused, HEAD_BYTES)) {
    const { key } = file;
    const kind = kindOf(start, options.format);
    if (kind !== 'record') kept[kind]++;
    else if (await isOld(file, UNREACHABLE_MS)) {
      const name = recordName(key, blockKey);
      const records = name === null ? [] : [name];
      garbage.push({ key, bytes, reason: 'unreachable', records });
    } else kept.young++;
  }
  // What is in the quarantine is damaged, so that only its name tells that it was a record.
  for await (const { file, bytes } of sizesOf(store, await listedFiles(store, `${QUARANTINE}/`))) {
    const { key } = file;
    if (recordName(key, quarantineKey) === null && !PACK_NAME.test(key)) kept.unknown++;
    else if (await isOld(file, QUARANTINED_MS))
      garbage.push({ key, bytes, reason: 'quarantined', records: [] });
    else kept.young++;
  }
  const leftovers = (await store.leftovers()).map((key): Listed => ({ key }));
  for await (const { file, bytes } of sizesOf(store, leftovers)) {
    garbage.push({ key: file.key, bytes, reason: 'temporary', records: [] });
  }
  return { garbage, kept };
}

/** The record key in a store key; null where the file is not at the place of that record. */
function recordName(key: string, place: (recordKey: string) => string): string | null {
  const name = RECORD_NAME.exec(key)?.[1];
  return name !== undefined && place(name) === key ? name : null;
}

const HEAD_BYTES = 40;

/** What the beginning of a file says it is; the rest is not verified, since a damaged record is garbage all the more. */
function kindOf(bytes: Uint8Array, format: number): 'record' | 'laterFormat' | 'unknown' {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, HEAD_BYTES));
  const found = /^\{"format":(\d+),"checksum":"/.exec(head)?.[1];
  if (found === undefined) return 'unknown';
  return Number(found) > format ? 'laterFormat' : 'record';
}
