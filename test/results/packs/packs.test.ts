import { readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type DamagedRecord, findRecords } from '../../../results/gather-records.ts';
import { openPacks } from '../../../results/packs/open-packs.ts';
import { decodeHeader, encodePack, type PackedRecord, packIdOf } from '../../../results/packs/pack-format.ts';
import { storePack } from '../../../results/packs/store-pack.ts';
import { encodeRecord, plannedRecords, type RecordAddress } from '../../../results/records.ts';
import { openSingleRecords } from '../../../results/single-records.ts';
import { openDirectoryStore } from '../../../results/store/directory.ts';
import { blockKey } from '../../../results/store/keys.ts';
import { readOnly } from '../../../results/store/read-only.ts';
import type { Store } from '../../../results/store/store.ts';
import { cellOf, madeUpOutcomes, RLHF, SIGN } from '../../support/studies.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const PLANNED = plannedRecords([cellOf(100, 20, 4, [SIGN, RLHF])]);

const packed = (address: RecordAddress, evaluations = 1): PackedRecord => {
  const outcomes = madeUpOutcomes({ ...address, estimators: [] }, address.estimator);
  return {
    key: address.key,
    bytes: encodeRecord(address, { ...outcomes, evaluations: outcomes.evaluations.map(() => evaluations) }),
  };
};

/** A store with all records in one pack, and the path of the pack. */
async function fullStore(): Promise<{ readonly store: Store; readonly path: string }> {
  const store = openDirectoryStore(temporaryFolder());
  const key = await storePack(
    store,
    'tiny',
    PLANNED.map((address) => packed(address)),
  );
  return { store, path: store.locate(key) };
}

/** Which records a fresh reader finds, by their place in the plan, and what it says of damage. */
async function gather(
  store: Store,
): Promise<{ readonly found: readonly number[]; readonly damaged: readonly DamagedRecord[] }> {
  const damaged: DamagedRecord[] = [];
  const onDamaged = (one: DamagedRecord): void => void damaged.push(one);
  const packs = openPacks(store, 'tiny', (pack) => onDamaged({ address: null, ...pack }));
  const records = await findRecords(store, PLANNED, { packs, onDamaged });
  return { found: records.flatMap((record, i) => (record === null ? [] : [i])), damaged };
}

const ALL = PLANNED.map((_, i) => i);
const without = (...lost: readonly number[]): readonly number[] => ALL.filter((i) => !lost.includes(i));

/** Where a record's line begins in the file of a pack. */
function startOf(path: string, record: number): number {
  const header = decodeHeader(readFileSync(path));
  if (header === null) throw new Error('startOf: no header');
  return header.records.slice(0, record).reduce((sum, { bytes }) => sum + bytes, header.length);
}

function flip(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes[at] ^= 1;
  writeFileSync(path, bytes);
}

test('a pack gives back the very bytes of its records, in any order', async () => {
  const { store } = await fullStore();
  const backwards = PLANNED.toReversed();
  const found = await findRecords(store, backwards, { packs: openPacks(store, 'tiny') });
  expect(found.map((record) => Buffer.from(record?.bytes ?? []).toString())).toEqual(
    backwards.map((address) => Buffer.from(packed(address).bytes).toString()),
  );
  expect(await gather(store)).toEqual({ found: ALL, damaged: [] });
});

test('the same records make the same object, whoever packs them, and storing it again is fine', async () => {
  const { store } = await fullStore();
  const records = PLANNED.map((address) => packed(address));
  expect(Buffer.compare(encodePack('tiny', records), encodePack('tiny', records))).toBe(0);
  await storePack(store, 'tiny', records);
  expect(await store.list('packs/')).toEqual([
    `packs/tiny/${packIdOf(PLANNED.map(({ key }) => key))}.ndjson`,
  ]);
});

test('records of other studies and other files in the folder are no records of this one', async () => {
  const { store } = await fullStore();
  await store.replace('packs/tiny/README.txt', new TextEncoder().encode('hello'));
  const other = await findRecords(store, PLANNED, { packs: openPacks(store, 'other') });
  expect(other.every((record) => record === null)).toBe(true);
  expect((await gather(store)).found).toEqual(ALL);
});

test('a record whose bit was flipped is named and taken out of its pack, and nothing else is lost', async () => {
  const { store, path } = await fullStore();
  flip(path, startOf(path, 3) + 30);
  const { found, damaged } = await gather(store);
  expect(found).toEqual(without(3));
  expect(damaged).toMatchObject([
    { address: PLANNED[3], path, reason: 'its checksum does not match its content' },
  ]);
  expect(readFileSync(damaged[0].movedTo).length).toBeGreaterThan(0);
  expect(await gather(store)).toEqual({ found: without(3), damaged: [] });
  await storePack(store, 'tiny', [packed(PLANNED[3])]);
  expect((await gather(store)).found).toEqual(ALL);
});

