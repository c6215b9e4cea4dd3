import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { storePack } from '../../../results/packs/store-pack.ts';
import { openDirectoryStore } from '../../../results/store/directory.ts';
import { findGarbage } from '../../../results/store/garbage.ts';
import { blockKey, quarantineKey } from '../../../results/store/keys.ts';
import type { Store } from '../../../results/store/store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const HOUR = 3600 * 1000;
const keyOf = (digit: string): string => digit.repeat(64);
const record = (format: number): Uint8Array =>
  new TextEncoder().encode(`{"format":${format},"checksum":"${'a'.repeat(64)}","columns":{}}\n`);

/** A record in use, two that are not, of a later format, none at all, a quarantined one, and a pack that is not in use. */
async function filled(): Promise<{ readonly store: Store; readonly folder: string }> {
  const folder = temporaryFolder();
  const store = openDirectoryStore(folder);
  for (const digit of ['1', '2', '3']) await store.putIfAbsent(blockKey(keyOf(digit)), record(1));
  await store.putIfAbsent(blockKey(keyOf('4')), record(2));
  await store.putIfAbsent(blockKey(keyOf('5')), new Uint8Array());
  await store.putIfAbsent(quarantineKey(keyOf('6')), record(1));
  await storePack(store, 'gone', [{ key: keyOf('7'), bytes: record(1) }]);
  return { store, folder };
}

/** The same store as S3 has it: listings tell sizes and times, beginnings can be read; with its requests. */
function asInS3(store: Store, folder: string): { readonly store: Store; readonly requests: string[] } {
  const requests: string[] = [];
  const sent = <R>(request: string, answer: R): R => {
    requests.push(request);
    return answer;
  };
  return {
    requests,
    store: {
      ...store,
      get: (key) => sent(`get ${key}`, store.get(key)),
      getMany: (keys) => Promise.all(keys.map((key) => sent(`get ${key}`, store.get(key)))),
      getStart: async (key, length) =>
        sent(`start ${key}`, (await store.get(key))?.subarray(0, length) ?? null),
      storedAt: (key) => sent(`head ${key}`, store.storedAt(key)),
      describe: async (path) =>
        sent(
          `list ${path}`,
          (await store.list(path)).toReversed().map((key) => {
            const { size, mtime } = statSync(join(folder, key));
            return { key, bytes: size, storedAt: mtime };
          }),
        ),
    },
  };
}

test.each([
  ['two hours later', 2, false, 3],
  ['half an hour later', 0.5, false, 0],
  ['forty days later', 960, false, 4],
  ['whatever their age', 0, true, 4],
])('%s a listing that tells sizes and times finds the same garbage', async (_, hours, all, count) => {
  const { store, folder } = await filled();
  const options = { format: 1, now: new Date(Date.now() + hours * HOUR), all };
  const used = new Set([keyOf('1')]);
  const found = await findGarbage(store, used, options);
  expect(found.garbage).toHaveLength(count);
  expect(found.kept).toMatchObject({ inUse: 1, laterFormat: 1, unknown: 1, young: 4 - count });
  expect(await findGarbage(asInS3(store, folder).store, used, options)).toEqual(found);
});

test('where listings tell sizes and times, only the beginnings of unused records and packs are read', async () => {
  const { store, folder } = await filled();
  const { store: s3, requests } = asInS3(store, folder);
  const now = new Date(Date.now() + 2 * HOUR);
  await findGarbage(s3, new Set([keyOf('1')]), { format: 1, now, all: false });
  const [pack] = await store.list('packs/');
  expect(requests.toSorted()).toEqual([
    'list blocks/',
    'list packs/',
    'list quarantine/',
    ...['2', '3', '4', '5'].map((digit) => `start ${blockKey(keyOf(digit))}`),
    `start ${pack}`,
  ]);
});
