import { inspect } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ATTEMPTS } from '../../../../functions/twins/model/attempts.ts';
import { retryAfterMs, UnreadableAnswer } from '../../../../functions/twins/model/failure.ts';
import {
  type ModelClientOptions,
  openModelClient,
  type Question,
} from '../../../../functions/twins/model/model-client.ts';
import { createPace } from '../../../../functions/twins/model/pace.ts';
import {
  type ModelServer,
  type ModelServerOptions,
  startModelServer,
} from '../../../support/model-server.ts';

const KEY = 'sk-test-0123456789abcdefGHIJKLMNOP';

async function serve(options: ModelServerOptions = {}): Promise<ModelServer> {
  const server = await startModelServer(options);
  onTestFinished(() => server.stop());
  return server;
}

/** Pauses of milliseconds, the longest that jitter can be. */
const QUICK = { ...ATTEMPTS, baseMs: 1, capMs: 4, random: () => 0.999 };

const clientOf = (server: ModelServer, options: Partial<ModelClientOptions> = {}) =>
  openModelClient({
    url: server.url,
    key: { variable: 'OPENAI_API_KEY', value: KEY },
    environment: {},
    model: 'm',
    attempts: QUICK,
    ...options,
  });

const question = (text = 'hello'): Question<string> => ({
  path: '/chat/completions',
  body: { model: 'm', messages: [{ role: 'user', content: text }] },
  atMost: { input: 100, output: 10 },
  about: { input: 20, output: 2 },
  read: (body) => {
    const { choices, usage } = Object(body);
    const content: unknown = choices?.[0]?.message?.content;
    if (typeof content !== 'string') throw new UnreadableAnswer('the answer has no content');
    return {
      value: content,
      tokens: usage === undefined ? null : { input: usage.prompt_tokens, output: usage.completion_tokens },
    };
  },
});

test('a question is answered, with the tokens that the server counted', async () => {
  const server = await serve({ key: KEY });
  const client = clientOf(server);
  expect(await client.ask(question('two words'))).toEqual({
    value: 'A',
    tokens: { input: 2, output: 1 },
    attempts: 1,
  });
  expect(client.spent()).toEqual({ input: 2, output: 1 });
  expect(server.asked).toHaveLength(1);
});

describe('a request is sent again', () => {
  test.each([
    ['when the server fails', { kind: 'status', status: 500 }],
    ['when it is overloaded', { kind: 'status', status: 503 }],
    ['when the connection is dropped', { kind: 'drop' }],
    ['when the answer is cut off', { kind: 'cut-off' }],
    ['when an answer without a length is cut off', { kind: 'cut-off-chunked' }],
    ['when the answer is no JSON', { kind: 'text', body: '<html>Bad gateway</html>', type: 'text/html' }],
    ['when the answer is empty', { kind: 'text', body: '' }],
    ['when the JSON is another', { kind: 'text', body: '{"object":"list"}' }],
  ] as const)('%s', async (_, behaviour) => {
    const server = await serve({ behave: (n) => (n < 2 ? behaviour : { kind: 'answer' }) });
    expect(await clientOf(server).ask(question())).toMatchObject({ value: 'A', attempts: 3 });
    expect([...server.arrived().values()]).toEqual([3]);
  });

  test.each([
    ['never comes', { kind: 'hang' }],
    ['stalls after its headers', { kind: 'stalls' }],
  ] as const)('when the answer %s', async (_, behaviour) => {
    const server = await serve({ behave: (n) => (n < 2 ? behaviour : { kind: 'answer' }) });
    const { value, attempts } = await clientOf(server, { timeoutMs: 150 }).ask(question());
    expect(value).toBe('A');
    // On a machine under load the right answer may come too late as well.
    expect(attempts).toBeGreaterThanOrEqual(3);
  });

  test('eight times, and then given up with a sentence', async () => {
    const server = await serve({ behave: () => ({ kind: 'status', status: 500 }) });
    await expect(clientOf(server).ask(question())).rejects.toMatchObject({
      name: 'ModelError',
      problem: 'failed',
      message: `${server.url} failed all 8 times it was asked (500 told to); what was answered so far is stored; run again later.`,
    });
    expect(server.asked).toHaveLength(8);
  });
});

