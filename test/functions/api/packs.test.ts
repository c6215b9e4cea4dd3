import { expect, test } from 'vitest';
import { createApp } from '../../../functions/api/create-app.ts';
import { packsFolder } from '../../../results/store/keys.ts';
import { runRounds, storeWith } from '../../support/rounds.ts';
import { runInto, SMALL_STUDY } from '../../support/served-store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const ADDRESS = '/v1/studies/small/replicates?format=csv';

test('replicates that lie in packs are those of the same study in single records', async () => {
  const { store } = await storeWith(SMALL_STUDY, temporaryFolder());
  await runRounds(store, 'small');
  const { store: single } = await storeWith(SMALL_STUDY, temporaryFolder());
  await runInto(single);
  const app = createApp({ store });
  const table = await (await app.request(ADDRESS)).text();
  expect(table.split('\n').length).toBeGreaterThan(1000);
  expect(table).toBe(await (await createApp({ store: single }).request(ADDRESS)).text());
});

test('packs that come while the server runs are read, each header once', async () => {
  const { store } = await storeWith(SMALL_STUDY, temporaryFolder());
  await runRounds(store, 'small');
  const [first, ...others] = await store.list(packsFolder('small'));
  const bytes = await store.get(first);
  await store.remove(first);
  const read: string[] = [];
  const counted = {
    ...store,
    get: (key: string) => {
      read.push(key);
      return store.get(key);
    },
    getStart: async (key: string, length: number) => {
      read.push(`${key} header`);
      return (await store.getStart?.(key, length)) ?? null;
    },
  };
  const app = createApp({ store: counted });
  const before = await (await app.request(ADDRESS)).text();
  await store.replace(first, bytes ?? new Uint8Array());
  // A list is believed for half a second.
  await new Promise((resolve) => setTimeout(resolve, 600));
  const after = await (await app.request(ADDRESS)).text();
  expect(after.length).toBeGreaterThan(before.length);
  const headers = read.filter((key) => key.endsWith(' header'));
  expect(headers).toHaveLength(others.length + 1);
  expect(new Set(headers).size).toBe(headers.length);
});
