import { expect, test } from 'vitest';
import { openSingleRecords } from '../../results/single-records.ts';
import { openDirectoryStore } from '../../results/store/directory.ts';
import type { Store } from '../../results/store/store.ts';
import { runRounds, storeWith } from '../support/rounds.ts';
import { runInto, SMALL_STUDY } from '../support/served-store.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** A store that lists page by page, as a bucket does, and says what it was asked for. */
function paged(inner: Store, size = 1000): { readonly store: Store; readonly asked: string[] } {
  const asked: string[] = [];
  const store: Store = {
    ...inner,
    get: (key) => {
      asked.push(`get ${key}`);
      return inner.get(key);
    },
    getMany: (keys) => {
      asked.push(...keys.map((key) => `get ${key}`));
      return inner.getMany(keys);
    },
    async *pages(folder) {
      const keys = await inner.list(folder);
      for (let first = 0; first === 0 || first < keys.length; first += size) {
        asked.push(`page of ${folder}`);
        yield keys.slice(first, first + size);
      }
    },
  };
  return { store, asked };
}

const count = (asked: readonly string[], what: string): number =>
  asked.filter((one) => one.startsWith(what)).length;

test('a run on a store of pages asks for no record that is not there', async () => {
  const { store, asked } = paged(openDirectoryStore(temporaryFolder()));
  await runInto(store);
  const records = (await store.list('blocks/')).length;
  expect(records).toBe(8);
  // Each is read once, for the summary.
  expect(count(asked, 'get blocks/')).toBe(records);
  expect(count(asked, 'page of blocks/')).toBe(2);
  asked.length = 0;
  await runInto(store);
  expect(count(asked, 'get blocks/')).toBe(records);
  expect(count(asked, 'page of blocks/')).toBe(1);
});

test('a store with many more records of others is asked one by one, after a bounded number of pages', async () => {
  const inner = openDirectoryStore(temporaryFolder());
  for (let i = 0; i < 60; i++)
    await inner.replace(`blocks/${i % 10}0/${i}.json`, new TextEncoder().encode('x'));
  const { store, asked } = paged(inner, 1);
  const singles = openSingleRecords(store, 8);
  await singles.refresh(0);
  expect(count(asked, 'page of blocks/')).toBe(8 + 16 + 1);
  expect(singles.mayHold('a'.repeat(64))).toBe(true);
  const few = openSingleRecords(store, 100);
  await few.refresh(0);
  expect(few.mayHold('a'.repeat(64))).toBe(false);
});

test('a folder is listed only where packs hold records of the study too', async () => {
  const { store } = await storeWith(SMALL_STUDY, temporaryFolder());
  const listed: string[] = [];
  const watched: Store = {
    ...store,
    list: (folder) => {
      listed.push(folder);
      return store.list(folder);
    },
  };
  await runInto(watched);
  expect(listed).not.toContain('blocks/');
  const { store: other } = await storeWith(SMALL_STUDY, temporaryFolder());
  await runRounds(other, 'small');
  const singles = openSingleRecords(other, 8);
  await singles.refresh(8);
  expect(singles.mayHold('a'.repeat(64))).toBe(false);
});
