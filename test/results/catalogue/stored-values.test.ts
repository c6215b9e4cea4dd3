import { expect, test } from 'vitest';
import { createMemory } from '../../../results/catalogue/memory.ts';
import { createStoredValues, type Source } from '../../../results/catalogue/stored-values.ts';
import { openDirectoryStore } from '../../../results/store/directory.ts';
import type { Store } from '../../../results/store/store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const KEY = 'studies/a/summary.json';
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Values of a fresh store whose clock the test sets, and how often it was asked. */
function watchedValues(memoryBytes = 1e6) {
  const store = openDirectoryStore(temporaryFolder());
  const counts = { gets: 0, looks: 0, derived: 0 };
  const counted: Store = {
    ...store,
    get: (key) => {
      counts.gets++;
      return store.get(key);
    },
    storedAt: (key) => {
      counts.looks++;
      return store.storedAt(key);
    },
  };
  const clock = { now: Date.now() + 60_000 };
  const memory = createMemory(memoryBytes);
  const values = createStoredValues(counted, { memory, freshMs: 500, now: () => clock.now });
  const length: Source<number> = {
    derive: (content) => {
      counts.derived++;
      return content.length;
    },
    weight: () => 8,
    cache: memory.cache<number>(),
  };
  return { store, values, length, counts, clock };
}

test('a value is read once, looked at again when it is no longer fresh, and read again when it changed', async () => {
  const { store, values, length, counts, clock } = watchedValues();
  await store.replace(KEY, bytes('one'));
  for (let i = 0; i < 5; i++) expect((await values.derived(length, KEY))?.value).toBe(3);
  expect(counts).toEqual({ gets: 1, looks: 1, derived: 1 });
  clock.now += 501;
  expect((await values.derived(length, KEY))?.value).toBe(3);
  expect(counts).toEqual({ gets: 1, looks: 2, derived: 1 });
  // The clock of the test runs ahead: the store's own has to tell the two apart.
  await new Promise((resolve) => setTimeout(resolve, 20));
  await store.replace(KEY, bytes('three'));
  clock.now += 60_000;
  expect((await values.derived(length, KEY))?.value).toBe(5);
  expect(counts).toEqual({ gets: 2, looks: 3, derived: 2 });
});

test('a value so young that it may be replaced within one tick of the clock is read again, not trusted', async () => {
  const { store, values, counts, clock } = watchedValues();
  await store.replace(KEY, bytes('one'));
  clock.now = Date.now();
  await values.read(KEY);
  clock.now += 501;
  await values.read(KEY);
  expect(counts.gets).toBe(2);
});

test('what is gone is gone, and what is absent is null', async () => {
  const { store, values, clock } = watchedValues();
  expect(await values.read(KEY)).toBeNull();
  expect(await values.hash(KEY)).toBeNull();
  await store.replace(KEY, bytes('one'));
  expect(await values.read(KEY)).not.toBeNull();
  await store.remove(KEY);
  clock.now += 501;
  expect(await values.read(KEY)).toBeNull();
});

test('many who ask at once make one reading', async () => {
  const { store, values, counts } = watchedValues();
  await store.replace(KEY, bytes('one'));
  const all = await Promise.all(Array.from({ length: 50 }, () => values.read(KEY)));
  expect(new Set(all.map((value) => value?.hash)).size).toBe(1);
  expect(counts.looks).toBe(1);
  expect(counts.gets).toBe(1);
});

test('a value larger than the memory is handed out all the same', async () => {
  const { store, values } = watchedValues(10);
  await store.replace(KEY, bytes('longer than ten bytes'));
  expect((await values.read(KEY))?.bytes).toHaveLength(21);
  expect((await values.read(KEY))?.bytes).toHaveLength(21);
});