test.each([
  ['a wrong key', 401, 'denied', /does not accept the key in OPENAI_API_KEY/],
  ['an unknown model', 404, 'absent', /has no such address, or no model m/],
  ['a request too long', 400, 'refused', /does not take the request \(400 told to\)/],
  ['another address', 307, 'absent', /has no such address/],
] as const)('%s is not asked twice', async (_, status, problem, message) => {
  const server = await serve({
    behave: () => ({ kind: 'status', status, headers: { location: 'http://127.0.0.1:1/v1' } }),
  });
  const error = await clientOf(server)
    .ask(question())
    .catch((one) => one);
  expect(error).toMatchObject({ name: 'ModelError', problem });
  expect(error.message).toMatch(message);
  expect(server.asked).toHaveLength(1);
});

test.each([
  ['vLLM', { object: 'error', message: 'too long by 7', code: 400 }],
  ['FastAPI', { detail: 'too long by 7' }],
  ['Ollama', { error: 'too long by 7' }],
  ['OpenAI', { error: { message: 'too long by 7' } }],
  ['a proxy', 'too long by 7'],
])('what %s says of an error is said', async (_, body) => {
  const server = await serve({ behave: () => ({ kind: 'status', status: 400, body }) });
  await expect(clientOf(server).ask(question())).rejects.toThrow(/too long by 7/);
});

test('an empty account is not asked twice, though its status is that of a hurry', async () => {
  const body = { error: { message: 'You exceeded your current quota', code: 'insufficient_quota' } };
  const server = await serve({ behave: () => ({ kind: 'status', status: 429, body }) });
  await expect(clientOf(server).ask(question())).rejects.toMatchObject({ problem: 'quota' });
  expect(server.asked).toHaveLength(1);
});

