import { expect, test } from 'vitest';
import { withKnownBlocks } from '../../../functions/rounds/known-blocks.ts';
import { openDirectoryStore } from '../../../results/store/directory.ts';
import type { Store } from '../../../results/store/store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A store that says which keys it was asked for. */
async function counted(): Promise<{ store: Store; asked: string[] }> {
  const inner = openDirectoryStore(temporaryFolder());
  await inner.replace('blocks/aa/one.json', bytes('one'));
  await inner.replace('blocks/bb/two.json', bytes('two'));
  await inner.replace('studies/a/study.yaml', bytes('study'));
  const asked: string[] = [];
  const store: Store = {
    ...inner,
    get: (key) => {
      asked.push(key);
      return inner.get(key);
    },
    getMany: (keys) => {
      asked.push(...keys);
      return inner.getMany(keys);
    },
  };
  return { store, asked };
}

test('records come in their order, and those that are not there are not asked for', async () => {
  const { store, asked } = await counted();
  const known = await withKnownBlocks(store);
  const values = await known.getMany([
    'blocks/aa/none.json',
    'blocks/bb/two.json',
    'blocks/cc/x.json',
    'blocks/aa/one.json',
  ]);
  expect(values.map((value) => (value === null ? null : new TextDecoder().decode(value)))).toEqual([
    null,
    'two',
    null,
    'one',
  ]);
  expect(await known.get('blocks/aa/none.json')).toBeNull();
  expect(asked).toEqual(['blocks/bb/two.json', 'blocks/aa/one.json']);
});

test('anything but single records is asked for as ever', async () => {
  const { store, asked } = await counted();
  const known = await withKnownBlocks(store);
  expect(String(await known.get('studies/a/study.yaml'))).toBe('study');
  expect(await known.getMany(['packs/a/none.ndjson'])).toEqual([null]);
  expect(asked).toEqual(['studies/a/study.yaml', 'packs/a/none.ndjson']);
});
