import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { RETRIES } from '../../results/store/s3/retry.ts';
import { openS3Store, type S3StoreOptions } from '../../results/store/s3/store.ts';
import type { Store } from '../../results/store/store.ts';
import { type Fate, type FaultyProxy, type SeenRequest, startFaultyProxy } from './support/faulty-proxy.ts';
import { radosgwMissing, startRadosgw } from './support/radosgw.ts';
import { describeWith, environmentOf, type S3Server } from './support/s3-server.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (value: Uint8Array | null): string | null =>
  value === null ? null : new TextDecoder().decode(value);

/** The pauses of a real run, a hundredth as long. */
const SHORT = { ...RETRIES, baseMs: { transient: 1, throttled: 5 }, capMs: 200 };

describeWith('faults of an S3 server', radosgwMissing, () => {
  let server: S3Server;
  let tests = 0;
  beforeAll(async () => {
    server = await startRadosgw();
    Object.assign(process.env, environmentOf(server));
    await server.createBucket('results');
  });
  afterAll(() => server?.stop());

  /** A store behind a proxy, and the same store without it. */
  async function behind(
    fateOf: (request: SeenRequest) => Fate,
    options: S3StoreOptions = {},
  ): Promise<{ readonly store: Store; readonly direct: Store; readonly proxy: FaultyProxy }> {
    const proxy = await startFaultyProxy(server.endpoint, fateOf);
    onTestFinished(() => proxy.stop());
    const location = { bucket: 'results', prefix: `${tests++}/` };
    return {
      store: openS3Store(location, { endpoint: proxy.endpoint, retries: SHORT, ...options }),
      direct: openS3Store(location, { endpoint: server.endpoint }),
      proxy,
    };
  }

  test.each([503, 429, 500, 502])(
    'a burst of %d loses nothing: what was refused is sent again',
    async (status) => {
      const refused = new Map<string, number>();
      const { store, direct, proxy } = await behind(({ path }) => {
        const before = refused.get(path) ?? 0;
        refused.set(path, before + 1);
        return before < 3 ? status : 'pass';
      });
      const keys = Array.from({ length: 100 }, (_, i) => `blocks/${i}.json`);
      const answers = await Promise.all(keys.map((key) => store.putIfAbsent(key, bytes(key))));
      expect(new Set(answers)).toEqual(new Set(['stored']));
      expect((await direct.getMany(keys)).map(text)).toEqual(keys);
      expect(proxy.seen).toHaveLength(400);
    },
  );

  test('a third of all requests fails in one way or another, and reads, lists and writes are right', async () => {
    const fates: readonly Fate[] = [503, 'reset', 'lose', 'cut', 429, 500];
    const { store, direct } = await behind(({ index }) =>
      index % 3 === 0 ? fates[(index / 3) % fates.length] : 'pass',
    );
    const keys = Array.from({ length: 100 }, (_, i) => `blocks/${String(i).padStart(3, '0')}.json`);
    const value = (key: string): string => `${key} ${'x'.repeat(5000)}`;
    await Promise.all(keys.map((key) => store.putIfAbsent(key, bytes(value(key)))));
    expect((await store.getMany(keys)).map(text)).toEqual(keys.map(value));
    expect(await store.list('blocks/')).toEqual(keys);
    for (const key of keys.slice(0, 20)) await store.move(key, `quarantine/${key}`);
    expect(await direct.list('quarantine/')).toEqual(keys.slice(0, 20).map((key) => `quarantine/${key}`));
    for (const key of keys.slice(20)) await store.remove(key);
    expect(await direct.list('blocks/')).toEqual([]);
  });

  test('a write whose answer was lost is found to be there, and is no conflict', async () => {
    const { store, direct } = await behind(({ index }) => (index === 0 ? 'lose' : 'pass'));
    expect(await store.putIfAbsent('blocks/a.json', bytes('one'))).toBe('present');
    expect(text(await direct.get('blocks/a.json'))).toBe('one');
  });

  test('a value whose transfer breaks off in the middle is read again, never in part', async () => {
    const { store, direct, proxy } = await behind(({ index }) => (index < 2 ? 'cut' : 'pass'));
    const long = 'x'.repeat(1_000_000);
    await direct.replace('studies/s/summary.json', bytes(long));
    expect(text(await store.get('studies/s/summary.json'))).toBe(long);
    expect(proxy.seen).toHaveLength(3);
  });

  test('a server that stays overloaded is given up after eight attempts, in a sentence', async () => {
    const { store, proxy } = await behind(() => 503);
    await expect(store.putIfAbsent('blocks/a.json', bytes('one'))).rejects.toMatchObject({
      name: 'StoreError',
      problem: 'failed',
      message: expect.stringMatching(
        /^Cannot write s3:\/\/results\/\d+\/blocks\/a\.json: .* is overloaded .*503 SlowDown/,
      ),
    });
    expect(proxy.seen).toHaveLength(8);
  });

  test('a server that falls silent is given up in time, and asked again', async () => {
    const { store, proxy } = await behind(({ index }) => (index === 0 ? 'hang' : 'pass'), { silenceMs: 200 });
    expect(await store.putIfAbsent('blocks/a.json', bytes('one'))).toBe('stored');
    expect(proxy.seen).toHaveLength(2);
  });

  test('an interruption ends a request that hangs, and those that wait', { timeout: 30_000 }, async () => {
    const stop = new AbortController();
    const { store } = await behind(() => 'hang', { signal: stop.signal, silenceMs: 600_000 });
    const waiting = Array.from({ length: 100 }, (_, i) =>
      store.get(`blocks/${i}.json`).catch((error) => error),
    );
    setTimeout(() => stop.abort(), 100);
    for (const error of await Promise.all(waiting)) {
      expect(error).toMatchObject({ name: 'StoreError', problem: 'interrupted' });
    }
  });

  test('an interruption ends the pause before a repetition', async () => {
    const stop = new AbortController();
    const patient = {
      ...RETRIES,
      baseMs: { transient: 600_000, throttled: 600_000 },
      capMs: 600_000,
      random: () => 0.9,
    };
    const { store, proxy } = await behind(() => 503, { signal: stop.signal, retries: patient });
    setTimeout(() => stop.abort(), 100);
    await expect(store.list('')).rejects.toMatchObject({ problem: 'interrupted' });
    expect(proxy.seen).toHaveLength(1);
  });

  test('for a while after an interruption what is done can still be stored', async () => {
    const stop = new AbortController();
    const { store, direct } = await behind(() => ({ delayMs: 50 }), { signal: stop.signal, graceMs: 60_000 });
    const before = store.putIfAbsent('blocks/a.json', bytes('one'));
    stop.abort();
    expect(await before).toBe('stored');
    expect(await store.putIfAbsent('blocks/b.json', bytes('two'))).toBe('stored');
    expect(await direct.list('')).toEqual(['blocks/a.json', 'blocks/b.json']);
  });

  test('no more than 64 requests are under way at once', async () => {
    const { store, proxy } = await behind(() => ({ delayMs: 5 }));
    await store.getMany(Array.from({ length: 500 }, (_, i) => `blocks/${i}.json`));
    expect(proxy.most()).toBeLessThanOrEqual(64);
    expect(proxy.most()).toBeGreaterThan(30);
  });

  test('of 20 writers of one key one wins, while a third of the requests is refused', async () => {
    const { store, direct, proxy } = await behind(({ index }) => (index % 3 === 0 ? 503 : 'pass'));
    const same = await Promise.all(
      Array.from({ length: 20 }, () => store.putIfAbsent('blocks/same.json', bytes('one'))),
    );
    expect(same.filter((answer) => answer === 'stored')).toHaveLength(1);
    const rivals = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) => store.putIfAbsent('blocks/rival.json', bytes(`writer ${i}`))),
    );
    const winner = rivals.findIndex(({ status }) => status === 'fulfilled');
    const conflicts = rivals.filter((one) => one.status === 'rejected' && one.reason.problem === 'conflict');
    expect(conflicts).toHaveLength(19);
    expect(text(await direct.get('blocks/rival.json'))).toBe(`writer ${winner}`);
    expect(proxy.seen.length).toBeGreaterThan(60);
  });

  describe('what a server refuses is a sentence', () => {
    test('a bucket that does not exist, whatever is asked', async () => {
      const store = openS3Store({ bucket: 'no-such-bucket', prefix: '' }, { endpoint: server.endpoint });
      const message = `${server.endpoint} has no bucket no-such-bucket; make it first, or name another with --store.`;
      const requests = [
        () => store.get('a'),
        () => store.list(''),
        () => store.replace('a', bytes('')),
        () => store.move('a', 'b'),
      ];
      for (const ask of requests) {
        await expect(ask()).rejects.toMatchObject({ message: expect.stringContaining(message) });
      }
    });

    test.each([
      ['AWS_SECRET_ACCESS_KEY', 'wrong', /the secret key does not belong to the access key/],
      ['AWS_ACCESS_KEY_ID', 'nobody', /does not know the access key; check AWS_ACCESS_KEY_ID/],
    ])('a wrong %s', async (variable, value, message) => {
      const right = process.env[variable];
      process.env[variable] = value;
      onTestFinished(() => {
        process.env[variable] = right;
      });
      const store = openS3Store({ bucket: 'results', prefix: '' }, { endpoint: server.endpoint });
      await expect(store.get('a')).rejects.toMatchObject({
        problem: 'denied',
        message: expect.stringMatching(message),
      });
    });
  });
});
