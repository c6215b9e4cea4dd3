import type { Hono } from 'hono';
import { beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../functions/api/create-app.ts';
import { StudyEntrySchema, StudyListSchema } from '../../functions/api/schemas.ts';
import { studyKey } from '../../results/store/keys.ts';
import type { Store } from '../../results/store/store.ts';
import { runInto } from './served-store.ts';

/**
 * What the interface answers, over any store.
 *
 * @param open opens a fresh, empty store.
 */
export function describeApi(name: string, open: () => Promise<Store>): void {
  describe(`the interface over ${name}`, () => {
    let store: Store;
    let app: Hono;
    const get = (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
      Promise.resolve(app.request(path, { headers }));

    beforeAll(async () => {
      store = await open();
      await runInto(store);
      app = createApp({ store });
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
      expect(again.headers.get('ETag')).toBe(tag);
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
