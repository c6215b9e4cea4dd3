import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../../functions/api/create-app.ts';
import { exportSite } from '../../../functions/dashboard/export-site.ts';
import { fileName, isExported } from '../../../functions/dashboard/site-links.ts';
import { DEFAULT_VIEW } from '../../../functions/dashboard/study-view.ts';
import { openCatalogue } from '../../../results/catalogue/open-catalogue.ts';
import { openDirectoryStore } from '../../../results/store/directory.ts';
import { runInto, SMALL_STUDY } from '../../support/served-store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** Where the links and the files that a page loads point to, from the folder of the site. */
function targetsOf(path: string, html: string): readonly string[] {
  return [...html.matchAll(/\s(?:href|src|action|data-copy|data-png|data-worker|data-gpu-worker)="([^"]*)"/g)]
    .map(([, target]) => target.replaceAll('&amp;', '&'))
    .filter((target) => !target.startsWith('#') && !target.startsWith('data:'))
    .map((target) => posix.join(posix.dirname(path), decodeURIComponent(target.replace(/[?#].*$/, ''))));
}

describe('a dashboard without a server', () => {
  it('has every file that its pages link to, by relative links alone', async () => {
    const store = openDirectoryStore(temporaryFolder());
    await runInto(store);
    const catalogue = openCatalogue(store);
    const files = new Map<string, Buffer>();
    const written = await exportSite({
      catalogue,
      api: createApp({ store, catalogue }),
      write: async (path, pieces) => {
        expect(files.has(path), path).toBe(false);
        const parts: Buffer[] = [];
        for await (const piece of pieces) parts.push(Buffer.from(piece));
        files.set(path, Buffer.concat(parts));
      },
    });
    expect(written).toMatchObject({ files: files.size, studies: 1, cellsLeftOut: 0 });
    const pages = [...files].filter(([path]) => path.endsWith('.html'));
    expect(pages.length).toBeGreaterThan(12);
    for (const [path, bytes] of pages) {
      const html = bytes.toString();
      expect(html.match(/\s(?:href|src)="(?:\/|https?:)[^"]*"/g), path).toBeNull();
      const targets = targetsOf(path, html);
      expect(targets.length, path).toBeGreaterThan(3);
      for (const target of targets) expect(files.has(target), `${path} -> ${target}`).toBe(true);
      expect(html, path).toContain('http-equiv="Content-Security-Policy"');
    }
    expect(String(files.get('methods.html'))).toContain('Wilson interval');
    expect(String(files.get('studies/small/index.html'))).toContain(
      'signbench serve --store YOURS --against THESE',
    );
    const playground = String(files.get('playground.html'));
    expect(playground).toContain('came with the page; others need scripts, or a server.');
    const cells = pages.filter(([path]) => path.includes('/cells/')).map(([, bytes]) => bytes.toString());
    for (const cell of cells) {
      const [, request] = /playground\.html#replay=([^"]+)"/.exec(cell) ?? [];
      expect(JSON.parse(decodeURIComponent(request))).toMatchObject({
        study: 'small',
        stored: [{ status: 'ok' }, { status: expect.any(String) }],
        dataSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
    }
    expect(files.get('studies/small/replicates.parquet')?.subarray(0, 4).toString()).toBe('PAR1');
    expect(JSON.parse(String(files.get('studies/small/summary.json'))).study.name).toBe('small');
    expect(String(files.get('studies/small/replicates.csv')).trimEnd().split('\r\n')).toHaveLength(
      1 + 2 * 2 * 2 * 200,
    );
  });

  it('sets every study beside its results in another place, each on a page of its own', async () => {
    const [store, other] = [openDirectoryStore(temporaryFolder()), openDirectoryStore(temporaryFolder())];
    await runInto(store);
    await runInto(store, SMALL_STUDY.replace('name: small', 'name: lone'));
    await runInto(other, SMALL_STUDY.replace('[[3, 2], [1, -2]]', '[[3, 2], [1, 2]]'));
    const catalogue = openCatalogue(store);
    const files = new Map<string, string>();
    await exportSite({
      catalogue,
      others: [{ id: 'against', title: 'Other results', catalogue: openCatalogue(other) }],
      api: createApp({ store, catalogue }),
      write: async (path, pieces) => {
        const parts: Buffer[] = [];
        for await (const piece of pieces) parts.push(Buffer.from(piece));
        files.set(path, Buffer.concat(parts).toString());
      },
    });
    const compared = [...files.keys()].filter((path) => path.startsWith('compare'));
    expect(compared).toEqual(['compare.html', 'compare/small-against.html']);
    const html = files.get('compare/small-against.html') ?? '';
    expect(html).toMatch(/\d+ of \d+ numbers changed by more than their noise\./);
    expect(html).toContain('<th scope="col">This store</th><th scope="col">Other results</th>');
    expect(html).not.toContain('<form');
    expect(files.get('compare.html')).toContain('href="compare/small-against.html"');
    expect(files.get('studies/small/index.html')).toContain('href="../../compare/small-against.html"');
    expect(files.get('studies/lone/index.html')).not.toContain('lone-against');
    for (const path of [
      'index.html',
      'compare.html',
      'compare/small-against.html',
      'studies/lone/index.html',
    ])
      for (const target of targetsOf(path, files.get(path) ?? ''))
        expect(files.has(target), `${path} -> ${target}`).toBe(true);
  });

  it('names files safely, and differently for different texts', () => {
    expect(fileName('skew=1,n=1000')).toBe('skew=1,n=1000');
    for (const text of ['../../etc/passwd', 'a/b', 'a\\b', '\u0000', 'x'.repeat(300), '<b>']) {
      expect(fileName(text)).toMatch(/^[A-Za-z0-9.=,_-]{1,80}$/);
      expect(fileName(text)).not.toContain('/');
    }
    expect(fileName('a/b')).not.toBe(fileName('a\\b'));
  });

  it('leaves to the script what would be a file for every choice', () => {
    expect(isExported({ ...DEFAULT_VIEW, measure: 'meanAngle', scale: 'linear' })).toBe(true);
    expect(isExported({ ...DEFAULT_VIEW, sort: 'n' })).toBe(false);
    expect(isExported({ ...DEFAULT_VIEW, only: ['sign'] })).toBe(false);
  });
});
