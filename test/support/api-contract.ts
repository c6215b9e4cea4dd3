import { validate } from '@readme/openapi-parser';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createApp } from '../../functions/api/create-app.ts';
import {
  PageSchema,
  ProgressSchema,
  StudyEntrySchema,
  StudyListSchema,
  SummarySchema,
} from '../../functions/api/schemas.ts';
import { parseStudy } from '../../functions/study/spec/parse-study.ts';
import { NO_TABLES } from '../../kernels/populations/table.ts';
import { rawRows } from '../../results/export.ts';
import { findRecord } from '../../results/gather-records.ts';
import { rawColumns } from '../../results/raw-columns.ts';
import { formatRows } from '../../results/raw-formats.ts';
import { studyKey } from '../../results/store/keys.ts';
import type { Store } from '../../results/store/store.ts';
import { takenCells } from '../../results/taken-cells.ts';
import { collect } from './exported.ts';
import { runInto, SMALL_STUDY } from './served-store.ts';

type Page = z.output<typeof PageSchema>;
type Row = Page['rows'][number];

/** Who answers requests: the app in this process, or a server with it. */
interface Answers {
  request(path: string, init?: RequestInit): Response | Promise<Response>;
}

interface ApiOptions {
  /** Who answers for a store; the app in this process by default. */
  readonly serve?: (store: Store) => Promise<Answers>;
  /** Whether progress is streamed. */
  readonly streamed?: boolean;
}

/**
 * What the interface answers, over any store.
 *
 * @param open opens a fresh, empty store.
 */
