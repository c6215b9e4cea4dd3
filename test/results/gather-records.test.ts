import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { type DamagedRecord, findRecord, storeRecord } from '../../results/gather-records.ts';
import { encodeRecord, plannedRecords, type RecordAddress } from '../../results/records.ts';
import { openDirectoryStore } from '../../results/store/directory.ts';
import { blockKey } from '../../results/store/keys.ts';
import type { Store } from '../../results/store/store.ts';
import { cellOf, madeUpOutcomes, RLHF, SIGN } from '../support/studies.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const PLANNED = plannedRecords([cellOf(100, 20, 3, [SIGN, RLHF])]);

const encode = ({ cell, block, estimator, ...address }: RecordAddress): Uint8Array =>
  encodeRecord(
    { cell, block, estimator, ...address },
    madeUpOutcomes({ cell, block, estimators: [estimator] }, estimator),
  );

async function fullStore(): Promise<Store> {
  const store = openDirectoryStore(temporaryFolder());
  for (const address of PLANNED) await storeRecord(store, address, encode(address));
  return store;
}

async function gather(store: Store): Promise<{ readonly keys: string[]; readonly damaged: DamagedRecord[] }> {
  const damaged: DamagedRecord[] = [];
  const keys: string[] = [];
  for (const address of PLANNED) {
    const found = await findRecord(store, address, { onDamaged: (record) => damaged.push(record) });
    if (found !== null) keys.push(address.key);
  }
  return { keys: keys.sort(), damaged };
}

const ALL = PLANNED.map(({ key }) => key).sort();

test('gathers every record that is there', async () => {
  expect(await gather(await fullStore())).toEqual({ keys: ALL, damaged: [] });
});

test('a damaged record is named, moved to the quarantine and no longer there', async () => {
  const store = await fullStore();
  const path = store.locate(blockKey(PLANNED[2].key));
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.replace('"block":2', '"block":1'));
  const { keys, damaged } = await gather(store);
  expect(keys).toEqual(ALL.filter((key) => key !== PLANNED[2].key));
  expect(damaged).toHaveLength(1);
  expect(damaged[0]).toMatchObject({ path, reason: 'its checksum does not match its content' });
  expect(await readFile(damaged[0].movedTo, 'utf8')).toContain('"block":1');
  expect(await store.get(blockKey(PLANNED[2].key))).toBeNull();
});

test('a sound record of another block is foreign and moved away', async () => {
  const store = await fullStore();
  await writeFile(store.locate(blockKey(PLANNED[0].key)), encode(PLANNED[1]));
  const { damaged } = await gather(store);
  expect(damaged.map(({ reason }) => reason)).toEqual([`it is the record ${PLANNED[1].key}`]);
});

test('a record of a later format stops the run and stays where it is', async () => {
  const store = await fullStore();
  const path = store.locate(blockKey(PLANNED[0].key));
  await writeFile(path, '{"format":2}');
  await expect(gather(store)).rejects.toMatchObject({ name: 'StoreError', problem: 'newer-format' });
  expect(await readFile(path, 'utf8')).toBe('{"format":2}');
});

test('storing a record again is fine, storing other numbers is refused by name', async () => {
  const store = await fullStore();
  await storeRecord(store, PLANNED[0], encode(PLANNED[0]));
  const { cell, block, estimator } = PLANNED[0];
  const outcomes = madeUpOutcomes({ cell, block, estimators: [] }, estimator);
  const other = encodeRecord(PLANNED[0], { ...outcomes, evaluations: outcomes.evaluations.map(() => 2) });
  await expect(storeRecord(store, PLANNED[0], other)).rejects.toThrow(
    /Two different contents for one block.*n=100/,
  );
});

test('a record that was damaged while it was computed again is replaced', async () => {
  const store = await fullStore();
  await writeFile(store.locate(blockKey(PLANNED[0].key)), 'cut o');
  await storeRecord(store, PLANNED[0], encode(PLANNED[0]));
  expect((await gather(store)).keys).toEqual(ALL);
});
