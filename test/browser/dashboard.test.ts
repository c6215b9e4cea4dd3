import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import Papa from 'papaparse';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../functions/api/create-app.ts';
import { type ServedApp, startServer } from '../../functions/api/node-host.ts';
import { exportSite } from '../../functions/dashboard/export-site.ts';
import { createPages } from '../../functions/dashboard/pages.ts';
import { openCatalogue } from '../../results/catalogue/open-catalogue.ts';
import { openDirectoryStore } from '../../results/store/directory.ts';
import { studyKey } from '../../results/store/keys.ts';
import type { Store } from '../../results/store/store.ts';
import { dyingAfter } from '../support/dying-runner.ts';
import { runInto } from '../support/served-store.ts';
import { elementsOf } from '../support/well-formed.ts';
import { launchChromium, noBrowser } from './chromium.ts';
import { dashboardStore, HOSTILE_TITLE, LIVE, tellProgress } from './dashboard-store.ts';
import { openWatched, seriousFindings, type WatchedPage } from './watched-page.ts';

const PAGES = [
  ['home', '/'],
  ['a study of 10^5 rows', '/studies/large'],
  ['a grid with a hostile title', '/studies/hostile'],
  ['another view', '/studies/large?measure=signedAngle&scale=linear&estimator=rlhf'],
  ['a cell', '/studies/large/cells/n%3D20'],
  ['a run', '/studies/large/run'],
  ['a comparison', '/compare?a=large&b=again'],
  ['nothing', '/studies/larg'],
] as const;

/** The words of a page but for what only a script can do; text for a page, which this program has no types for. */
const wordsOf = (page: Page): Promise<readonly string[]> =>
  page.evaluate(`(() => {
    const main = document.querySelector('main').cloneNode(true);
    for (const one of main.querySelectorAll('[data-needs-script], [data-count]')) one.remove();
    return main.textContent.split(/\\s+/).filter(Boolean);
  })()`);

const title = 'the dashboard in headless Chromium';

