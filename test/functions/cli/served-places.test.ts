import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPlaces } from '../../../functions/cli/served-places.ts';
import { openDirectoryStore } from '../../../results/store/directory.ts';
import { captureHost } from '../../support/captured-host.ts';
import { runInto } from '../../support/served-store.ts';

/** A store with a study, and a folder that publishes its result. */
const folder = mkdtempSync(join(tmpdir(), 'signbench-'));
const [store, publishedFolder] = [join(folder, 'store'), join(folder, 'published')];
const { host } = captureHost({ publishedFolder });
const nowhere = join(store, 'nothing-is-here');

beforeAll(async () => {
  await runInto(openDirectoryStore(store));
  cpSync(join(store, 'studies', 'small'), join(publishedFolder, 'small'), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a store that is named is served, beside the published results', async () => {
  const { store: served, others, records } = await openPlaces({ store }, host, true);
  expect([served.location, records]).toEqual([store, true]);
  expect(others.map(({ id, title }) => [id, title])).toEqual([['published', 'Published results']]);
  expect((await others[0].catalogue.find('small'))?.status).toBe('complete');
});

test('the published results are served where no store is named and there is none, beside nothing', async () => {
  const { store: served, others, records } = await openPlaces({ store: nowhere }, host, false);
  expect([served.location, records, others]).toEqual([publishedFolder, false, []]);
  expect(await served.list('studies/')).toContain('studies/small/summary.json');
});

test('a store that is named is served even where it is empty', async () => {
  const { store: served, records } = await openPlaces({ store: nowhere }, host, true);
  expect([served.location, records]).toEqual([nowhere, true]);
});

test('a folder of published results is served when it is named, and compared with when --against names it', async () => {
  const { host: bare } = captureHost({ publishedFolder: nowhere });
  const served = await openPlaces({ store: publishedFolder }, bare, true);
  expect([served.records, served.others]).toEqual([false, []]);
  const compared = await openPlaces({ store, against: publishedFolder }, bare, true);
  expect(compared.others.map(({ id }) => id)).toEqual(['against']);
  expect((await compared.others[0].catalogue.find('small'))?.status).toBe('complete');
});
