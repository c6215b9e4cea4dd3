import { expect, test } from 'vitest';
import { openDirectoryStore } from '../../../results/store/directory.ts';
import { studyKey } from '../../../results/store/keys.ts';
import { holdsPublished, publishedStore } from '../../../results/store/published-store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const textOf = (value: Uint8Array | null): string | null =>
  value === null ? null : new TextDecoder().decode(value);

/** A folder with one published result and a file beside it. */
async function published() {
  const place = openDirectoryStore(temporaryFolder());
  await place.replace('one/summary.json', bytes('{}'));
  await place.replace('one/study.yaml', bytes('name: one'));
  await place.replace('README.md', bytes('read me'));
  return place;
}

test('a folder of results is told from a store and from an empty folder', async () => {
  const store = openDirectoryStore(temporaryFolder());
  await store.replace(studyKey('one', 'summary.json'), bytes('{}'));
  expect(await holdsPublished(await published())).toBe(true);
  expect(await holdsPublished(store)).toBe(false);
  expect(await holdsPublished(openDirectoryStore(temporaryFolder()))).toBe(false);
});

test('published results stand where a store has its studies, and there are no records', async () => {
  const store = publishedStore(await published());
  expect(textOf(await store.get(studyKey('one', 'study.yaml')))).toBe('name: one');
  expect(await store.storedAt(studyKey('one', 'study.yaml'))).toBeInstanceOf(Date);
  expect(await store.list('studies/')).toEqual([
    'studies/README.md',
    'studies/one/study.yaml',
    'studies/one/summary.json',
  ]);
  expect(await store.list('blocks/')).toEqual([]);
  const asked = ['one/study.yaml', 'blocks/ab/c.json', studyKey('one', 'summary.json')];
  expect((await store.getMany(asked)).map(textOf)).toEqual([null, null, '{}']);
  expect(store.locate(studyKey('one', 'study.yaml'))).toMatch(/one.study\.yaml$/);
});

test('nothing is written to published results', async () => {
  const store = publishedStore(await published());
  await expect(store.replace(studyKey('one', 'summary.json'), bytes('other'))).rejects.toThrow(
    /reading only/,
  );
});