export function describeApi(name: string, open: () => Promise<Store>, options: ApiOptions = {}): void {
  const { serve = async (store) => createApp({ store }), streamed = true } = options;
  describe(`the interface over ${name}`, () => {
    let store: Store;
    let app: Answers;
    const get = (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
      Promise.resolve(app.request(path, { headers }));

    const pageAt = async (path: string): Promise<Page> => PageSchema.parse(await (await get(path)).json());

    beforeAll(async () => {
      store = await open();
      await runInto(store);
      app = await serve(store);
    });

    test('lists the studies with title, status and verdicts', async () => {
      const { studies } = StudyListSchema.parse(await (await get('/v1/studies')).json());
      expect(studies).toMatchObject([
        { name: 'small', status: 'complete', cells: 4, combinations: 2, estimators: ['sign', 'rlhf'] },
      ]);
      expect(studies[0].verdicts).toHaveLength(2);
      expect(studies[0].title).toBe('Two types & <one of them> loud');
    });

    test('answers a study, with links to its parts that lead somewhere', async () => {
      const study = StudyEntrySchema.parse(await (await get('/v1/studies/small')).json());
      expect(study).toMatchObject({ name: 'small', problem: null, profile: 'full' });
      expect(study.links.summary).toBe('/v1/studies/small/summary');
    });

    test('answers the summary with the very bytes of the store, and not again to who has them', async () => {
      const response = await get('/v1/studies/small/summary');
      const stored = await store.get(studyKey('small', 'summary.json'));
      expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.from(stored!));
      const tag = response.headers.get('ETag')!;
      expect(tag).toMatch(/^"[0-9a-f]{32}"$/);
      const again = await get('/v1/studies/small/summary', { 'If-None-Match': `"x", W/${tag}` });
      expect(again.status).toBe(304);
      expect(await again.text()).toBe('');
      // As it was given: a cache that keeps a weak one may not renew it by a strong one.
      expect(again.headers.get('ETag')).toBe(`W/${tag}`);
    });

    test('lets an address with a version be kept for ever, and refuses another version by name', async () => {
      const { version } = StudyEntrySchema.parse(await (await get('/v1/studies/small')).json());
      const lasting = await get(`/v1/studies/small/summary?version=${version}`);
      expect(lasting.headers.get('Cache-Control')).toContain('immutable');
      const other = await get(`/v1/studies/small/summary?version=${'0'.repeat(16)}-${'1'.repeat(16)}`);
      expect(other.status).toBe(404);
      expect(await other.json()).toMatchObject({ parameter: 'version', allowed: [version] });
    });

    test('names the parameter, its value and what is allowed', async () => {
      const response = await get('/v1/studies/small/summary?versoin=1');
      expect(response.status).toBe(400);
      expect(response.headers.get('Content-Type')).toBe('application/problem+json');
      expect(await response.json()).toMatchObject({
        status: 400,
        parameter: 'versoin',
        allowed: expect.stringContaining('version'),
      });
    });

    test('names the nearest study where there is none of a name', async () => {
      const response = await get('/v1/studies/smal/summary');
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ value: 'smal', allowed: ['small'] });
    });

    test('names a study that cannot be reached by its own address only', async () => {
      for (const name of [
        '..',
        '%2e%2e',
        '%2e%2e%2fstudies%2fsmall',
        'small%2fsummary.json',
        'SMALL',
        'small%00',
      ]) {
        expect((await get(`/v1/studies/${name}/summary`)).status, name).toBe(404);
      }
    });

    test('has a document of itself that a public validator finds right, and whose every path answers', async () => {
      const document: unknown = await (await get('/openapi.json')).json();
      const { paths } = z
        .object({ openapi: z.literal('3.1.0'), paths: z.record(z.string(), z.unknown()) })
        .parse(document);
      const copy = structuredClone(document);
      expect(await validate(z.custom<Parameters<typeof validate>[0]>().parse(copy))).toMatchObject({
        valid: true,
      });
      for (const path of Object.keys(paths)) {
        const address = path.replace('{name}', 'small').replace('{kind}', 'error.svg');
        expect((await get(address)).status, address).toBe(200);
      }
    });

    test('gives the measures of the summary as rows: as many, and the same numbers', async () => {
      const { cells } = SummarySchema.parse(await (await get('/v1/studies/small/summary')).json());
      const page = await pageAt('/v1/studies/small/cells');
      const expected = cells.flatMap((cell) =>
        cell.estimators.flatMap(({ id, measures }) =>
          Object.entries(measures).map(([measure, { value, mcse, replicates }]) => ({
            cell: cell.key,
            n: cell.n,
            estimator: id,
            measure,
            value,
            mcse,
            replicates,
          })),
        ),
      );
      expect(page.rows).toHaveLength(expected.length);
      expect(page.rows).toMatchObject(expected);
      expect(page.next).toBeNull();
    });

    test('filters by measure, estimator, size, cell and level, alone and together', async () => {
      const all = (await pageAt('/v1/studies/small/cells')).rows;
      const filters: readonly (readonly [query: string, keeps: (row: Row) => boolean])[] = [
        ['measure=rmsAngle,score', ({ measure }) => measure === 'rmsAngle' || measure === 'score'],
        ['measure=rmsAngle&measure=score', ({ measure }) => measure === 'rmsAngle' || measure === 'score'],
        ['estimator=rlhf', ({ estimator }) => estimator === 'rlhf'],
        ['n=100', ({ n }) => n === 100],
        ['cell=types.0.0%3D3,n%3D20', ({ cell }) => cell === 'types.0.0=3,n=20'],
        ['factor[types.0.0]=4', ({ types_0_0: level }) => level === 4],
        ['factor[types.0.0]=3&factor[types.0.0]=4', () => true],
        ['factor[population.users.types.0.0]=4', ({ types_0_0: level }) => level === 4],
        [
          'n=20&estimator=sign&factor[types.0.0]=3',
          (row) => row.n === 20 && row.estimator === 'sign' && row.types_0_0 === 3,
        ],
      ];
      for (const [query, keeps] of filters) {
        const { rows } = await pageAt(`/v1/studies/small/cells?${query}`);
        expect(rows.length, query).toBeGreaterThan(0);
        expect(rows, query).toEqual(all.filter(keeps));
      }
    });

    test('refuses what the study does not have, and says what it has', async () => {
      const refused: readonly (readonly [query: string, problem: object])[] = [
        [
          'cells?measure=rms',
          { parameter: 'measure', value: 'rms', allowed: expect.arrayContaining(['rmsAngle']) },
        ],
        ['cells?estimator=em', { parameter: 'estimator', value: 'em', allowed: ['sign', 'rlhf'] }],
        ['cells?n=30', { parameter: 'n', value: '30', allowed: ['20', '100'] }],
        ['cells?factor[skew]=1', { parameter: 'factor', value: 'skew', allowed: ['types.0.0'] }],
        ['cells?factor[types.0.0]=9', { parameter: 'factor[types.0.0]', value: '9', allowed: ['3', '4'] }],
        ['cells?sort=size', { parameter: 'sort', value: 'size', allowed: expect.arrayContaining(['value']) }],
        ['cells?format=xlsx', { parameter: 'format', value: 'xlsx' }],
        ['cells?limit=0', { parameter: 'limit', value: '0' }],
        ['cells?cursor=x', { parameter: 'cursor', value: 'x' }],
        ['replicates?sort=-angle', { parameter: 'sort' }],
        ['replicates?status=lost', { parameter: 'status', value: 'lost' }],
        ['replicates?replicate=-1', { parameter: 'replicate', value: '-1' }],
        ['charts/error.svg?measure=rms', { parameter: 'measure', value: 'rms' }],
        ['charts/error.svg?width=99999', { parameter: 'width', value: '99999' }],
      ];
      for (const [query, problem] of refused) {
        const response = await get(`/v1/studies/small/${query}`);
        expect(response.status, query).toBe(400);
        expect(await response.json(), query).toMatchObject(problem);
      }
    });

    test('sorts rows, those without a value last', async () => {
      const { rows } = await pageAt('/v1/studies/small/cells?measure=rmsAngle&sort=estimator,-value');
      expect(rows.map(({ estimator }) => estimator)).toEqual([
        ...Array(4).fill('rlhf'),
        ...Array(4).fill('sign'),
      ]);
      const values = rows.map(({ value }) => Number(value));
      for (const half of [values.slice(0, 4), values.slice(4)])
        expect(half).toEqual(half.toSorted((a, b) => b - a));
    });

    test('gives a table page by page, each row once, in the order of the whole', async () => {
      for (const table of ['cells?limit=7', 'cells?limit=7&sort=-value', 'replicates?limit=333&n=20']) {
        const whole = await pageAt(`/v1/studies/small/${table.replace(/limit=\d+/, 'limit=1000')}`);
        const rows: Row[] = [];
        let address: string | null = `/v1/studies/small/${table}`;
        for (let pages = 0; address !== null && pages < 100; pages++) {
          const page: Page = await pageAt(address);
          rows.push(...page.rows);
          address = page.nextLink;
        }
        expect(rows.length, table).toBeGreaterThan(0);
        expect(rows.slice(0, 1000), table).toEqual(whole.rows);
        expect(new Set(rows.map((row) => JSON.stringify(row))).size, table).toBe(rows.length);
      }
    });

    test('refuses the cursor of another list', async () => {
      const { next } = await pageAt('/v1/studies/small/cells?limit=7');
      const response = await get(`/v1/studies/small/cells?limit=7&estimator=sign&cursor=${next}`);
      expect(response.status).toBe(400);
    });

    test('gives the same replicates as every format of signbench export', async () => {
      const source = SMALL_STUDY;
      const study = parseStudy(source, 'study.yaml', 'full');
      const lists = () =>
        rawRows(study, takenCells(store, study, { tables: NO_TABLES }), {
          read: async (address) => {
            const record = await findRecord(store, address);
            return record?.kept.keep === 'replicates' ? record.kept.outcomes : null;
          },
        });
      for (const format of ['csv', 'ndjson', 'parquet'] as const) {
        const response = await get(`/v1/studies/small/replicates?format=${format}`);
        const pieces = await collect(formatRows(format, rawColumns(study), lists()));
        const expected = Buffer.concat(pieces.map((piece) => Buffer.from(piece)));
        expect(Buffer.compare(Buffer.from(await response.arrayBuffer()), expected), format).toBe(0);
        expect(response.headers.get('Content-Disposition')).toBe(
          `attachment; filename="small-replicates.${format}"`,
        );
      }
    });

    test('finds the worst replicates of a cell, one replicate, and those of one status', async () => {
      const cell = 'cell=types.0.0%3D3,n%3D20';
      const all = (await pageAt(`/v1/studies/small/replicates?${cell}&limit=1000`)).rows;
      expect(all).toHaveLength(400);
      const worst = (await pageAt(`/v1/studies/small/replicates?${cell}&sort=-angle&limit=5`)).rows;
      const angles = all.map(({ angle }) => Number(angle ?? -1)).toSorted((a, b) => b - a);
      expect(worst.map(({ angle }) => angle)).toEqual(angles.slice(0, 5));
      const one = (await pageAt(`/v1/studies/small/replicates?${cell}&replicate=7`)).rows;
      expect(one).toEqual(all.filter(({ replicate }) => replicate === 7));
      const failed = (await pageAt(`/v1/studies/small/replicates?${cell}&status=separable&limit=1000`)).rows;
      expect(failed).toEqual(all.filter(({ status }) => status === 'separable'));
    });

    test('draws charts as SVG that a browser reads, of the part asked for', async () => {
      const whole = await get('/v1/studies/small/charts/error.svg');
      expect(whole.headers.get('Content-Type')).toBe('image/svg+xml; charset=utf-8');
      const text = await whole.text();
      expect(text).toContain('&#60;one of them&#62;');
      const one = await (
        await get('/v1/studies/small/charts/error.svg?factor[types.0.0]=3&estimator=rlhf&measure=score')
      ).text();
      expect(one).toContain('share of comparisons ranked right');
      expect(one).not.toBe(text);
      const none = await get('/v1/studies/small/charts/law.svg');
      expect(none.status).toBe(404);
      const unknown = await get('/v1/studies/small/charts/pie.svg');
      expect(await unknown.json()).toMatchObject({
        parameter: 'kind',
        value: 'pie.svg',
        allowed: expect.arrayContaining(['error.svg']),
      });
    });

    test('says that a finished study is finished', async () => {
      const document = ProgressSchema.parse(await (await get('/v1/studies/small/progress')).json());
      expect(document).toMatchObject({ status: 'complete', run: null, stale: false });
    });

    if (streamed) {
      test('says so in a stream that ends, too', async () => {
        const stream = await get('/v1/studies/small/progress', { Accept: 'text/event-stream' });
        expect(stream.headers.get('Content-Type')).toContain('text/event-stream');
        const events = (await stream.text()).split('\n\n').filter((event) => event !== '');
        expect(events.map((event) => event.split('\n')[0])).toEqual(['event: progress', 'event: end']);
      });
    }

    test('answers HEAD as GET without a body, OPTIONS with what is allowed, and refuses the rest', async () => {
      const head = await app.request('/v1/studies/small/summary', { method: 'HEAD' });
      const whole = await get('/v1/studies/small/summary');
      expect(head.headers.get('ETag')).toBe(whole.headers.get('ETag'));
      expect(head.headers.get('Content-Length')).toBe(whole.headers.get('Content-Length'));
      expect(await head.text()).toBe('');
      const options = await app.request('/v1/studies', { method: 'OPTIONS' });
      expect(options.status).toBe(204);
      expect(options.headers.get('Allow')).toBe('GET, HEAD, OPTIONS');
      expect(options.headers.get('Access-Control-Allow-Origin')).toBe('*');
      for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
        const refused = await app.request('/v1/studies', { method });
        expect(refused.status, method).toBe(405);
        expect(refused.headers.get('Allow'), method).toBe('GET, HEAD, OPTIONS');
      }
    });
  });
}
