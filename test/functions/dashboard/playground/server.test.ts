import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../../../functions/api/create-app.ts';
import { createPages } from '../../../../functions/dashboard/pages.ts';
import { createPlaygroundServer } from '../../../../functions/dashboard/playground/server.ts';
import { DEFAULTS } from '../../../../functions/dashboard/playground/settings.ts';
import { openDirectoryStore } from '../../../../results/store/directory.ts';
import { runInto, SMALL_STUDY } from '../../../support/served-store.ts';

const REPLAY = '/playground?study=small&cell=n%3D20&replicate=';

describe('the playground of a server', () => {
  let app: Hono;
  let folder = '';
  const faults: unknown[] = [];
  const text = async (path: string): Promise<string> => (await app.request(path)).text();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'signbench-'));
    const store = openDirectoryStore(folder);
    await runInto(store, SMALL_STUDY.replace(/vary:.*\n/, ''));
    app = createApp({
      store,
      pages: (catalogue) => createPages(catalogue),
      onFault: (fault) => faults.push(fault),
    });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('answers the form without scripts: the plane, the chart, the table and the score', async () => {
    const html = await text('/playground?w1=60&w2=40&n=50000&replicates=2000');
    expect(html).toContain('6.9\u00b0');
    expect(html).toContain('8.8\u00b0');
    expect(html).toContain('Without scripts the server computes up to 1,000 comparisons and 40 data sets.');
    expect(html).toMatch(/name="w1" value="60"/);
    expect(html).toMatch(/name="n" value="50000"/);
    expect(html.match(/<svg /g)).toHaveLength(5);
    expect(html).toMatch(/<th scope="row">1,000<\/th><td>[\d.]+<span class="mcse"> \([\d.]+\)<\/span><\/td>/);
    expect(html).not.toMatch(/<style|<script>|\sstyle="|\son\w+="/);
  });

  it('says which settings have no answer', async () => {
    const answer = await app.request('/playground?w1=0&w2=0');
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('No type has a share');
  });

  it('computes the same page for everybody who asks for the same', async () => {
    const [first, second] = await Promise.all([text('/playground?n=100'), text('/playground?n=100&x1=3.0')]);
    expect(first).toBe(second);
  });

  it('lets few wait, and tells the others to come back', async () => {
    const server = createPlaygroundServer();
    const all = await Promise.all(
      Array.from({ length: 12 }, (_, i) => server.play({ ...DEFAULTS, n: 30, seed: i })),
    );
    expect(all.filter((found) => found !== null)).toHaveLength(8);
    expect(await server.play(DEFAULTS)).not.toBeNull();
  });

  it('computes a data set of a study again, and compares it with what is stored', async () => {
    const html = await text(`${REPLAY}17`);
    expect(html).toContain(
      'The server computed the data set again. The numbers of Sign and RLHF are identical to the bit.',
    );
    expect(html).toContain('npx signbench replay small --cell n=20 --replicate 17 --json');
    expect(html).toContain('data-request=');
  });

  it.each(['200', '-1', '1.5', 'x', ''])('has no data set %j', async (replicate) => {
    expect((await app.request(REPLAY + replicate)).status).toBe(404);
  });

  it('has no data set of a study or a cell that is not there', async () => {
    expect((await app.request('/playground?study=smal&cell=n%3D20&replicate=1')).status).toBe(404);
    expect((await app.request('/playground?study=small&cell=n%3D21&replicate=1')).status).toBe(404);
  });

  it('links every listed data set of a cell to its page', async () => {
    const html = await text('/studies/small/cells/n%3D20');
    const links = [...html.matchAll(/href="(\/playground\?study=[^"]+)"/g)];
    expect(links.length).toBe(html.match(/npx signbench replay/g)?.length);
    expect((await app.request(links[0][1].replaceAll('&amp;', '&'))).status).toBe(200);
  });

  it('gives its workers the policy that lets WASM compile, and nothing that evaluates text', async () => {
    const html = await text('/playground?n=30');
    for (const [, file] of html.matchAll(/data-(?:gpu-)?worker="([^"]+)"/g)) {
      const answer = await app.request(file);
      expect(answer.headers.get('content-type')).toContain('javascript');
      expect(answer.headers.get('cache-control')).toContain('immutable');
      const policy = answer.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
      expect(policy).not.toContain("'unsafe-eval'");
    }
  });

  it('answers whatever is asked without a fault, and echoes no markup', async () => {
    const names = ['x1', 'w1', 'w2', 'c', 'n', 'replicates', 'seed', 'on', 'study', 'cell', 'replicate'];
    const value = fc.oneof(
      fc.string(),
      fc.integer().map(String),
      fc.constantFrom('"><script>alert(1)</script>', '1e999', '__proto__', 'small', 'n=20'),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom(...names), value), { maxLength: 4 }),
        async (pairs) => {
          const query = new URLSearchParams([['n', '30'], ...pairs.filter(([name]) => name !== 'n')]);
          const answer = await app.request(`/playground?${query}`);
          expect(answer.status).toBeLessThan(500);
          expect(await answer.text()).not.toContain('<script>alert(1)');
        },
      ),
      { seed: 5, numRuns: 40 },
    );
    expect(faults).toEqual([]);
  });
});
