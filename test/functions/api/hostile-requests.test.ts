import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CHART_KINDS } from '../../../functions/api/chart-kinds.ts';
import { createApp } from '../../../functions/api/create-app.ts';
import { createPages } from '../../../functions/dashboard/pages.ts';
import { openDirectoryStore } from '../../../results/store/directory.ts';
import type { Store } from '../../../results/store/store.ts';
import { runInto, SMALL_STUDY } from '../../support/served-store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const REQUESTS = 10_000;
const SCRIPT = '<script>alert(1)</script>';
const SECRET = 'root:x:0:0:a file outside the store';

const PARTS = ['summary', 'cells', 'replicates', 'progress', 'provenance', 'digests', 'report', 'study.yaml'];
const PAGES = [
  '/',
  '/compare',
  '/playground',
  '/studies/small',
  '/studies/small/run',
  '/studies/small/chart.svg',
  '/studies/small/values.csv',
  '/studies/small/values.tex',
  '/studies/small/values.md',
  '/studies/small/study.yaml',
  '/studies/small/cells/types.0.0%3D3%2Cn%3D20',
];
const PARAMETERS = [
  'estimator',
  'measure',
  'n',
  'cell',
  'replicate',
  'status',
  'sort',
  'format',
  'limit',
  'cursor',
  'version',
  'scale',
  'width',
  'factor[types.0.0]',
  'factor[]',
  'factor[__proto__]',
  'a',
  'b',
  'q',
  'verdict',
  'along',
  'page',
  'study',
  'x1',
  'y1',
  'w1',
  'on',
  'sets',
  'seed',
  '__proto__',
  'constructor',
  'factor',
];
const VALUES = [
  'sign',
  'rlhf',
  'rmsAngle',
  '20',
  '100',
  '-1',
  '1e309',
  '99999999999999999999',
  '0x10',
  'NaN',
  '',
  ' ',
  ',',
  ',,,',
  '../../secret.txt',
  '..%2f..%2fsecret.txt',
  '%2e%2e/%2e%2e/secret.txt',
  '....//....//secret.txt',
  '/etc/passwd',
  'file:///etc/passwd',
  '\u0000',
  '%00',
  'csv',
  'json',
  'small',
  'published:small',
  'types.0.0=3,n=20',
  'ndjson',
  'parquet',
  '-value',
  '-angle',
  'value,value',
  '3',
  'types.0.0=3,n=20',
  'ok',
  'separable',
  '340',
  'log',
  SCRIPT,
  '"><img src=x onerror=alert(1)>',
  "' OR 1=1 --",
  '#{7*7}',
  '{{7*7}}',
  'A'.repeat(3000),
  '\ud800',
  '\u202e',
  '💥',
  '__proto__',
  'W10',
  'WyJ4IiwxXQ',
  '[1,2]',
  '{}',
];
const SEGMENTS = [
  'small',
  'v1',
  'studies',
  'charts',
  'openapi.json',
  'healthz',
  '..',
  '%2e%2e',
  '%2e%2e%2f',
  '..%5c..%5c',
  '.',
  '%00',
  '%',
  '%zz',
  '%c0%ae%c0%ae',
  ';',
  'small%2fsummary.json',
  'small/../../secret.txt',
  '..%2f..%2fsecret.txt',
  '%252e%252e%252f',
  encodeURIComponent(SCRIPT),
  ...PARTS,
  ...CHART_KINDS.map((kind) => `${kind}.svg`),
];
const HEADERS = [
  'If-None-Match',
  'Accept',
  'Range',
  'X-Forwarded-Host',
  'Origin',
  'Authorization',
  'Content-Length',
  'Cookie',
];
const HEADER_VALUES = [
  '*',
  '"x"',
  'W/"',
  ','.repeat(500),
  'text/event-stream',
  'application/xml',
  'bytes=0-1',
  'null',
  SCRIPT,
  '-1',
  'a'.repeat(4000),
];

/** How pages of the dashboard load theirs. */
const OWN_SCRIPT = /<script defer="" src="\/assets\/[\w-]+\.js"><\/script>/g;

