import pMap from 'p-map';
import { packsFolder } from '../store/keys.ts';
import type { Store } from '../store/store.ts';
import { StoreError } from '../store/store-error.ts';
import { inspectPack, newerFormat } from './inspect-pack.ts';
import { type DamagedContent, mendPack } from './mend-pack.ts';
import { createPackCache } from './pack-cache.ts';
import { PackError } from './pack-format.ts';
import { readHeader } from './read-header.ts';
import { createRecordIndex } from './record-index.ts';

/** A pack that could not be trusted as a whole: what was sound in it is kept, the rest counts as absent. */
export interface DamagedPack {
  /** As said to people. */
  readonly path: string;
  readonly reason: string;
  readonly movedTo: string;
}

/** A record as a pack holds it; not verified. */
export interface PackedBytes {
  /** Key of the pack in the store. */
  readonly pack: string;
  readonly bytes: Uint8Array;
}

/** The packs of one study in a store, as an index of the records that their headers promise. */
export interface Packs {
  /** Lists the packs again: reads the headers of those that came, forgets those that went. */
  refresh(): Promise<void>;
  /** Keys of the records that packs promise. */
  keys(): Promise<{ readonly size: number; has(recordKey: string): boolean }>;
  /** What the packs hold under the record's key: nothing, one, or several where blocks were computed more than once. */
  find(recordKey: string): Promise<readonly PackedBytes[]>;
  /** Has a pack mended of which a record was found wrong: the record is taken out, with all that is damaged beside it. */
  mend(pack: string, wrong: WrongRecord): Promise<void>;
  /** What became of a record that was lost with a damaged pack; told once. */
  lossOf(recordKey: string): DamagedPack | null;
}

/** A record that is not what its pack promises. */
interface WrongRecord {
  readonly key: string;
  readonly reason: string;
}

const HEADERS_AT_ONCE = 32;

/**
 * The packs of a study, opened with the first question: one listing, and one read of a header a pack. In memory are fifty
 * bytes a record, and a few packs.
 *
 * @param onDamaged told of packs whose header is unreadable; records lost with others are told by `lossOf`.
 */
export function openPacks(
  store: Store,
  study: string,
  onDamaged: (pack: DamagedPack) => void = () => {},
): Packs {
  const index = createRecordIndex();
  /** Packs by their keys, numbered as they came; and their keys by these numbers. */
  const known = new Map<string, number>();
  const names: string[] = [];
  const losses = new Map<string, DamagedPack>();
  const mending = new Map<string, Promise<void>>();
  const cache = createPackCache((key) => store.get(key));
  let opened: Promise<void> | null = null;

  async function indexPack(key: string): Promise<void> {
    const header = await readHeader(store, key);
    if (header === null) return;
    const pack = number(key);
    let start = header.length;
    for (const record of header.records) {
      index.add(record.key, { pack, start, end: start + record.bytes });
      start += record.bytes;
    }
  }

  function number(key: string): number {
    const pack = names.push(key) - 1;
    known.set(key, pack);
    return pack;
  }

  function forget(key: string): void {
    const pack = known.get(key);
    if (pack !== undefined) index.removePack(pack);
    known.delete(key);
    cache.forget(key);
  }

  async function indexOrMend(key: string): Promise<void> {
    try {
      await indexPack(key);
    } catch (error) {
      if (!(error instanceof PackError)) throw error;
      if (error.problem === 'newer-format') throw newerFormat(store.locate(key), error);
      await mend(key, { headerProblem: error.message });
    }
  }

  async function mend(key: string, { headerProblem, wrong }: Problem): Promise<void> {
    const bytes = await store.get(key);
    forget(key);
    if (bytes === null) return;
    const content = {
      key,
      bytes,
      wrong: new Map(wrong === undefined ? [] : [[wrong.key, wrong.reason]]),
    };
    const path = store.locate(key);
    const result = await mendPack(store, study, content).catch(unlessReadOnly);
    if (result === null) {
      indexSound(path, content);
      return;
    }
    const { lost, key: mended, saved, movedTo } = result;
    for (const [recordKey, reason] of lost) losses.set(recordKey, { path, reason, movedTo });
    if (headerProblem !== undefined)
      onDamaged({ path, reason: `${headerProblem}; ${saved} records of it are kept`, movedTo });
    if (mended !== null && !known.has(mended)) await indexPack(mended);
  }

  /** What is sound in a damaged pack that must stay as it is. */
  function indexSound(path: string, { key, bytes, wrong }: DamagedContent): void {
    const sound = inspectPack(path, bytes).sound.filter((record) => !wrong.has(record.key));
    const pack = number(key);
    for (const record of sound) {
      const start = record.bytes.byteOffset - bytes.byteOffset;
      index.add(record.key, { pack, start, end: start + record.bytes.length });
    }
  }

  async function refresh(): Promise<void> {
    const keys = new Set((await store.list(packsFolder(study))).filter((key) => key.endsWith('.ndjson')));
    for (const key of [...known.keys()]) if (!keys.has(key)) forget(key);
    const fresh = [...keys].filter((key) => !known.has(key));
    await pMap(fresh, indexOrMend, { concurrency: HEADERS_AT_ONCE });
  }

  const ready = (): Promise<void> => {
    opened ??= refresh();
    return opened;
  };

  return {
    refresh: () => {
      opened = refresh();
      return opened;
    },
    keys: async () => {
      await ready();
      return index;
    },
    async find(recordKey) {
      await ready();
      const found: PackedBytes[] = [];
      for (const { pack, start, end } of index.find(recordKey)) {
        const bytes = await cache.read(names[pack]);
        // Removed since it was listed: what it held is absent.
        if (bytes === null) forget(names[pack]);
        else found.push({ pack: names[pack], bytes: bytes.subarray(start, end) });
      }
      return found;
    },
    mend: (key, wrong) => {
      const running = mending.get(key) ?? mend(key, { wrong }).finally(() => mending.delete(key));
      mending.set(key, running);
      return running;
    },
    lossOf: (recordKey) => {
      const loss = losses.get(recordKey) ?? null;
      losses.delete(recordKey);
      return loss;
    },
  };
}

/** A store that is open for reading only has nothing mended. */
function unlessReadOnly(error: unknown): null {
  if (error instanceof StoreError && error.problem === 'read-only') return null;
  throw error;
}

interface Problem {
  readonly headerProblem?: string;
  readonly wrong?: WrongRecord;
}