describe('a server that asks to wait', () => {
  const quiet = { kind: 'status', status: 429, headers: { 'retry-after-ms': '60' } } as const;

  test('is obeyed, however often it asks', async () => {
    // Nine refusals of each request: more than it may fail in other ways.
    const seen = new Map<string, number>();
    const server = await serve({
      behave: (_, { body }) => {
        seen.set(body, (seen.get(body) ?? 0) + 1);
        return seen.get(body)! <= 9 ? quiet : { kind: 'answer' };
      },
    });
    const client = clientOf(server);
    const asked = Array.from({ length: 6 }, (_, i) => client.ask(question(`question ${i}`)));
    expect((await Promise.all(asked)).map(({ attempts }) => attempts)).toEqual([10, 10, 10, 10, 10, 10]);
    for (const body of seen.keys()) {
      const times = server.asked.filter((one) => one.body === body).map(({ arrivedAt }) => arrivedAt);
      const gaps = times.slice(1).map((time, i) => time - times[i]);
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(60);
    }
  });

  test('is left alone by other requests too', async () => {
    const server = await serve({ behave: (n) => (n === 0 ? quiet : { kind: 'answer' }) });
    let other: Promise<unknown> = Promise.resolve();
    // Jitter is drawn when the refusal was read: then another request comes along.
    const random = (): number => {
      other = client.ask(question('another'));
      return 0;
    };
    const client = clientOf(server, { attempts: { ...QUICK, random } });
    await client.ask(question('refused'));
    await other;
    const [refused, second, third] = server.asked.map(({ arrivedAt }) => arrivedAt);
    expect(Math.min(second, third) - refused).toBeGreaterThanOrEqual(60);
  });

  test('is left alone for a random time beyond that, so that those who were refused do not come back together', async () => {
    const server = await serve({ behave: (n) => (n === 0 ? quiet : { kind: 'answer' }) });
    const attempts = { ...ATTEMPTS, baseMs: 120, random: () => 0.5 };
    await clientOf(server, { attempts }).ask(question());
    const [refused, again] = server.asked.map(({ arrivedAt }) => arrivedAt);
    expect(again - refused).toBeGreaterThanOrEqual(60 + 60);
  });

  test('may say so in seconds or by a date', () => {
    const now = Date.UTC(2026, 10, 25, 12);
    const waits = (text: string): number | null => retryAfterMs(new Headers({ 'retry-after': text }), now);
    expect(waits('7')).toBe(7000);
    expect(waits('Wed, 25 Nov 2026 12:00:09 GMT')).toBe(9000);
    expect(waits('Wed, 25 Nov 2026 11:00:00 GMT')).toBe(0);
    expect(waits('soon')).toBeNull();
    const reset = (headers: Record<string, string>) => retryAfterMs(new Headers(headers), now);
    expect(
      reset({
        ...{ 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '1m2.5s' },
        ...{ 'x-ratelimit-remaining-tokens': '12', 'x-ratelimit-reset-tokens': '1h' },
      }),
    ).toBe(62_500);
    expect(reset({ 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '120ms' })).toBe(120);
    expect(reset({ 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': 'later' })).toBeNull();
    expect(retryAfterMs(new Headers(), now)).toBeNull();
  });
});

test('a server that asks to wait longer than there is patience is left alone', async () => {
  const server = await serve({
    behave: () => ({ kind: 'status', status: 429, headers: { 'retry-after': '3600' } }),
  });
  await expect(clientOf(server).ask(question())).rejects.toMatchObject({ problem: 'overloaded' });
  expect(server.asked).toHaveLength(1);
});

test('requests keep their rate after a time of quiet too', async () => {
  const pace = createPace(3000);
  const signal = new AbortController().signal;
  const turns: number[] = [];
  const waiting = Array.from({ length: 6 }, () =>
    pace.turn(signal).then(() => turns.push(performance.now())),
  );
  const start = performance.now();
  pace.hold(150);
  await Promise.all(waiting);
  // The first had its turn before; five come after the quiet, 20 ms apart.
  expect(turns[1] - start).toBeGreaterThanOrEqual(149);
  expect(turns[5] - start).toBeGreaterThanOrEqual(149 + 4 * 20);
});

test('requests keep the rate that they were given', async () => {
  const server = await serve();
  const client = clientOf(server, { requestsPerMinute: 1200 });
  const start = performance.now();
  await Promise.all(Array.from({ length: 8 }, (_, i) => client.ask(question(`question ${i}`))));
  const arrivals = server.asked.map(({ arrivedAt }) => arrivedAt - start);
  for (const [i, arrival] of arrivals.entries()) expect(arrival).toBeGreaterThanOrEqual(50 * i - 0.01);
});

describe('the key', () => {
  const echoes = [
    ['an error that repeats the headers', { kind: 'echo', status: 400 }],
    ['a server failure that repeats the headers', { kind: 'echo', status: 500 }],
    ['a refusal that repeats the headers', { kind: 'echo', status: 401 }],
    [
      'a text that ends within the key',
      { kind: 'status', status: 422, body: `got Bearer ${KEY.slice(0, 20)}` },
    ],
    [
      'a text in which only its end stands',
      { kind: 'status', status: 422, body: { error: { message: `...${KEY.slice(9)}` } } },
    ],
  ] as const;

  test.each(echoes)('is not in %s', async (_, behaviour) => {
    const server = await serve({ behave: () => behaviour });
    const error = await clientOf(server)
      .ask(question())
      .catch((one) => one);
    expect(error.name).toBe('ModelError');
    expect(error.message).toContain('[key]');
    const shown = `${inspect(error, { depth: 20, showHidden: true })}${JSON.stringify(error)}${error.stack}`;
    expect(piecesOf(KEY).filter((piece) => shown.includes(piece))).toEqual([]);
    expect(server.asked[0].authorization).toBe(`Bearer ${KEY}`);
  });

  test('is not in an answer that repeats it, in its texts and in its names', async () => {
    const body = JSON.stringify({
      choices: [{ message: { content: `your key is ${KEY}, and ${KEY.slice(4, 16)}` } }],
      [`x-${KEY}`]: 1,
    });
    const server = await serve({ behave: () => ({ kind: 'text', body }) });
    let seen: unknown = null;
    const plain = question();
    await clientOf(server).ask({
      ...plain,
      read: (answer) => {
        seen = answer;
        return plain.read(answer);
      },
    });
    expect(seen).toEqual({
      choices: [{ message: { content: 'your key is [key], and [key]' } }],
      'x-[key]': 1,
    });
  });

  test('of a gateway, which the library sends from the environment, is kept secret too', async () => {
    const environment = { OPENAI_CUSTOM_HEADERS: 'x-gateway-key: gate-0123456789' };
    process.env.OPENAI_CUSTOM_HEADERS = environment.OPENAI_CUSTOM_HEADERS;
    onTestFinished(() => {
      delete process.env.OPENAI_CUSTOM_HEADERS;
    });
    const server = await serve({ behave: () => ({ kind: 'echo', status: 400 }) });
    const error = await clientOf(server, { environment })
      .ask(question())
      .catch((one) => one);
    expect(error.message).toContain('x-gateway-key');
    expect(error.message).not.toContain('gate-0123');
  });

  const awkward = 'a+b/c="d"+e/f=g&h+i/j';
  test.each([
    ['percent-encoded', (key: string) => encodeURIComponent(key)],
    ['in base64', (key: string) => Buffer.from(key).toString('base64')],
    ['in JSON within a text', (key: string) => JSON.stringify(key)],
  ])('is not in an error that has it %s', async (_, write) => {
    for (const value of [KEY, awkward]) {
      const message = `your key ${write(value)} is not known`;
      const server = await serve({
        behave: () => ({ kind: 'status', status: 400, body: { error: { message } } }),
      });
      const error = await clientOf(server, { key: { variable: 'K', value } })
        .ask(question())
        .catch((one) => one);
      const pieces = piecesOf(write(value)).filter((piece) => error.message.includes(piece));
      // What JSON escapes stands between runs of fewer than eight characters.
      expect(pieces.filter((piece) => !/["\\]/.test(piece))).toEqual([]);
      expect(error.message).toContain('[key]');
    }
  });

  test('is not taken within the address or the name of the model, where it would be stored', () => {
    const key = { variable: 'K', value: KEY };
    const open = (url: string, model: string) => () => openModelClient({ url, model, key, environment: {} });
    expect(open(`http://host/${KEY}/v1`, 'm')).toThrow(/^--model-url has a piece of the key in it/);
    expect(open('http://host/v1', `${KEY.slice(3)}x`)).toThrow(/^--model has a piece of the key in it/);
    expect(open('http://host/v1', 'm')).not.toThrow();
  });

  test('of a proxy is kept secret too', async () => {
    const environment = { https_proxy: 'http://me:pass%20word-99@proxy:3128' };
    const message = 'proxy me:pass%20word-99 failed, pass word-99';
    const server = await serve({
      behave: () => ({ kind: 'status', status: 400, body: { error: { message } } }),
    });
    const error = await clientOf(server, { environment })
      .ask(question())
      .catch((one) => one);
    expect(error.message).not.toMatch(/pass|word/);
  });

  test('is sent by its owner only: where none is set, none is sent', async () => {
    process.env.OPENAI_ADMIN_KEY = 'sk-admin-0123456789';
    onTestFinished(() => {
      delete process.env.OPENAI_ADMIN_KEY;
    });
    const server = await serve();
    await clientOf(server, { key: { variable: 'OPENAI_API_KEY', value: null } }).ask(question());
    expect(server.asked[0].authorization).toBeNull();
  });
});

describe('a budget', () => {
  test('is never passed by what is in flight, and is used up to the last request that fits', async () => {
    // Each request takes 2 + 1 tokens, and 110 at most.
    const server = await serve();
    const client = clientOf(server, { cap: { dollars: null, tokens: 150 } });
    const ends = await Promise.allSettled(
      Array.from({ length: 40 }, (_, i) => client.ask(question(`question ${i}`))),
    );
    const answered = ends.filter(({ status }) => status === 'fulfilled').length;
    // Requests go on while 3 k + 110 <= 150.
    expect(answered).toBe(14);
    expect(server.asked).toHaveLength(14);
    expect(client.spent()).toEqual({ input: 28, output: 14 });
    for (const end of ends.slice(14)) expect(end).toMatchObject({ reason: { problem: 'spent' } });
  });

  test('in dollars counts input and output at their prices', async () => {
    const server = await serve();
    const prices = { input: 1, output: 10 };
    // 100 + 10 x 10 = 200 at most, 2 + 10 in fact, in millionths of a dollar.
    const client = clientOf(server, { prices, cap: { dollars: 230e-6, tokens: null } });
    const ends = await Promise.allSettled(
      Array.from({ length: 9 }, (_, i) => client.ask(question(`question ${i}`))),
    );
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  });

  test('in dollars lets nothing pass where prices are unknown', async () => {
    const server = await serve();
    const client = clientOf(server, { prices: null, cap: { dollars: 100, tokens: null } });
    await expect(client.ask(question())).rejects.toMatchObject({ problem: 'spent' });
    expect(server.asked).toEqual([]);
  });

  test('counts what an answer that got lost may have cost, and what a silent server is expected to', async () => {
    const server = await serve({
      saysUsage: false,
      behave: (n) =>
        n === 0 ? { kind: 'cut-off' } : n === 1 ? { kind: 'status', status: 500 } : { kind: 'answer' },
    });
    const client = clientOf(server);
    expect((await client.ask(question())).tokens).toBeNull();
    // One lost on its way and one answered; the failure of the server cost nothing.
    expect(client.spent()).toEqual({ input: 40, output: 4 });
  });
});

describe('an interruption', () => {
  test('ends a request that never ends once the time of grace is over, and nothing is sent after it', async () => {
    const server = await serve({ behave: () => ({ kind: 'hang' }) });
    const stop = new AbortController();
    const client = clientOf(server, { signal: stop.signal, graceMs: 50 });
    const asked = client.ask(question());
    while (server.asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    stop.abort();
    await expect(asked).rejects.toMatchObject({ problem: 'interrupted' });
    await expect(client.ask(question())).rejects.toMatchObject({ problem: 'interrupted' });
    expect(server.asked).toHaveLength(1);
  });

  test('lets an answer that is on its way arrive', async () => {
    const server = await serve({ behave: () => ({ kind: 'slow', ms: 100 }) });
    const stop = new AbortController();
    const client = clientOf(server, { signal: stop.signal, graceMs: 5000 });
    const asked = client.ask(question());
    while (server.asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    stop.abort();
    expect((await asked).value).toBe('A');
  });

  test('ends a pause at once', async () => {
    const server = await serve({
      behave: () => ({ kind: 'status', status: 429, headers: { 'retry-after': '300' } }),
    });
    const stop = new AbortController();
    const client = clientOf(server, { signal: stop.signal });
    const asked = client.ask(question());
    while (server.asked[0]?.answered !== 429) await new Promise((resolve) => setTimeout(resolve, 5));
    stop.abort();
    await expect(asked).rejects.toMatchObject({ problem: 'interrupted' });
  });
});

test.each([
  'localhost:8000',
  'ftp://host/v1',
  '',
  'http://me:secret-password@host/v1',
  'https://host/v1?api-key=secret-password',
])('%s is no address of a server, and is not repeated', (url) => {
  const open = (): unknown => openModelClient({ url, key: { variable: 'K', value: null }, model: 'm' });
  expect(open).toThrow(/^--model-url /);
  try {
    open();
  } catch (error) {
    expect(String(error)).not.toContain('secret-password');
  }
});

const piecesOf = (key: string): readonly string[] =>
  Array.from({ length: key.length - 7 }, (_, i) => key.slice(i, i + 8));
