import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { computedBy } from '../../functions/study/backends.ts';
import { parseStudy } from '../../functions/study/spec/parse-study.ts';
import { packsFolder } from '../../results/store/keys.ts';
import { openS3Store } from '../../results/store/s3/store.ts';
import type { Store } from '../../results/store/store.ts';
import { keepStudy } from '../../results/stored-study.ts';
import { describeApi } from '../support/api-contract.ts';
import { runRounds } from '../support/rounds.ts';
import { SMALL_STUDY } from '../support/served-store.ts';
import { discard, type Synthesised, synthesise } from '../support/synthesised.ts';
import { type FunctionUrl, startFunctionUrl } from './lambda/function-url.ts';
import { localFunctions } from './lambda/local-function.ts';
import { RUNTIME_CLIENT, runtimeMissing } from './lambda/runtime-client.ts';
import { type Fate, type FaultyProxy, startFaultyProxy } from './support/faulty-proxy.ts';
import { BUCKET } from './support/local-cloud.ts';
import { radosgwMissing, startRadosgw } from './support/radosgw.ts';
import { permissionsAsked, permissionsOf } from './support/role-statements.ts';
import { describeWith, environmentOf, type S3Server } from './support/s3-server.ts';

const BUNDLES = fileURLToPath(new URL('../../dist/lambda', import.meta.url));

/** Small data sets, so many that their table is longer than an answer that is not streamed may be. */
const LONG_STUDY = SMALL_STUDY.replace('name: small', 'name: long')
  .replace('[20, 100]', '[10]')
  .replace('replicates: 200', 'replicates: 30000')
  .replace(/vary: .*\n/, '')
  .replace(/claims:[\s\S]*/, '');
const MOST_BUFFERED = 6_291_556;

let server: S3Server;
const startServer = async (): Promise<void> => {
  server = await startRadosgw();
  Object.assign(process.env, environmentOf(server));
  await server.createBucket(BUCKET);
};
const open = async (prefix: string): Promise<Store> =>
  openS3Store({ bucket: BUCKET, prefix }, { endpoint: server.endpoint });

describeWith('S3', radosgwMissing, () => {
  beforeAll(startServer);
  afterAll(() => server?.stop());
  describeApi('a bucket', () => open('here/'));
});

describeWith('the function that serves results', runtimeMissing ?? radosgwMissing, () => {
  let synthesised: Synthesised;
  let store: Store;
  let door: FaultyProxy;
  let api: FunctionUrl;
  let fate: (path: string) => Fate = () => 'pass';
  const logs = mkdtempSync(join(tmpdir(), 'signbench-api-'));
  const functionId = (): string =>
    Object.keys(synthesised.template.Resources).find((id) => /^DashboardApiFunction[0-9A-F]{8}$/.test(id)) ??
    '';
  const request = (path: string, init?: RequestInit): Promise<Response> => fetch(`${api.url}${path}`, init);

  beforeAll(async () => {
    await startServer();
    door = await startFaultyProxy(server.endpoint, ({ path }) => fate(path));
    synthesised = synthesise({ settings: { dashboard: true }, bundles: BUNDLES });
    const fn = [...localFunctions(synthesised).values()].find(({ name }) => name === functionId());
    api = await startFunctionUrl(fn!, {
      runtime: RUNTIME_CLIENT,
      log: join(logs, 'log'),
      environmentOf: () => ({
        ...environmentOf(server),
        SIGNBENCH_BUCKET: BUCKET,
        SIGNBENCH_ENDPOINT: door.endpoint,
      }),
    });
    store = await open('');
  });
  afterAll(async () => {
    await api?.stop();
    await door?.stop();
    await server?.stop();
    discard(synthesised);
    rmSync(logs, { recursive: true, force: true });
  });

  // Its studies are those that the tests below find.
  describeApi('the bundle on Lambda', async () => store, {
    serve: async () => ({ request }),
    streamed: false,
  });

  it('answers the home page with the studies, and the style that it names', async () => {
    const home = await request('/');
    expect(home.status).toBe(200);
    expect(home.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
    expect(home.headers.get('Content-Security-Policy')).toContain("style-src 'self'");
    const page = await home.text();
    expect(page).toContain('Two types &#38; &#60;one of them&#62; loud');
    const [, style] = /href="([^"]+\.css)"/.exec(page) ?? [];
    const sheet = await request(style);
    expect(sheet.headers.get('Content-Type')).toContain('text/css');
    expect(sheet.headers.get('Cache-Control')).toContain('immutable');
    const study = await request('/studies/small');
    expect(study.status).toBe(200);
    expect(await study.text()).toContain('<svg');
    const tag = study.headers.get('ETag') ?? '';
    expect((await request('/studies/small', { headers: { 'If-None-Match': tag } })).status).toBe(304);
  });

  it('streams no progress, which would keep it from everyone else, and says what to ask for instead', async () => {
    const refused = await request('/v1/studies/small/progress', { headers: { Accept: 'text/event-stream' } });
    expect(refused.status).toBe(406);
    expect(await refused.json()).toMatchObject({ allowed: ['application/json'] });
  });

  describe('a table of packs longer than a buffered answer may be', () => {
    const ADDRESS = '/v1/studies/long/replicates?format=csv';
    beforeAll(async () => {
      const study = computedBy(parseStudy(LONG_STUDY, 'study.yaml', 'full'), 'js');
      await keepStudy(store, study, LONG_STUDY, 'js');
      await runRounds(store, study.name, { targetMs: 3 });
    });

    it('breaks off where the bucket does, and never ends as if it were whole', async () => {
      const packs = (await store.list(packsFolder('long'))).length;
      expect(packs).toBeGreaterThan(3);
      // The header of each is read first.
      let reads = 0;
      fate = (path) => (path.includes('/packs/long/') && ++reads > packs + 1 ? 403 : 'pass');
      const answer = await request(ADDRESS);
      expect(answer.status).toBe(200);
      const end = await answer.text().then(
        () => 'whole',
        (error: Error) => error.message,
      );
      expect(end).toBe('terminated');
      // The sandbox says it in its own time.
      await expect
        .poll(() => readFileSync(join(logs, 'log'), 'utf8'), { timeout: 20_000 })
        .toContain('denies access');
    });

    it('comes whole from the next sandbox', async () => {
      fate = () => 'pass';
      const table = await (await request(ADDRESS)).text();
      expect(table.length).toBeGreaterThan(MOST_BUFFERED);
      expect(table.trimEnd().split('\n')).toHaveLength(1 + 2 * 30_000);
    });
  });

  it('asks S3 for what its role allows, and the role allows nothing that it never asks for', async () => {
    await request('/v1/studies/none/summary');
    const allowed = permissionsOf(synthesised.template, functionId());
    const asked = door.seen.flatMap(({ method, path }) => permissionsAsked(method, path));
    expect(asked.length).toBeGreaterThan(20);
    const isOf = (one: (typeof asked)[number]) => (permission: (typeof allowed)[number]) =>
      permission.action === one.action && one.key.startsWith(permission.prefix);
    expect(asked.filter((one) => !allowed.some(isOf(one)))).toEqual([]);
    const unused = allowed.filter((permission) => !asked.some((one) => isOf(one)(permission)));
    expect(unused).toEqual([{ action: 's3:GetObject', prefix: 'tables/' }]);
  });
});
