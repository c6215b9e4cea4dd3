import { describe, expect, onTestFinished, test } from 'vitest';
import {
  type EndpointRequest,
  embedByEndpoint,
} from '../../../../functions/twins/embed-endpoint/embed-by-endpoint.ts';
import { readFeatures } from '../../../../functions/twins/features-file.ts';
import { ATTEMPTS } from '../../../../functions/twins/model/attempts.ts';
import { type ModelClientOptions, openModelClient } from '../../../../functions/twins/model/model-client.ts';
import { openDirectoryStore } from '../../../../results/store/directory.ts';
import type { Store } from '../../../../results/store/store.ts';
import { knownTwins, storeTwins } from '../../../support/asked-twins.ts';
import {
  type ModelServer,
  type ModelServerOptions,
  startModelServer,
} from '../../../support/model-server.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const PAIRS = 20;
const TWINS = knownTwins(PAIRS, 1);

/** The features that stand in a text, and its length, which tells that the whole conversation was read. */
const embedding = (text: string): readonly number[] => [
  ...(/x = ([-\d. ]+)/.exec(text)?.[1].trim().split(' ').map(Number) ?? []),
  text.length,
];

async function setUp(options: ModelServerOptions = {}) {
  const server = await startModelServer({ embed: embedding, ...options });
  onTestFinished(() => server.stop());
  const store = openDirectoryStore(temporaryFolder());
  await storeTwins(store, 'twins', TWINS);
  return { server, store };
}

const embed = (
  { server, store }: { readonly server: ModelServer; readonly store: Store },
  request: Partial<EndpointRequest> = {},
  connection: Partial<ModelClientOptions> = {},
) =>
  embedByEndpoint(
    store,
    'twins',
    {
      client: openModelClient({
        url: server.url,
        key: { variable: 'OPENAI_API_KEY', value: null },
        model: 'e5',
        attempts: { ...ATTEMPTS, baseMs: 1, capMs: 4 },
        ...connection,
      }),
      concurrency: 3,
      textsAtOnce: 4,
      centre: false,
      spectrum: false,
      again: false,
      cap: { dollars: null, tokens: null },
      prices: null,
      agree: async () => true,
      ...request,
    },
    connection.signal === undefined ? {} : { signal: connection.signal },
  );

/** Texts that the server was asked for, each as often as it was. */
const textsAsked = (server: ModelServer): readonly string[] =>
  server.asked.flatMap(({ body }): string[] => JSON.parse(body).input);

test('rows are the differences of what the server gives for both conversations', async () => {
  const setting = await setUp();
  const { manifest, cached } = await embed(setting);
  expect(cached).toBe(false);
  expect(manifest.embedder).toEqual({ kind: 'endpoint', model: 'e5', reads: 'conversation' });
  const { rows, columns, data } = await readFeatures(setting.store, 'twins');
  expect([rows, columns]).toEqual([PAIRS, 4]);
  for (let i = 0; i < PAIRS; i++) {
    for (const [j, x] of TWINS.differences[i].entries()) expect(data[i * 4 + j]).toBeCloseTo(x, 5);
  }
  const texts = textsAsked(setting.server);
  expect(texts).toHaveLength(2 * PAIRS);
  expect(texts.every((text) => text.includes('Question'))).toBe(true);
  expect(JSON.parse(setting.server.asked[1].body)).toMatchObject({ model: 'e5', encoding_format: 'float' });
});

test('nothing is asked again where nothing changed, and nothing but the features is left over', async () => {
  const setting = await setUp();
  await embed(setting);
  const asked = setting.server.asked.length;
  expect((await embed(setting)).cached).toBe(true);
  expect(setting.server.asked).toHaveLength(asked);
  expect(await setting.store.list('twins/twins/embedded/')).toEqual([]);
});

test('a server that misbehaves in every way gives the features that a good one gives', async () => {
  const good = await setUp();
  await embed(good);
  const ways = [
    { kind: 'status', status: 500 },
    { kind: 'status', status: 429, headers: { 'retry-after-ms': '5' } },
    { kind: 'cut-off' },
    { kind: 'drop' },
    { kind: 'text', body: '{"data":[{"index":0,"embedding":[1,2,3,4]}]}' },
    { kind: 'text', body: '{"data":[]}' },
  ] as const;
  const bad = await setUp({
    behave: (n) => (n % 2 === 0 ? ways[(n / 2) % ways.length] : { kind: 'answer' }),
  });
  await embed(bad);
  expect((await readFeatures(bad.store, 'twins')).data).toEqual(
    (await readFeatures(good.store, 'twins')).data,
  );
});

