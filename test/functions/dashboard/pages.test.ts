import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../../functions/api/create-app.ts';
import { namedReplicates } from '../../../functions/dashboard/cell-view.ts';
import { createPages } from '../../../functions/dashboard/pages.ts';
import { MEASURE_FORMULAS } from '../../../results/methods/measure-formulas.ts';
import { openDirectoryStore } from '../../../results/store/directory.ts';
import { dyingAfter } from '../../support/dying-runner.ts';
import { fixtureSummary } from '../../support/fixture-summary.ts';
import { lackingRecords } from '../../support/lacking-records.ts';
import { runInto, SMALL_STUDY } from '../../support/served-store.ts';
import { elementsOf } from '../../support/well-formed.ts';

const PARTIAL = SMALL_STUDY.replace('name: small', 'name: partial').replace(
  'replicates: 200',
  'replicates: 1000',
);

/** Text as a browser reads it. */
const read = (html: string): string =>
  html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replaceAll('&amp;', '&');

const CELL = `/studies/small/cells/${encodeURIComponent('types.0.0=3,n=20')}`;

describe('the pages of a store', () => {
  let app: Hono;
  let folder = '';
  const faults: unknown[] = [];
  const get = async (path: string, headers: Record<string, string> = {}): Promise<Response> =>
    app.request(path, { headers });
  const text = async (path: string): Promise<string> => (await get(path)).text();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'signbench-'));
    const store = openDirectoryStore(folder);
    await runInto(store);
    await runInto(store, PARTIAL, dyingAfter(3)).catch(() => {});
    app = createApp({
      store,
      pages: (catalogue) => createPages(catalogue),
      onFault: (fault) => faults.push(fault),
    });
  });
  afterAll(async () => rm(folder, { recursive: true, force: true }));

  it.each(['/', '/studies/small', '/studies/small/run', '/compare?a=small&b=small'])(
    '%s writes what a study file says as text',
    async (path) => {
      const html = await text(path);
      expect(html).not.toContain('<one of them>');
      if (!path.startsWith('/compare')) expect(read(html)).toContain('Two types & <one of them> loud');
    },
  );

  it.each([
    '/',
    '/studies/small',
    CELL,
    '/compare?a=small&b=small',
    '/studies/partial',
    '/studies/partial/run',
    '/methods',
  ])('%s has no style and no script inside, which its policy would drop', async (path) => {
    const answer = await get(path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'");
    const html = await answer.text();
    expect(html).toMatch(/^<!doctype html>/);
    expect(html).not.toMatch(/<style|<script>|\sstyle="|\son\w+="/);
    for (const [svg] of html.matchAll(/<svg[\s\S]*?<\/svg>/g))
      expect(elementsOf(svg).length).toBeGreaterThan(0);
  });

  it('answers a browser at an address with nothing by a page with the studies, and a program by a problem', async () => {
    const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
    for (const path of ['/nowhere', '/assets/none.js', '/nowhere/<b>']) {
      const answer = await get(path, browser);
      expect(answer.status).toBe(404);
      expect(answer.headers.get('content-type')).toContain('text/html');
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
      const html = await answer.text();
      expect(html).toContain('There is nothing at this address.');
      expect(html).toContain('href="/studies/small"');
      expect(html).not.toContain('<b>');
    }
    for (const [path, headers] of [
      ['/nowhere', {}],
      ['/v1/nowhere', browser],
    ] as const) {
      const answer = await get(path, headers);
      expect(answer.status).toBe(404);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
    }
  });

  it('says the formula of every measure and of its error, and every page links there', async () => {
    const html = read(await text('/methods'));
    for (const [name, { value, mcse }] of Object.entries(MEASURE_FORMULAS)) {
      const row = html.split('<tr>').find((one) => one.includes(`<code>${name}</code>`)) ?? '';
      expect(row, name).toContain(`>${value}<`);
      expect(row, name).toContain(`>${mcse}<`);
    }
    for (const path of ['/', '/studies/small', '/methods'])
      expect(await text(path)).toContain('href="/methods"');
    expect(await text('/studies/small')).not.toContain('--against THESE');
  });

  it('draws no chart of a study that is not whole, names what is missing and how to go on', async () => {
    const html = await text('/studies/partial');
    expect(html).toContain('This study is not whole');
    expect(html).toMatch(/Missing: block/);
    expect(html).not.toContain('id="figure"');
    const run = await text('/studies/partial/run');
    expect(run).toContain('npx signbench resume partial');
    expect(run).toContain('Stopped before its end');
    expect(run).toMatch(/<progress max="1" value="0\.\d+"/);
  });

  it('says the nearest name where there is no such study, and 404', async () => {
    const answer = await get('/studies/smal');
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('Did you mean <a href="/studies/small">small</a>?');
    expect((await get('/studies/small/cells/n%3D7')).status).toBe(404);
    expect((await get('/assets/style.css')).status).toBe(404);
  });

  it('tells a reader who has the page that it is the same', async () => {
    const first = await get('/studies/small');
    const again = await get('/studies/small', { 'If-None-Match': first.headers.get('etag') ?? '' });
    expect(again.status).toBe(304);
  });

  it('lists for a cell the data sets on which each estimator was worst, from the worst, with their commands', async () => {
    const html = await text(CELL);
    const angles = [...html.matchAll(/<td>(\d+\.\d\d)\u00b0<\/td>/g)].map(([, angle]) => Number(angle));
    expect(angles.length).toBe(16);
    for (const half of [angles.slice(0, 8), angles.slice(8)])
      expect(half).toEqual(half.toSorted((a, b) => b - a));
    expect(html).toMatch(/npx signbench replay small --cell types\.0\.0=3,n=20 --replicate \d+/);
    expect(html).toContain('id="score"');
  });

  it('calls one result beside itself the same to the bit', async () => {
    expect(await text('/compare?a=small&b=small')).toContain('are the same to the bit.');
  });

  it('answers whatever is asked without a fault, and echoes no markup', async () => {
    const paths = [
      '/',
      '/studies/small',
      '/studies/small/run',
      '/compare',
      '/studies/small/values.tex',
      '/studies/small/chart.svg',
      CELL,
    ];
    const names = [
      'q',
      'verdict',
      'measure',
      'scale',
      'estimator',
      'along',
      'sort',
      'page',
      'a',
      'b',
      'replicate',
    ];
    const value = fc.oneof(
      fc.string(),
      fc.constantFrom('"><script>alert(1)</script>', '-1', '1e999', '__proto__', 'meanAngle'),
    );
    const pair = fc.tuple(fc.constantFrom(...names), value);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), fc.array(pair, { maxLength: 4 }), async (path, pairs) => {
        const query = new URLSearchParams();
        for (const [name, text] of pairs) query.append(name, text);
        const answer = await get(`${path}?${query}`);
        expect(answer.status).toBeLessThan(500);
        expect(await answer.text()).not.toContain('<script>alert(1)');
      }),
      { seed: 3, numRuns: 60 },
    );
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.string(), async (name, key) => {
        const answer = await get(`/studies/${encodeURIComponent(name)}/cells/${encodeURIComponent(key)}`);
        expect(answer.status).toBeLessThan(500);
      }),
      { seed: 4, numRuns: 40 },
    );
    expect(faults).toEqual([]);
  });
});