test('every place of a pack may be damaged: what is found is sound, what is lost is one record at most', async () => {
  const { store, path } = await fullStore();
  const original = readFileSync(path);
  const key = (await store.list('packs/'))[0];
  for (let at = 0; at < original.length; at += 97) {
    for (const one of await store.list('packs/')) await store.remove(one);
    const bytes = Buffer.from(original);
    bytes[at] ^= 1 << (at % 8);
    await store.replace(key, bytes);
    const { found, damaged } = await gather(store);
    expect(found.length, `byte ${at}`).toBeGreaterThanOrEqual(ALL.length - 1);
    expect(damaged.length, `byte ${at}`).toBe(1);
  }
});

test('a truncated pack keeps the records before the cut, and names every one after it', async () => {
  const { store, path } = await fullStore();
  truncateSync(path, startOf(path, 5) + 10);
  const { found, damaged } = await gather(store);
  expect(found).toEqual([0, 1, 2, 3, 4]);
  expect(damaged.map(({ address }) => address)).toEqual([PLANNED[5], PLANNED[6], PLANNED[7]]);
  expect(damaged[0].reason).toMatch(/cut off/);
});

test('a pack with an unreadable header is damaged alone: its records are kept, and the study is read', async () => {
  const { store, path } = await fullStore();
  await storePack(store, 'tiny', [packed(PLANNED[0])]);
  flip(path, 100);
  const { found, damaged } = await gather(store);
  expect(found).toEqual(ALL);
  expect(damaged).toMatchObject([{ address: null, path }]);
  expect(damaged[0].reason).toBe(
    'the checksum of its header does not match the header; 8 records of it are kept',
  );
  expect((await gather(store)).damaged).toEqual([]);
});

test('a pack that is cut off in its header holds nothing', async () => {
  const { store, path } = await fullStore();
  truncateSync(path, 50);
  const { found, damaged } = await gather(store);
  expect(found).toEqual([]);
  expect(damaged[0].reason).toBe('it is cut off in its header (50 bytes); 0 records of it are kept');
});

test('a pack that was removed leaves its records absent, before and after it was listed', async () => {
  const { store, path } = await fullStore();
  const packs = openPacks(store, 'tiny');
  await packs.refresh();
  rmSync(path);
  const found = await findRecords(store, PLANNED, { packs });
  expect(found.every((record) => record === null)).toBe(true);
  expect((await packs.keys()).size).toBe(0);
  expect((await gather(store)).found).toEqual([]);
});

test('a record that two packs hold with the same bytes counts once', async () => {
  const { store } = await fullStore();
  await storePack(
    store,
    'tiny',
    PLANNED.slice(2, 5).map((address) => packed(address)),
  );
  expect(await gather(store)).toEqual({ found: ALL, damaged: [] });
});

test('a record that two packs hold with different bytes is refused by its name and theirs', async () => {
  const { store, path } = await fullStore();
  const other = await storePack(store, 'tiny', [packed(PLANNED[2], 2)]);
  const refusal = expect(gather(store)).rejects;
  await refusal.toMatchObject({ name: 'StoreError', problem: 'conflict' });
  for (const name of [path, store.locate(other), 'n=100, block 2, sign']) {
    await expect(gather(store)).rejects.toThrow(name);
  }
});

test('where one of two packs holds a record damaged, that of the other is used', async () => {
  const { store, path } = await fullStore();
  await storePack(store, 'tiny', [packed(PLANNED[2])]);
  flip(path, startOf(path, 2) + 200);
  expect((await gather(store)).found).toEqual(ALL);
});

test('a pack of the same records with other numbers is refused, a damaged one is replaced', async () => {
  const { store, path } = await fullStore();
  const other = PLANNED.map((address) => packed(address, 2));
  await expect(storePack(store, 'tiny', other)).rejects.toThrow(
    /Two different contents for the same blocks.*packs/,
  );
  truncateSync(path, 1000);
  await storePack(store, 'tiny', other);
  expect(Buffer.compare(readFileSync(path), encodePack('tiny', other))).toBe(0);
});

test('a sound record under the key of another is foreign and taken out', async () => {
  const { store, path } = await fullStore();
  rmSync(path);
  await storePack(store, 'tiny', [packed(PLANNED[0]), { ...packed(PLANNED[1]), key: PLANNED[2].key }]);
  const { found, damaged } = await gather(store);
  expect(found).toEqual([0]);
  expect(damaged).toMatchObject([{ address: PLANNED[2], reason: `it is the record ${PLANNED[1].key}` }]);
  expect((await gather(store)).damaged).toEqual([]);
});

test('a record that is sound but has too few replicates is taken out, and nothing else is lost', async () => {
  const { store, path } = await fullStore();
  rmSync(path);
  const { cell, block, estimator } = PLANNED[2];
  const few = madeUpOutcomes({ cell: { ...cell, blockSize: 19 }, block, estimators: [] }, estimator);
  const short = { key: PLANNED[2].key, bytes: encodeRecord(PLANNED[2], few) };
  await storePack(store, 'tiny', [packed(PLANNED[1]), short]);
  const { found, damaged } = await gather(store);
  expect(found).toEqual([1]);
  expect(damaged).toMatchObject([{ address: PLANNED[2], reason: expect.stringContaining('19 replicates') }]);
  expect(await gather(store)).toEqual({ found: [1], damaged: [] });
});

