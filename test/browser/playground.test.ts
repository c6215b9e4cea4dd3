import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../functions/api/create-app.ts';
import { type ServedApp, startServer } from '../../functions/api/node-host.ts';
import { replayInStore } from '../../functions/cli/replay-in-store.ts';
import { findCell } from '../../functions/dashboard/cell-view.ts';
import { exportSite } from '../../functions/dashboard/export-site.ts';
import { createPages } from '../../functions/dashboard/pages.ts';
import { createEngine } from '../../functions/study/engine.ts';
import { openCatalogue } from '../../results/catalogue/open-catalogue.ts';
import { openDirectoryStore } from '../../results/store/directory.ts';
import type { Store } from '../../results/store/store.ts';
import { runInto, SMALL_STUDY } from '../support/served-store.ts';
import { launchChromium, noBrowser, SOFTWARE_RENDERING } from './chromium.ts';
import { openWatched, seriousFindings, type WatchedPage } from './watched-page.ts';

const SMALL = '/playground?n=300&replicates=60';

const title = 'the playground in headless Chromium';

describe.skipIf(noBrowser !== null)(noBrowser === null ? title : `${title}: ${noBrowser}`, () => {
  let browser: Browser;
  let server: ServedApp;
  let store: Store;
  let folder = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'signbench-'));
    store = openDirectoryStore(folder);
    await runInto(store, SMALL_STUDY.replace(/vary:.*\n/, ''));
    server = await startServer({
      store,
      port: 0,
      hostname: '127.0.0.1',
      pages: (catalogue) => createPages(catalogue),
      onFault: (error) => {
        throw error;
      },
    });
    browser = await launchChromium(SOFTWARE_RENDERING);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const open = (path: string, options?: BrowserContextOptions): Promise<WatchedPage> =>
    openWatched(browser, path.startsWith('http') ? path : `${server.url}${path}`, options);

  const textOf = async (page: Page, selector: string): Promise<string> =>
    (await page.locator(selector).allInnerTexts()).join('\n');
  const status = (page: Page, id = 'pg-status'): Promise<string> => textOf(page, `#${id}`);
  const computed = async (page: Page, by: RegExp, id?: string): Promise<string> => {
    await expect.poll(() => status(page, id), { timeout: 60_000 }).toMatch(by);
    return status(page, id);
  };
  const values = (page: Page): Promise<string> => textOf(page, '#pg-values');

  test('converges on WASM to the numbers of the server, and loads no gpu.js for it', async () => {
    const { page, complaints, loaded, close } = await open('/playground?n=1000&replicates=40');
    const sentence = await computed(page, /Computed by WASM kernels in float64/);
    expect(sentence).toMatch(/^With 1,000 comparisons .* over 40 data sets\./);
    const off = await open('/playground?n=1000&replicates=40', { javaScriptEnabled: false });
    expect(await values(page)).toBe(await values(off.page));
    expect(await textOf(page, '#pg-landscape')).toBe(await textOf(off.page, '#pg-landscape'));
    expect(loaded.some((url) => url.includes('gpu'))).toBe(false);
    expect(complaints).toEqual([]);
    await off.close();
    await close();
  });

  test('converges on WebGL2 by gpu.js to nearly the same, and says what drew', async () => {
    const { page, complaints, loaded, close } = await open(`${SMALL}&on=webgl2`);
    expect(await computed(page, /Computed by gpu\.js/)).toMatch(
      /mode webgl2 \(.*SwiftShader.*in software\)/i,
    );
    expect(loaded.some((url) => url.includes('playground-gpu-worker'))).toBe(true);
    expect(complaints).toEqual([]);
    const card = await values(page);
    await page.selectOption('select[name=on]', 'wasm');
    await computed(page, /Computed by WASM/);
    // RLHF has one maximum: single precision moves it by less than a hundredth of a degree.
    const column = (text: string): readonly number[] =>
      text
        .split('\n')
        .slice(1)
        .map((line) => Number.parseFloat(line.split('\t')[2]));
    const plain = column(await values(page));
    expect(plain).toHaveLength(3);
    for (const [i, value] of column(card).entries()) expect(Math.abs(value - plain[i])).toBeLessThan(0.02);
    await close();
  });

  test('the arrow keys move a type: the fields, the address and the answers follow, and a reload keeps them', async () => {
    const { page, complaints, close } = await open(SMALL);
    await computed(page, /Computed by/);
    const before = await textOf(page, '#pg-limits');
    const grip = page.locator('.grip').first();
    await grip.focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Shift+ArrowLeft');
    expect(await page.inputValue('[name=x1]')).toBe('2');
    expect(await page.inputValue('[name=y1]')).toBe('2.1');
    expect(await grip.getAttribute('aria-valuetext')).toBe('x 2, y 2.1');
    await expect.poll(() => new URL(page.url()).searchParams.get('y1')).toBe('2.1');
    await computed(page, /Computed by/);
    const after = await textOf(page, '#pg-limits');
    expect(after).not.toBe(before);
    const table = await values(page);
    await page.reload();
    await computed(page, /Computed by/);
    expect(await page.inputValue('[name=x1]')).toBe('2');
    expect(await textOf(page, '#pg-limits')).toBe(after);
    expect(await values(page)).toBe(table);
    expect(await textOf(page, '#pg-file')).toContain('types: [[2, 2.1], [1, -2]]');
    expect(complaints).toEqual([]);
    await close();
  });

  test('a disc follows the hand, and stays where a taste may be', async () => {
    const { page, close } = await open(SMALL);
    await computed(page, /Computed by/);
    const box = await page.locator('.grip').nth(1).boundingBox();
    if (box === null) throw new Error('there is no handle');
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 + 30, box.y + box.height / 2 - 20, { steps: 5 });
    await page.mouse.move(box.x - 3000, box.y + 3000, { steps: 2 });
    await page.mouse.up();
    expect(await page.inputValue('[name=x2]')).toBe('-4.5');
    expect(await page.inputValue('[name=y2]')).toBe('-4.5');
    await computed(page, /Computed by/);
    await close();
  });

  test('a third type appears with its share, and what has no answer is said', async () => {
    const { page, close } = await open(SMALL);
    await computed(page, /Computed by/);
    expect(await page.locator('.grip:visible').count()).toBe(2);
    await page.fill('[name=w3]', '20');
    await expect.poll(() => page.locator('#pg-plane .type').count()).toBe(3);
    expect(await page.locator('.grip:visible').count()).toBe(3);
    for (const name of ['w1', 'w2', 'w3']) await page.fill(`[name=${name}]`, '0');
    await computed(page, /No type has a share/);
    await close();
  });

  test('a run is stopped, and its numbers stay', async () => {
    const { page, close } = await open('/playground?n=100000&replicates=2000');
    await expect.poll(() => page.locator('#pg-stop').isVisible()).toBe(true);
    await page.click('#pg-stop');
    expect(await status(page)).toContain('Stopped');
    expect(await page.locator('#pg-stop').isVisible()).toBe(false);
    await close();
  });

  test('a data set of a cell is computed again with the digits of signbench replay', async () => {
    const { page, complaints, close } = await open('/studies/small/cells/n%3D20');
    await page.click('#worst tbody td >> text="in your browser" >> nth=0');
    await computed(
      page,
      /^Your browser computed .* identical to the bit\. Computed by WASM/,
      'pg-replay-status',
    );
    const replicate = Number(new URL(page.url()).searchParams.get('replicate'));
    const found = await openCatalogue(store).summary('small');
    const placed = found === null ? null : findCell(found.summary, 'n=20');
    if (placed === null) throw new Error('the cell is not there');
    const address = { cell: placed.planned, replicate };
    const command = await replayInStore(store, address, createEngine('js'), {});
    const shown = await textOf(page, '#pg-replayed');
    expect(shown).toContain(command.dataSha256);
    expect(shown).toContain(command.address);
    for (const { id, direction, score } of command.estimators) {
      const rows = await page.locator(`[data-estimator=${id}] tbody tr`).allInnerTexts();
      for (const [j, value] of (direction ?? []).entries())
        expect(rows).toContain(`direction ${j + 1}\t${value}\t${value}`);
      expect(rows).toContain(`score\t${score}\t${score}`);
    }
    expect(complaints).toEqual([]);
    await close();
  });

  test('says the same without scripts, but for who computed', async () => {
    const { page, close } = await open(SMALL, { javaScriptEnabled: false });
    expect(await page.locator('svg').count()).toBe(5);
    expect(await status(page)).toContain('Without scripts the server computes up to');
    await page.fill('[name=w1]', '60');
    await page.fill('[name=w2]', '40');
    await page.click('text="Compute"');
    expect(await textOf(page, '#pg-limits')).toContain('6.9\u00b0');
    expect(new URL(page.url()).searchParams.get('w1')).toBe('60');
    await close();
  });

  test('draws no course where motion is not wanted, only its end', async () => {
    const context = await browser.newContext({ reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.addInitScript(`document.addEventListener('DOMContentLoaded', () => {
      window.drawn = 0;
      new MutationObserver(() => window.drawn++).observe(document.getElementById('pg-chart'), { childList: true });
    })`);
    // Long enough to be drawn several times.
    await page.goto(`${server.url}/playground?n=30000&replicates=400`);
    await computed(page, /Computed by/);
    expect(await page.evaluate('window.drawn')).toBe(1);
    await context.close();
  });

  test.each([
    ['the playground', SMALL, 'pg-status', /Computed by/],
    ['a data set', '/playground?study=small&cell=n%3D20&replicate=3', 'pg-replay-status', /Your browser/],
  ])(
    '%s has no serious finding of axe-core, light or dark, and does not scroll sideways at 360 pixels',
    async (_, path, id, done) => {
      const { page, close } = await open(path, { bypassCSP: true, colorScheme: 'light' });
      await computed(page, done, id);
      expect(await seriousFindings(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await seriousFindings(page)).toEqual([]);
      await page.setViewportSize({ width: 360, height: 740 });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
      await close();
    },
  );

  test('the home page loads none of it and stays under 150 KB', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    let bytes = 0;
    const sizes: Promise<void>[] = [];
    page.on('requestfinished', (request) => {
      sizes.push(
        request.sizes().then(({ responseBodySize, responseHeadersSize }) => {
          bytes += responseBodySize + responseHeadersSize;
        }),
      );
      expect(request.url()).not.toContain('playground');
    });
    await page.goto(server.url, { waitUntil: 'networkidle' });
    await Promise.all(sizes);
    expect(bytes).toBeGreaterThan(1000);
    expect(bytes).toBeLessThan(150_000);
    await context.close();
  });

  describe('as files of a folder', () => {
    let host: Server;
    let address = '';

    beforeAll(async () => {
      const files = new Map<string, Buffer>();
      const catalogue = openCatalogue(store);
      await exportSite({
        catalogue,
        api: createApp({ store, catalogue }),
        write: async (path, pieces) => {
          const parts: Buffer[] = [];
          for await (const piece of pieces) parts.push(Buffer.from(piece));
          files.set(path, Buffer.concat(parts));
        },
      });
      const types: Readonly<Record<string, string>> = {
        '.html': 'text/html; charset=utf-8',
        '.js': 'text/javascript',
        '.css': 'text/css',
      };
      // As below a path of GitHub Pages, without any header of ours.
      host = createServer(({ url = '' }, response) => {
        const path = decodeURIComponent(new URL(url, 'http://a').pathname).replace('/below/', '');
        const found = files.get(path);
        response.writeHead(found === undefined ? 404 : 200, {
          'Content-Type': types[posix.extname(path)] ?? 'application/octet-stream',
        });
        response.end(found);
      });
      await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
      const at = host.address();
      address = `http://127.0.0.1:${typeof at === 'object' && at !== null ? at.port : 0}/below/`;
    });
    afterAll(() => host?.close());

    test('it computes, and keeps its settings in the address', async () => {
      const { page, complaints, close } = await open(`${address}playground.html${SMALL.slice(11)}`);
      await computed(page, /With 300 comparisons .* Computed by WASM/);
      await page.fill('[name=y1]', '1.5');
      await expect.poll(() => new URL(page.url()).searchParams.get('y1')).toBe('1.5');
      await computed(page, /Computed by WASM/);
      await page.reload();
      expect(await page.inputValue('[name=y1]')).toBe('1.5');
      expect(complaints).toEqual([]);
      await close();
    });

    test('a data set of a cell is computed again, identical to the bit', async () => {
      const { page, complaints, close } = await open(`${address}studies/small/cells/n=20.html`);
      await page.click('#worst tbody td >> text="in your browser" >> nth=0');
      await computed(page, /identical to the bit\. Computed by WASM/, 'pg-replay-status');
      expect(await textOf(page, '#pg-replayed')).toContain('the same as the server');
      expect(complaints).toEqual([]);
      await close();
    });
  });
});