it('shows the values so far of a cell that is not done, with their errors, and says that they are provisional', async () => {
  const { store } = await lackingRecords(PARTIAL, [{ cell: 'types.0.0=4,n=20', block: 2, estimator: 1 }]);
  const app = createApp({ store, pages: (catalogue) => createPages(catalogue) });
  const run = await (await app.request('/studies/partial/run')).text();
  const rows = run.split('<tr class="').slice(1);
  expect(rows.map((row) => row.split('"')[0])).toEqual(['done', 'done', 'running', 'done']);
  expect(rows[2]).toMatch(/<span class="so-far">\d+\.\d+<\/span><span class="mcse"> \(\d+\.\d+\)/);
  expect(rows[2]).toContain('400<span class="hide-narrow"> of 1,000</span>');
  expect(rows[2]).toContain('>provisional</td>');
  for (const row of rows.filter((one) => one.startsWith('done'))) expect(row).not.toContain('so-far');
  expect(run).toContain('provisional, of the data sets so far');
});

it('offers of a cell without records the data sets that its summary names, with the command and a replay in the browser', async () => {
  const store = openDirectoryStore(await mkdtemp(join(tmpdir(), 'signbench-')));
  await runInto(store);
  const bare = { ...store, getMany: async (keys: readonly string[]) => keys.map(() => null) };
  const app = createApp({ store: bare, pages: (catalogue) => createPages(catalogue, { records: false }) });
  const html = await (await app.request(CELL)).text();
  expect(html).toContain('No single data set of this cell is stored here.');
  expect(html).toContain('npx signbench replay small --cell types.0.0=3,n=20 --replicate 0<');
  const [, address] = /href="(\/playground\?[^"]+)"/.exec(html) ?? [];
  const replay = await app.request(address.replaceAll('&amp;', '&'));
  expect(replay.status).toBe(200);
  expect(await replay.text()).toContain('computed again');
  await rm(store.location, { recursive: true, force: true });
});

it('names the first failed fit of an estimator, and its worst where summaries keep it', () => {
  const [cell] = fixtureSummary().cells;
  const [sign, rlhf] = cell.estimators;
  const named = namedReplicates({
    ...cell,
    estimators: [
      { ...sign, worst: { replicate: 41, angle: 1 } },
      { ...rlhf, firstFailure: { replicate: 7, status: 'separable' } },
    ],
  });
  expect(named).toEqual([
    { replicate: 0, why: 'the first' },
    { replicate: 41, why: 'the worst of Sign' },
    { replicate: 7, why: 'RLHF fails first: separable' },
  ]);
});