describe.skipIf(noBrowser !== null)(noBrowser === null ? title : `${title}: ${noBrowser}`, () => {
  let browser: Browser;
  let server: ServedApp;
  let folder = '';
  let store: Store;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'signbench-'));
    store = await dashboardStore(folder);
    server = await startServer({
      store,
      port: 0,
      hostname: '127.0.0.1',
      pages: (catalogue) => createPages(catalogue),
      onFault: (error) => {
        throw error;
      },
    });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const open = (path: string, options?: BrowserContextOptions): Promise<WatchedPage> =>
    openWatched(browser, `${server.url}${path}`, options);

  test.each(PAGES)(
    '%s has no serious finding of axe-core, light or dark, and does not scroll sideways at 360 pixels',
    async (_, path) => {
      const { page, close } = await open(path, { bypassCSP: true, colorScheme: 'light' });
      expect(await seriousFindings(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await seriousFindings(page)).toEqual([]);
      await page.setViewportSize({ width: 360, height: 740 });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
      await close();
    },
  );

  test.each(PAGES)(
    '%s loads nothing that its policy forbids, raises no error, and says the same with scripts off',
    async (name, path) => {
      const [on, off] = [await open(path), await open(path, { javaScriptEnabled: false })];
      expect(await on.page.locator('h1').count()).toBe(1);
      expect(on.complaints.filter((text) => name !== 'nothing' || !/404/.test(text))).toEqual([]);
      expect(await wordsOf(off.page)).toEqual(await wordsOf(on.page));
      expect((await wordsOf(off.page)).length).toBeGreaterThan(12);
      await on.close();
      await off.close();
    },
  );

  test('the title of a study is text wherever it stands', async () => {
    const { page, complaints, close } = await open('/studies/hostile');
    expect(await page.locator('h1').textContent()).toBe(HOSTILE_TITLE);
    expect(await page.title()).toContain('<script>alert("title")</script>');
    expect(await page.locator('main script, main img').count()).toBe(0);
    await page.goto(`${server.url}/`);
    expect(await page.locator('.studies').textContent()).toContain(HOSTILE_TITLE);
    expect(complaints).toEqual([]);
    await close();
  });

  test.each([true, false])(
    'a search finds by words and verdict and survives a reload (scripts: %s)',
    async (javaScriptEnabled) => {
      const { page, close } = await open('/', { javaScriptEnabled });
      expect(await page.locator('.studies > li:visible').count()).toBe(3);
      await page.fill('input[name=q]', 'loud');
      await page.selectOption('select[name=verdict]', 'refuted');
      await page.click('form.search button');
      const found = async (): Promise<readonly string[]> =>
        page.locator('.studies > li:visible h3').allInnerTexts();
      await expect.poll(found).toHaveLength(2);
      expect(new URL(page.url()).search).toBe('?q=loud&verdict=refuted');
      await page.reload();
      await expect.poll(found).toHaveLength(2);
      await page.goto(`${server.url}/?q=nothing-like-it`);
      await expect.poll(found).toHaveLength(0);
      await close();
    },
  );

  test('a view is an address: its switches change it, and a reload keeps it', async () => {
    const { page, close } = await open('/studies/large');
    await page.click('.switches >> text="mean angle"');
    await page.click('.switches >> text="linear"');
    await page.click('.switches >> text="RLHF"');
    expect(new URL(page.url()).search).toBe('?measure=meanAngle&scale=linear&estimator=sign');
    const before = await page.locator('#figure .wide svg').getAttribute('aria-label');
    expect(before).toContain('Mean angle');
    expect(await page.locator('#figure .wide svg').innerHTML()).not.toContain('RLHF');
    await page.reload();
    expect(await page.locator('#figure .wide svg').getAttribute('aria-label')).toBe(before);
    expect(await page.locator('#values thead').first().textContent()).not.toContain('RLHF');
    await close();
  });

  test.each([true, false])(
    'the table is sorted by its heads, and the address says how (scripts: %s)',
    async (javaScriptEnabled) => {
      const { page, close } = await open('/studies/hostile', { javaScriptEnabled });
      const column = async (): Promise<readonly number[]> =>
        (await page.locator('#values > .scroll tbody tr').all()).length === 0
          ? []
          : (await page.locator('#values > .scroll tbody tr > td:nth-child(4)').allInnerTexts()).map((text) =>
              Number.parseFloat(text.replace('\u2212', '-')),
            );
      expect(await column()).toHaveLength(27);
      await page.click('#values > .scroll thead a[data-sort=sign]');
      await expect
        .poll(async () => (await column()).every((value, i, all) => i === 0 || all[i - 1] <= value))
        .toBe(true);
      await page.click('#values > .scroll thead a[data-sort=sign]');
      await expect
        .poll(async () => (await column()).every((value, i, all) => i === 0 || all[i - 1] >= value))
        .toBe(true);
      expect(new URL(page.url()).searchParams.get('sort')).toBe('-sign');
      await page.reload();
      const sorted = await column();
      expect(sorted.every((value, i, all) => i === 0 || all[i - 1] >= value)).toBe(true);
      await close();
    },
  );

  test.each([true, false])(
    'the files of a sorted table have its order (scripts: %s)',
    async (javaScriptEnabled) => {
      const { page, close } = await open('/studies/hostile', { javaScriptEnabled });
      await page.click('#values > .scroll thead a[data-sort=sign]');
      await expect.poll(() => new URL(page.url()).searchParams.get('sort')).toBe('sign');
      for (const selector of ['a[download][href*="values.csv"]', '[data-copy*="values.csv"]']) {
        const place = page.locator(selector);
        const file = (await place.getAttribute('href')) ?? (await place.getAttribute('data-copy')) ?? '';
        const text = await (await fetch(new URL(file, page.url()))).text();
        const { data } = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
        const values = data.map(({ Sign }) => Number(Sign));
        expect(values).toHaveLength(27);
        expect(values).toEqual(values.toSorted((a, b) => a - b));
      }
      await close();
    },
  );

  test('what was not measured comes last in either order', async () => {
    const { page, close } = await open('/studies/hostile');
    await page.evaluate(
      `document.querySelector('#values > .scroll tbody tr > td:nth-child(4)').removeAttribute('data-order')`,
    );
    for (const order of ['ascending', 'descending']) {
      await page.click('#values > .scroll thead a[data-sort=sign]');
      expect(await page.locator(`#values thead th[aria-sort=${order}]`).count()).toBe(1);
      const last = page.locator('#values > .scroll tbody tr:last-child > td:nth-child(4)');
      expect(await last.getAttribute('data-order')).toBeNull();
    }
    await close();
  });

  test('every download is there and parses', async () => {
    const { page, close } = await open('/studies/large');
    const links = await page
      .locator('a[download]')
      .evaluateAll((all) => all.map((one) => Reflect.get(one, 'href')));
    const named = (end: RegExp): string => links.find((link: string) => end.test(link)) ?? '';
    const get = async (end: RegExp): Promise<Response> => {
      const answer = await fetch(named(end));
      expect(answer.status, named(end)).toBe(200);
      return answer;
    };
    expect(elementsOf(await (await get(/chart\.svg/)).text())[0].name).toBe('svg');
    expect(JSON.parse(await (await get(/summary$/)).text()).study.name).toBe('large');
    expect(await (await get(/study\.yaml/)).text()).toContain('name: large');
    const cells = Papa.parse(await (await get(/cells\?format=csv/)).text(), {
      header: true,
      skipEmptyLines: true,
    });
    expect(cells.errors).toEqual([]);
    expect(cells.data.length).toBeGreaterThan(3 * 2 * 5);
    const rows = Papa.parse(await (await get(/replicates\?format=csv/)).text(), {
      header: true,
      skipEmptyLines: true,
    });
    expect(rows.errors).toEqual([]);
    expect(rows.data).toHaveLength(100_200);
    const parquet = await parquetReadObjects({
      file: await (await get(/replicates\?format=parquet/)).arrayBuffer(),
    });
    expect(parquet).toHaveLength(100_200);
    const values = Papa.parse(await (await get(/values\.csv/)).text(), {
      header: true,
      skipEmptyLines: true,
    });
    expect(values.errors).toEqual([]);
    expect(values.data).toHaveLength(3);
    expect(await (await get(/values\.tex/)).text()).toMatch(/\\begin\{tabular\}[\s\S]*\\end\{tabular\}/);
    expect((await (await get(/values\.md/)).text()).split('\n')[1]).toMatch(/^\| ---:/);
    await close();
  });

  test('copies a table, and saves the chart as PNG', async () => {
    const { page, complaints, close } = await open('/studies/large', {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await page.click('text="Copy LaTeX"');
    await expect.poll(() => page.evaluate('navigator.clipboard.readText()')).toContain('\\begin{tabular}');
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('text="Save as PNG"')]);
    const bytes = await readFile(await download.path());
    expect(bytes.subarray(1, 4).toString('latin1')).toBe('PNG');
    expect(bytes.length).toBeGreaterThan(5000);
    expect(complaints).toEqual([]);
    await close();
  });

  test('the worst data set of a cell is drawn, and another one where it is asked for', async () => {
    const { page, close } = await open('/studies/large/cells/n%3D200');
    const head = page.locator('#score h2');
    const first = await head.textContent();
    await page.click('#worst tbody th a >> nth=0');
    expect(await head.textContent()).not.toBe(first);
    expect(await page.locator('#score svg:visible').count()).toBe(1);
    await close();
  });

  test('every page is reached by the keyboard: the first stop skips to the content', async () => {
    const { page, close } = await open('/studies/large');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toContain('Skip to content');
    await page.keyboard.press('Enter');
    expect(new URL(page.url()).hash).toBe('#main');
    await close();
  });

  /** A store in which the study `live` has some of its blocks and a run that says so, and a server over it. */
  async function liveStudy() {
    const place = await mkdtemp(join(tmpdir(), 'signbench-'));
    const running = openDirectoryStore(place);
    const source = LIVE;
    await runInto(running, source, dyingAfter(6)).catch(() => {});
    const tell = (rowsDone: number, etaSeconds: number): Promise<void> =>
      tellProgress(running, rowsDone, etaSeconds);
    await tell(250_000, 95);
    const served = await startServer({
      store: running,
      port: 0,
      hostname: '127.0.0.1',
      pages: (catalogue) => createPages(catalogue),
    });
    return {
      url: `${served.url}/studies/live/run`,
      tell,
      finish: async () => {
        await running.remove(studyKey('live', 'progress.json'));
        await runInto(running, source);
      },
      close: async () => {
        await served.close();
        await rm(place, { recursive: true, force: true });
      },
    };
  }

  test('a run moves with the stream of its progress: the time left, the share and the error, and it ends', async () => {
    const live = await liveStudy();
    const { page, complaints, close } = await open('/');
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.resourceType()));
    await page.goto(live.url);
    const fact = (key: string): Promise<string | null> => page.textContent(`[data-fact=${key}]`);
    expect(await page.textContent('h1')).toBe('Running, about 1 min 35 s to go');
    expect(await fact('error')).toBe('5 %');
    expect(await page.locator('#error svg:visible').count()).toBe(1);
    expect(await page.locator('#cells tr.running td .so-far').first().textContent()).toMatch(/^\d+\.\d+$/);
    expect(await page.locator('#cells tr.running td:last-child').first().textContent()).toBe(
      'running, provisional',
    );
    await live.tell(640_000, 12);
    await expect.poll(() => page.textContent('h1'), { timeout: 10_000 }).toBe('Running, about 12 s to go');
    expect(await fact('share')).toBe('64 %');
    expect(await fact('error')).toBe('3.1 %');
    expect(await page.evaluate('document.querySelector("progress[data-share]").value')).toBe(0.64);
    expect(await page.title()).toContain('about 12 s to go');
    expect(asked.filter((type) => type === 'eventsource')).toHaveLength(1);
    await live.finish();
    await expect.poll(() => page.textContent('h1'), { timeout: 15_000 }).toBe('Complete');
    // The event comes before the page that is taken over.
    await expect.poll(() => page.locator('[data-live]').count(), { timeout: 15_000 }).toBe(0);
    expect(await page.locator('#cells .so-far').count()).toBe(0);
    expect(await page.locator('#cells tr.done').count()).toBe(2);
    expect(complaints).toEqual([]);
    await close();
    await live.close();
  });

  test('a run moves where its progress is not streamed, since the page asks for itself again', async () => {
    const live = await liveStudy();
    const { page, close } = await open('/');
    await page.route('**/progress', (route) => route.fulfill({ status: 503, body: 'too many readers' }));
    await page.goto(live.url);
    await live.tell(640_000, 12);
    await expect.poll(() => page.textContent('h1'), { timeout: 15_000 }).toBe('Running, about 12 s to go');
    await close();
    await live.close();
  });

  test('the same pages opened from a disk, without a server, sort and search by their script', async () => {
    const site = join(folder, 'site');
    const all = openCatalogue(store);
    const catalogue = { ...all, names: async () => ['again', 'large'] };
    await exportSite({
      catalogue,
      api: createApp({ store, catalogue }),
      write: async (path, pieces) => {
        // Rows of data are tested elsewhere; a page never loads them.
        if (path.includes('replicates')) return;
        await mkdir(dirname(join(site, path)), { recursive: true });
        await writeFile(join(site, path), pieces);
      },
    });
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', ({ message }) => complaints.push(message));
    await page.goto(`file://${site}/index.html?q=loud`);
    const found = page.locator('.studies > li:visible');
    expect(await found.count()).toBe(2);
    await page.click('.studies > li:visible h3 a >> nth=1');
    expect(await page.locator('h1').textContent()).toBe('Two types of users, one of them loud');
    await page.click('.switches >> text="mean angle"');
    expect(await page.locator('#figure .wide svg').getAttribute('aria-label')).toContain('Mean angle');
    await page.click('#values > .scroll thead a[data-sort=n]');
    await page.click('#values > .scroll thead a[data-sort=n]');
    expect(await page.locator('#values > .scroll tbody th').allInnerTexts()).toEqual(['200', '60', '20']);
    await page.click('#values > .scroll tbody th a >> nth=0');
    expect(await page.locator('#worst tbody tr').count()).toBeGreaterThan(8);
    expect(await page.locator('#score svg:visible').count()).toBe(1);
    expect(complaints).toEqual([]);
    await page.close();
  });
});