describe('gone on from', () => {
  test('a failure, no text is asked for twice that was answered', async () => {
    const setting = await setUp({
      behave: (n) => (n < 5 ? { kind: 'answer' } : { kind: 'status', status: 500 }),
    });
    await expect(embed(setting)).rejects.toMatchObject({ problem: 'failed' });
    // The first request has one text, which tells the length of vectors, and it is not asked for with the next.
    const kept = await setting.store.list('twins/twins/embedded/');
    expect(kept).toHaveLength(5);
    setting.server.behave(() => ({ kind: 'answer' }));
    await embed(setting, { textsAtOnce: 3 });
    const answered = setting.server.asked.filter((one) => one.answered === 200);
    const texts = answered.flatMap(({ body }): string[] => JSON.parse(body).input);
    expect(new Set(texts).size).toBe(2 * PAIRS);
    expect(texts).toHaveLength(2 * PAIRS);
    const plain = await setUp();
    await embed(plain);
    expect((await readFeatures(setting.store, 'twins')).data).toEqual(
      (await readFeatures(plain.store, 'twins')).data,
    );
  });

  test('damage, what is damaged is asked for again', async () => {
    const setting = await setUp({
      behave: (n) => (n < 5 ? { kind: 'answer' } : { kind: 'status', status: 500 }),
    });
    await embed(setting).catch(() => {});
    for (const key of await setting.store.list('twins/twins/embedded/')) {
      const bytes = Uint8Array.from((await setting.store.get(key))!);
      bytes[bytes.length - 1] ^= 1;
      await setting.store.replace(key, bytes);
    }
    setting.server.behave(() => ({ kind: 'answer' }));
    await embed(setting);
    const plain = await setUp();
    await embed(plain);
    expect((await readFeatures(setting.store, 'twins')).data).toEqual(
      (await readFeatures(plain.store, 'twins')).data,
    );
  });

  test('a budget, the larger one pays for the rest only', async () => {
    const setting = await setUp();
    const cap = (tokens: number) =>
      [{ cap: { dollars: null, tokens } }, { cap: { dollars: null, tokens } }] as const;
    await expect(embed(setting, ...cap(700))).rejects.toMatchObject({ problem: 'spent' });
    const before = textsAsked(setting.server).length;
    expect(before).toBeGreaterThan(1);
    await expect(embed(setting, ...cap(700))).rejects.toMatchObject({ problem: 'spent' });
    expect(textsAsked(setting.server)).toHaveLength(before);
    await embed(setting, ...cap(5000));
    expect(textsAsked(setting.server)).toHaveLength(2 * PAIRS);
  });

  test('an interruption, what was on its way is stored', async () => {
    const setting = await setUp({ behave: () => ({ kind: 'slow', ms: 30 }) });
    const stop = new AbortController();
    const embedding = embed(setting, {}, { signal: stop.signal, graceMs: 2000 });
    while (setting.server.asked.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
    stop.abort();
    await expect(embedding).rejects.toMatchObject({ name: 'StageInterrupted' });
    await embed(setting);
    expect(textsAsked(setting.server)).toHaveLength(2 * PAIRS);
  });
});

test('vectors of another length are refused with a sentence', async () => {
  const setting = await setUp({ embed: (text) => (text.includes('Question 9?') ? [1, 2] : embedding(text)) });
  await expect(embed(setting)).rejects.toThrow(
    /gave a vector of 2 numbers for the text "Human: Question 9\?.*; those before have 4\./,
  );
});

test('a text that the server does not take is named, and the others of its request are kept', async () => {
  const setting = await setUp({
    behave: (_, { body }) =>
      body.includes('Question 2?') ? { kind: 'status', status: 400 } : { kind: 'answer' },
  });
  await expect(embed(setting)).rejects.toThrow(
    /does not take the request \(400 told to\)\. The text is "Human: Question 2\?/,
  );
  expect(textsAsked(setting.server).filter((text) => text.includes('Question 3?'))).not.toEqual([]);
});

test('shorter vectors are asked for where they are wanted', async () => {
  const setting = await setUp();
  await embed(setting, { dimensions: 4 });
  expect(JSON.parse(setting.server.asked[0].body)).toMatchObject({ dimensions: 4 });
  const other = await setUp();
  await expect(embed(other, { dimensions: 3 })).rejects.toThrow(/gave a vector of 4 numbers/);
});

test('what it takes is said once before anything is asked for, and no answer asks for nothing', async () => {
  const setting = await setUp();
  const said: string[] = [];
  const agree = async (sentence: string): Promise<boolean> => {
    said.push(sentence);
    return false;
  };
  await expect(embed(setting, { agree, prices: { input: 2, output: 0 } })).rejects.toThrow(
    /Nothing was asked for/,
  );
  expect(said).toEqual([
    expect.stringMatching(
      /^40 texts in about 10 requests, about \d{3} tokens in \(a token for 4 bytes of text and 8 a message\); about \$0\.00\d+ at the prices given; no budget is set\.$/,
    ),
  ]);
  expect(setting.server.asked).toEqual([]);
});