const text = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...VALUES) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
);
const segment = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...SEGMENTS) },
  { weight: 1, arbitrary: text.map((value) => encodeURIComponent(Buffer.from(value).toString())) },
);
const path = fc.oneof(
  { weight: 15, arbitrary: fc.constantFrom(...PARTS).map((part) => `/v1/studies/small/${part}`) },
  {
    weight: 5,
    arbitrary: fc.constantFrom(...CHART_KINDS).map((kind) => `/v1/studies/small/charts/${kind}.svg`),
  },
  { weight: 1, arbitrary: fc.constantFrom(...PAGES) },
  { weight: 1, arbitrary: segment.map((one) => `/studies/${one}`) },
  { weight: 1, arbitrary: fc.tuple(segment, segment).map((two) => `/studies/${two.join('/')}`) },
  { weight: 1, arbitrary: segment.map((one) => `/studies/small/cells/${one}`) },
  { weight: 1, arbitrary: segment.map((one) => `/assets/${one}`) },
  { weight: 5, arbitrary: segment.map((one) => `/v1/studies/${one}`) },
  { weight: 10, arbitrary: fc.tuple(segment, segment).map((two) => `/v1/studies/${two.join('/')}`) },
  { weight: 10, arbitrary: fc.array(segment, { maxLength: 6 }).map((all) => `/${all.join('/')}`) },
);
const query = fc.array(
  fc.tuple(
    fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...PARAMETERS) }, { weight: 1, arbitrary: text }),
    text,
  ),
  { maxLength: 3 },
);
const headers = fc.array(fc.tuple(fc.constantFrom(...HEADERS), fc.constantFrom(...HEADER_VALUES)), {
  maxLength: 2,
});
const method = fc.oneof(
  { weight: 9, arbitrary: fc.constant('GET') },
  { weight: 1, arbitrary: fc.constantFrom('HEAD', 'OPTIONS', 'POST', 'PUT', 'DELETE', 'PATCH', 'PROPFIND') },
);
const request = fc.record({ path, query, headers, method });

/** The store, and every key and folder that it is asked for. */
function watched(store: Store): { readonly store: Store; readonly asked: Set<string> } {
  const asked = new Set<string>();
  const noting =
    <A extends unknown[], B>(ask: (key: string, ...rest: A) => B) =>
    (key: string, ...rest: A): B => {
      asked.add(key);
      return ask(key, ...rest);
    };
  return {
    asked,
    store: {
      ...store,
      getMany: (keys) => {
        for (const key of keys) asked.add(key);
        return store.getMany(keys);
      },
      get: noting(store.get),
      list: noting(store.list),
      storedAt: noting(store.storedAt),
    },
  };
}

/** What no answer may hold: the trace of an error, paths of this machine, the secret beside the store. */
const leaks = (body: string, folder: string): boolean =>
  body.includes(SECRET) ||
  body.includes(folder) ||
  body.includes('node_modules') ||
  /\bat .+:\d+:\d+/.test(body);

test(`${REQUESTS} hostile requests get answers or problems, nothing from outside the store, no trace and no text that a browser would execute`, async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'store'));
  writeFileSync(join(folder, 'secret.txt'), SECRET);
  const plain = openDirectoryStore(join(folder, 'store'));
  await runInto(
    plain,
    SMALL_STUDY.replace(/^title:.*$/m, `title: "${SCRIPT}"`).replace(/^aim:.*$/m, `aim: "${SCRIPT}"`),
  );
  const { store, asked } = watched(plain);
  const faults: unknown[] = [];
  const app = createApp({
    store,
    pages: (catalogue) => createPages(catalogue),
    onFault: (error) => faults.push(error),
  });
  const statuses = new Map<number, number>();
  let pages = 0;

  const property = fc.asyncProperty(request, async (given) => {
    const parameters = new URLSearchParams([...given.query]);
    const url = `http://localhost${given.path}?${parameters}`;
    if (!URL.canParse(url)) return;
    const response = await app.request(url, { method: given.method, headers: [...given.headers] });
    const body = await response.text();
    statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
    const type = response.headers.get('Content-Type') ?? '';
    if (response.status < 200 || response.status >= 500)
      throw new Error(`status ${response.status}: ${body}`);
    if (leaks(body, folder)) throw new Error(`it leaks: ${body.slice(0, 300)}`);
    // Pages of the dashboard say in words what is not there.
    const isPage = !given.path.startsWith('/v1') && type.startsWith('text/html');
    if (response.status >= 400 && !isPage && !type.startsWith('application/problem+json'))
      throw new Error(`no problem: ${type}`);
    if (/html|svg|problem/.test(type) && body.replaceAll(OWN_SCRIPT, '').includes('<script'))
      throw new Error('a script in a document');
    if (type.startsWith('text/html')) pages++;
    if (response.headers.get('X-Content-Type-Options') !== 'nosniff')
      throw new Error('a browser may guess the type');
    if (!response.headers.get('Content-Security-Policy')?.includes("default-src 'none'"))
      throw new Error('no policy');
  });
  await fc.assert(property, { numRuns: REQUESTS, seed: 20251125, endOnFailure: true });

  expect(faults).toEqual([]);
  const outside = [...asked].filter(
    (key) =>
      !/^(studies\/(small\/[\w.-]+)?|packs\/small\/|blocks\/[0-9a-f]{2}\/[0-9a-f]{64}\.json)$/.test(key),
  );
  expect(outside).toEqual([]);
  // A fuzzer that is refused everywhere tests nothing.
  expect(statuses.get(200)).toBeGreaterThan(500);
  expect(statuses.get(400)).toBeGreaterThan(500);
  expect(pages).toBeGreaterThan(300);
  expect([...statuses.keys()].sort()).toEqual(expect.arrayContaining([200, 304, 400, 404, 405]));
});
