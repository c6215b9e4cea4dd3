import { expect, test } from 'vitest';
import { openCatalogue } from '../../../results/catalogue/open-catalogue.ts';
import { openDirectoryStore } from '../../../results/store/directory.ts';
import { studyKey } from '../../../results/store/keys.ts';
import type { Store } from '../../../results/store/store.ts';
import { runInto, SMALL_STUDY } from '../../support/served-store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (store: Store) => openCatalogue(store, { freshMs: 0 });
const freshStore = (): Store => openDirectoryStore(temporaryFolder());

test('a summary of another study than the one that is stored now is no answer to it', async () => {
  const store = freshStore();
  await runInto(store);
  const old = await store.get(studyKey('small', 'summary.json'));
  await runInto(store, SMALL_STUDY.replace('seed: 11', 'seed: 12'));
  await store.replace(studyKey('small', 'summary.json'), old!);
  const entry = await read(store).find('small');
  expect(entry).toMatchObject({ status: 'planned', version: null, verdicts: [] });
  const current = await read(store).summary('small');
  expect(current?.summary.study.seed).toBe(12);
});

test('a folder with a summary alone, as results are published, is a complete study', async () => {
  const [store, published] = [freshStore(), freshStore()];
  await runInto(store);
  await published.replace(
    studyKey('small', 'summary.json'),
    (await store.get(studyKey('small', 'summary.json')))!,
  );
  const catalogue = read(published);
  expect(await catalogue.find('small')).toMatchObject({ status: 'complete', startedAt: null, cells: 4 });
  expect((await catalogue.summary('small'))?.summary.cells).toHaveLength(4);
});

test('what cannot be read is listed with a reason and stops no other study', async () => {
  const store = freshStore();
  await runInto(store);
  await store.replace(studyKey('broken', 'study.yaml'), bytes('name: broken\nseeds: 1\n'));
  await store.replace(studyKey('torn', 'summary.json'), bytes('{"formatVersion":1,"study":{"na'));
  const catalogue = read(store);
  const list = await catalogue.list();
  expect(list.map(({ name, status }) => [name, status])).toEqual([
    ['broken', 'unreadable'],
    ['small', 'complete'],
    ['torn', 'unreadable'],
  ]);
  expect(list[0].problem).toMatch(/^study\.yaml of broken cannot be read: /);
  expect(list[2].problem).toMatch(/no study\.yaml/);
  expect(await catalogue.summary('broken')).toBeNull();
});

test('names that are no names of studies are no studies, whatever lies in the store', async () => {
  const store = freshStore();
  await runInto(store);
  await store.replace('studies/Not A Name/summary.json', bytes('{}'));
  await store.replace('studies/deep/er/summary.json', bytes('{}'));
  const catalogue = read(store);
  expect(await catalogue.names()).toEqual(['small']);
  for (const name of ['Not A Name', 'deep', '..', '', 'small/summary.json', 'SMALL']) {
    expect(await catalogue.find(name), name).toBeNull();
    expect(await catalogue.file(name, 'report.html'), name).toBeNull();
  }
});

test('reading changes nothing in the store, a damaged record stays where it is', async () => {
  const store = freshStore();
  await runInto(store);
  await store.remove(studyKey('small', 'summary.json'));
  const [record] = await store.list('blocks/');
  await store.replace(record, bytes('{"format":1,"checksum":"x","record":{}}'));
  const before = await store.list('');
  const catalogue = read(store);
  const { summary } = (await catalogue.summary('small'))!;
  expect(summary.status).toBe('partial');
  expect(summary.missing).toHaveLength(1);
  expect(await store.list('')).toEqual(before);
});

test('a complete study that is replaced by its extension is answered anew', async () => {
  const store = freshStore();
  await runInto(store);
  const catalogue = read(store);
  const first = await catalogue.find('small');
  await runInto(store, SMALL_STUDY.replace('[20, 100]', '[20, 50, 100]'));
  const second = await catalogue.find('small');
  expect(second).toMatchObject({ status: 'complete', cells: 6 });
  expect(second?.version).not.toBe(first?.version);
});