test('a pack of a later format stops the reader and stays where it is', async () => {
  const { store, path } = await fullStore();
  const text = '{"format":2,"later":true}\n';
  writeFileSync(path, text);
  await expect(gather(store)).rejects.toMatchObject({ name: 'StoreError', problem: 'newer-format' });
  expect(readFileSync(path, 'utf8')).toBe(text);
});

test('records of a pack of which the name was changed are found', async () => {
  const { store, path } = await fullStore();
  renameSync(path, path.replace(/[0-9a-f]{64}/, 'f'.repeat(64)));
  expect(await gather(store)).toEqual({ found: ALL, damaged: [] });
});

test('packs that come after the first question are found after a refresh', async () => {
  const store = openDirectoryStore(temporaryFolder());
  const packs = openPacks(store, 'tiny');
  expect((await packs.keys()).size).toBe(0);
  await storePack(
    store,
    'tiny',
    PLANNED.map((address) => packed(address)),
  );
  await packs.refresh();
  expect((await packs.keys()).size).toBe(PLANNED.length);
});

test('a store that gives only whole values serves packs too', async () => {
  const { store } = await fullStore();
  const { getStart: _, ...whole } = store;
  expect((await gather(whole)).found).toEqual(ALL);
});

test('a store open for reading only has nothing mended: what is sound is found, what is not is absent, again and again', async () => {
  for (const [at, expected] of [
    [(path: string) => startOf(path, 3) + 30, without(3)],
    [() => 100, ALL],
  ] as const) {
    const { store, path } = await fullStore();
    flip(path, at(path));
    const bytes = readFileSync(path);
    const packs = openPacks(readOnly(store), 'tiny');
    for (let again = 0; again < 2; again++) {
      const records = await findRecords(readOnly(store), PLANNED, { packs });
      expect(records.flatMap((record, i) => (record === null ? [] : [i]))).toEqual(expected);
      for (const [i, record] of records.entries()) {
        if (record !== null) expect(Buffer.compare(record.bytes, packed(PLANNED[i]).bytes)).toBe(0);
      }
      await packs.refresh();
    }
    expect(Buffer.compare(readFileSync(path), bytes)).toBe(0);
    expect(await store.list('quarantine/')).toEqual([]);
  }
});

describe('a record that lies in a pack and in a value of its own', () => {
  async function both(own: Uint8Array) {
    const { store, path } = await fullStore();
    const [address] = PLANNED;
    await store.replace(blockKey(address.key), own);
    const damaged: DamagedRecord[] = [];
    const packs = openPacks(store, 'tiny');
    const singles = openSingleRecords(store, PLANNED.length);
    await singles.refresh((await packs.keys()).size);
    const told: RecordAddress[] = [];
    const found = (): ReturnType<typeof findRecords> =>
      findRecords(store, PLANNED, {
        packs,
        singles,
        onDamaged: (one) => void damaged.push(one),
        onRecord: (one) => void told.push(one),
      });
    return { store, path, damaged, found, told };
  }

  test('counts once where both have the same bytes', async () => {
    const { found, damaged, told } = await both(packed(PLANNED[0]).bytes);
    expect((await found()).every((record) => record !== null)).toBe(true);
    expect(damaged).toEqual([]);
    expect(told).toHaveLength(PLANNED.length);
  });

  test('is refused by its name and both places where they differ and both are sound', async () => {
    const { found, store, path } = await both(packed(PLANNED[0], 2).bytes);
    const own = store.locate(blockKey(PLANNED[0].key));
    await expect(found()).rejects.toMatchObject({ name: 'StoreError', problem: 'conflict' });
    for (const name of [path, own, 'n=100, block 0, sign']) await expect(found()).rejects.toThrow(name);
    expect(readFileSync(own).length).toBeGreaterThan(0);
  });

  test('is that of the pack where its own value is damaged, which goes to the quarantine by name', async () => {
    const wrong = Buffer.from(packed(PLANNED[0]).bytes);
    wrong[200] ^= 1;
    const { found, damaged, store } = await both(wrong);
    const [first] = await found();
    expect(Buffer.from(first?.bytes ?? []).equals(packed(PLANNED[0]).bytes)).toBe(true);
    const path = store.locate(blockKey(PLANNED[0].key));
    expect(damaged).toMatchObject([
      { address: PLANNED[0], path, reason: expect.stringContaining('cut off or not JSON') },
    ]);
    expect(await store.list('blocks/')).toEqual([]);
    expect(await store.list('quarantine/')).toHaveLength(1);
  });

  test('is its own where that of the pack is damaged', async () => {
    const { found, path, damaged } = await both(packed(PLANNED[0]).bytes);
    flip(path, startOf(path, 0) + 200);
    expect((await found()).every((record) => record !== null)).toBe(true);
    expect(damaged).toMatchObject([{ address: PLANNED[0], path }]);
  });
});
