import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../../functions/api/create-app.ts';
import { createPages } from '../../../functions/dashboard/pages.ts';
import { openCatalogue } from '../../../results/catalogue/open-catalogue.ts';
import { openDirectoryStore } from '../../../results/store/directory.ts';
import { runInto, SMALL_STUDY } from '../../support/served-store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const words = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

/** The study small in the served store; in another place small as it is, changed as `moved`, and one that only is there. */
async function twoPlaces(folder: string): Promise<Hono> {
  const [store, other] = ['own', 'other'].map((name) => openDirectoryStore(join(folder, name)));
  await runInto(store);
  await runInto(store, SMALL_STUDY.replace('name: small', 'name: moved'));
  await runInto(other);
  await runInto(
    other,
    SMALL_STUDY.replace('name: small', 'name: moved').replace('[[3, 2], [1, -2]]', '[[3, 2], [1, 2]]'),
  );
  await runInto(other, SMALL_STUDY.replace('name: small', 'name: lone').replace('seed: 11', 'seed: 12'));
  const others = [{ id: 'published', title: 'Published results', catalogue: openCatalogue(other) }];
  return createApp({ store, pages: (catalogue) => createPages(catalogue, { others }) });
}

describe('two results of one study in two places', () => {
  let app: Hono;
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'signbench-'));
    app = await twoPlaces(folder);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const text = async (path: string): Promise<string> => (await app.request(path)).text();

  it('are linked from the page of the study', async () => {
    expect(await text('/studies/small')).toContain('href="/compare?a=small&amp;b=published%3Asmall"');
  });

  it('are offered where nothing is chosen, the places told apart', async () => {
    const html = await text('/compare');
    expect(html).toContain('<optgroup label="This store"><option value="moved"');
    expect(html).toContain('<optgroup label="Published results"><option value="published:lone"');
    expect(html).toMatch(/<option value="published:moved" selected/);
    expect(html).toContain('href="/compare?a=small&amp;b=published%3Asmall"');
    expect(html).not.toContain('published%3Alone');
  });

  it('are called the same to the bit where they are', async () => {
    const html = words(await text('/compare?a=small&b=published:small'));
    expect(html).toMatch(/All \d+ numbers are the same to the bit\./);
    expect(html).toContain('Both are results of one study');
  });

  it('are told apart where a number changed, under the names of their places', async () => {
    const html = await text('/compare?a=moved&b=published:moved');
    expect(words(html)).toMatch(/\d+ of \d+ numbers changed by more than their noise\./);
    expect(html).toContain('<th scope="col">This store</th><th scope="col">Published results</th>');
    expect(html).toContain('<b>changed</b>');
    expect(html).toContain('href="/studies/moved/cells/');
  });

  it('are within noise where only the seed differs, and two names are called two studies', async () => {
    const html = words(await text('/compare?a=small&b=published:lone'));
    expect(html).toContain('These are two different studies.');
    expect(html).toMatch(/No number changed: \d+ differ within their noise/);
  });

  it.each(['other:small', 'published:', ':small', 'published:../small', 'small:small'])(
    'are not found under %s, which is no result',
    async (b) => {
      const answer = await app.request(`/compare?a=small&b=${encodeURIComponent(b)}`);
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain('Are two results the same?');
    },
  );
});

it('says how a second result is had where there is one place', async () => {
  const store = openDirectoryStore(temporaryFolder());
  await runInto(store);
  const app = createApp({ store, pages: (catalogue) => createPages(catalogue) });
  expect(await (await app.request('/compare')).text()).toContain('signbench serve --against PLACE');
});

it('offers no rows of a store that has results only', async () => {
  const store = openDirectoryStore(temporaryFolder());
  await runInto(store);
  const app = createApp({ store, pages: (catalogue) => createPages(catalogue, { records: false }) });
  const html = await (await app.request('/studies/small')).text();
  expect(html).not.toContain('replicates.csv');
  expect(html).toContain('cells.csv');
});
