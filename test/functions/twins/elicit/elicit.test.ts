import { readFile } from 'node:fs/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { elicit } from '../../../../functions/twins/elicit/elicit.ts';
import type { ElicitQuestion } from '../../../../functions/twins/elicit/question.ts';
import type { ElicitCourse } from '../../../../functions/twins/elicit/stage.ts';
import { parseTemplate } from '../../../../functions/twins/elicit/template.ts';
import { readLabels } from '../../../../functions/twins/labels-file.ts';
import { ATTEMPTS } from '../../../../functions/twins/model/attempts.ts';
import { type ModelClientOptions, openModelClient } from '../../../../functions/twins/model/model-client.ts';
import { openDirectoryStore } from '../../../../results/store/directory.ts';
import type { Store } from '../../../../results/store/store.ts';
import { type KnownTwins, knownChooser, knownTwins, storeTwins } from '../../../support/asked-twins.ts';
import {
  type ModelServer,
  type ModelServerOptions,
  startModelServer,
} from '../../../support/model-server.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const KEY = 'sk-test-0123456789abcdefGHIJKLMNOP';
const TEMPLATE = parseTemplate('choice.txt', await readFile('templates/choice.txt', 'utf8'));

const QUESTION: ElicitQuestion = {
  template: TEMPLATE,
  design: { kind: 'per-pair', count: 1 },
  orders: 'both',
  temperature: 0,
  maxTokens: 8,
  seed: 1,
};

interface Setting {
  readonly twins: KnownTwins;
  readonly store: Store;
  readonly server: ModelServer;
}

async function setUp(options: ModelServerOptions = {}, { pairs = 24, personas = 5 } = {}): Promise<Setting> {
  const server = await startModelServer({ chat: knownChooser(), key: KEY, ...options });
  onTestFinished(() => server.stop());
  const twins = knownTwins(pairs, personas);
  const store = openDirectoryStore(temporaryFolder());
  await storeTwins(store, 'twins', twins);
  return { twins, store, server };
}

interface Asking extends Partial<ElicitCourse> {
  readonly question?: Partial<ElicitQuestion>;
  readonly connection?: Partial<ModelClientOptions>;
}

function ask({ store, server }: Setting, { question = {}, connection = {}, ...course }: Asking = {}) {
  const client = openModelClient({
    url: server.url,
    key: { variable: 'OPENAI_API_KEY', value: KEY },
    environment: {},
    model: 'known',
    attempts: { ...ATTEMPTS, baseMs: 1, capMs: 4 },
    ...(course.signal === undefined ? {} : { signal: course.signal, graceMs: 2000 }),
    ...(course.cap === undefined ? {} : { cap: course.cap }),
    ...connection,
  });
  return elicit(
    store,
    'twins',
    { ...QUESTION, ...question },
    {
      client,
      logprobs: true,
      concurrency: 6,
      tolerance: 0.05,
      cap: { dollars: null, tokens: null },
      prices: null,
      agree: async () => true,
      ...course,
    },
  );
}

const utility = ({ differences, weights }: KnownTwins, pair: number, persona: number): number =>
  differences[pair].reduce((sum, x, j) => sum + x * weights[persona][j], 0);

/** Everything that the store holds, as one text. */
async function contents(store: Store): Promise<string> {
  const keys = await store.list('');
  const values = await store.getMany(keys);
  return keys
    .map((key, i) => `${key}\n${new TextDecoder().decode(values[i] ?? new Uint8Array())}`)
    .join('\n');
}

test('every pair gets the label of the persona that was drawn for it, with the probability that the server gave', async () => {
  const setting = await setUp();
  const result = await ask(setting);
  expect(result).toMatchObject({
    status: 'complete',
    labels: 24,
    unparsed: 0,
    undecided: 0,
    answered: 48,
    lacking: 0,
  });
  const { pair, persona, y, p } = await readLabels(setting.store, 'twins');
  expect([...pair]).toEqual(Array.from({ length: 24 }, (_, i) => i));
  for (const [l, i] of pair.entries()) {
    const t = utility(setting.twins, i, persona[l]);
    expect(y[l]).toBe(Math.sign(t));
    expect(p[l]).toBeCloseTo(1 / (1 + Math.exp(-t)), 12);
  }
  expect(Math.max(...setting.server.completed().values())).toBe(1);
});

test('the utility of a persona is recovered from its labels', async () => {
  const setting = await setUp({}, { pairs: 40, personas: 2 });
  await ask(setting, { question: { design: { kind: 'per-persona', count: 30 } } });
  const { pair, persona, p } = await readLabels(setting.store, 'twins');
  for (const u of [0, 1]) {
    const rows = [...pair.keys()].filter((l) => persona[l] === u);
    expect(rows).toHaveLength(30);
    const beta = leastSquares(
      rows.map((l) => setting.twins.differences[pair[l]]),
      rows.map((l) => Math.log(p[l] / (1 - p[l]))),
    );
    for (const [j, b] of beta.entries()) expect(b).toBeCloseTo(setting.twins.weights[u][j], 6);
  }
});

describe('position bias', () => {
  const bias = 3;

  test('is cancelled by both orders, and reported', async () => {
    const setting = await setUp({ chat: knownChooser({ bias }) });
    const result = await ask(setting);
    const { pair, persona, y } = await readLabels(setting.store, 'twins');
    for (const [l, i] of pair.entries()) expect(y[l]).toBe(Math.sign(utility(setting.twins, i, persona[l])));
    const firstTwice = [...pair].filter(
      (i, l) => Math.abs(utility(setting.twins, i, persona[l])) < bias,
    ).length;
    expect(firstTwice).toBeGreaterThan(3);
    expect(result.positions).toMatchObject({
      firstTwice: { value: firstTwice / 24, of: 24 },
      secondTwice: { value: 0 },
      consistent: { value: (24 - firstTwice) / 24 },
    });
  });

  test('leaves judgements undecided where there are no probabilities', async () => {
    const setting = await setUp({ chat: knownChooser({ bias, logprobs: false }) });
    const result = await ask(setting);
    const { pair, persona, y, p } = await readLabels(setting.store, 'twins');
    expect(result.undecided).toBeGreaterThan(3);
    expect(result.labels + result.undecided).toBe(24);
    for (const [l, i] of pair.entries()) expect(y[l]).toBe(Math.sign(utility(setting.twins, i, persona[l])));
    expect(p.every(Number.isNaN)).toBe(true);
  });

  test('is counted before it is asked, and read afterwards, with progress', async () => {
    const units = new Map<string, { readonly done: number; readonly total: number | null }>();
    const setting = await setUp();
    await ask(setting, { onProgress: ({ unit, ...progress }) => units.set(unit, progress) });
    expect(units.get('judgements counted')).toEqual({ done: 24, total: 24 });
    expect(units.get('answers')).toEqual({ done: 48, total: 48 });
    expect(units.get('judgements read')).toEqual({ done: 24, total: 24 });
  });

  test('falls on either reply as a coin decides where one order is asked', async () => {
    const setting = await setUp({ chat: knownChooser({ bias: 1000 }) }, { pairs: 200 });
    const result = await ask(setting, { question: { orders: 'one' }, concurrency: 16 });
    expect(result.answered).toBe(200);
    expect(result.positions?.first).toMatchObject({ value: 1, of: 200 });
    const { y } = await readLabels(setting.store, 'twins');
    const chosen = y.filter((one) => one === 1).length;
    // 4.9 standard errors of a fair coin.
    expect(Math.abs(chosen - 100)).toBeLessThan(4.9 * Math.sqrt(50));
  });
});

describe('asked again', () => {
  test('nothing is asked where nothing changed', async () => {
    const setting = await setUp();
    const first = await ask(setting);
    const again = await ask(setting, { agree: () => Promise.reject(new Error('asked')) });
    expect(again).toMatchObject({
      ...first,
      status: 'cached',
      answered: 0,
      tokens: { input: 0, output: 0 },
      dollars: 0,
    });
    const anew = await ask(setting, { again: true });
    expect(anew).toMatchObject({ status: 'complete', answered: 0, labels: 24 });
    expect(setting.server.asked).toHaveLength(48);
  });

  test('for more, only more is asked', async () => {
    const setting = await setUp();
    await ask(setting);
    const more = await ask(setting, { question: { design: { kind: 'per-pair', count: 2 } } });
    expect(more).toMatchObject({ labels: 48, answered: 48 });
    expect(Math.max(...setting.server.arrived().values())).toBe(1);
  });

  test.each([
    ['temperature', { temperature: 0.7 }],
    ['template', { template: { ...TEMPLATE, sha256: 'other' } }],
    ['limit of tokens', { maxTokens: 9 }],
  ] as const)('with another %s, answers to another question are not taken', async (_, question) => {
    const setting = await setUp({}, { pairs: 3 });
    await ask(setting);
    expect(await ask(setting, { question })).toMatchObject({ answered: 6 });
  });

  test('of a persona whose text changed, its answers are not taken', async () => {
    const setting = await setUp({}, { pairs: 3, personas: 1 });
    await ask(setting);
    const [persona] = setting.twins.personas;
    const personas = [{ ...persona, text: `${persona.text}\nand a hat` }];
    await storeTwins(setting.store, 'twins', { ...setting.twins, personas });
    expect(await ask(setting)).toMatchObject({ answered: 6 });
  });
});

test('two runs at once both end well, with one answer a question', async () => {
  const setting = await setUp({}, { pairs: 8 });
  const other = openDirectoryStore(setting.store.location);
  const [one, two] = await Promise.all([ask(setting), ask({ ...setting, store: other })]);
  expect([one.labels, two.labels]).toEqual([8, 8]);
  expect(await setting.store.list('twins/twins/answers/')).toHaveLength(16);
  expect((await readLabels(other, 'twins')).y).toHaveLength(8);
});

test('an answer that is damaged is refused by name', async () => {
  const setting = await setUp({}, { pairs: 2 });
  await ask(setting);
  const [key] = await setting.store.list('twins/twins/answers/');
  await setting.store.replace(key, new TextEncoder().encode('{"format":1,"answer":'));
  await expect(ask(setting, { again: true })).rejects.toThrow(
    new RegExp(`${key.replaceAll('.', '\\.')} is no answer; remove the file, so that it is asked again`),
  );
});

test('more questions than a run can keep track of are refused before any is made', async () => {
  const setting = await setUp({}, { pairs: 2, personas: 200 });
  const key = 'twins/twins/pairs.json';
  const manifest = JSON.parse(new TextDecoder().decode((await setting.store.get(key)) ?? undefined));
  await setting.store.replace(key, new TextEncoder().encode(JSON.stringify({ ...manifest, pairs: 43_834 })));
  const design = { kind: 'per-pair', count: 200 } as const;
  await expect(ask(setting, { question: { design } })).rejects.toThrow(
    /--per-pair 200 with --orders both makes 17,533,600 questions; at most 16,000,000/,
  );
  expect(setting.server.asked).toEqual([]);
});

test('two pairs of the same texts are asked about once a persona', async () => {
  const setting = await setUp({}, { pairs: 2, personas: 1 });
  const [pair] = setting.twins.pairs;
  await storeTwins(setting.store, 'twins', { ...setting.twins, pairs: [pair, pair, pair] });
  expect(await ask(setting)).toMatchObject({ labels: 3, answered: 2 });
});

describe('a server that misbehaves', () => {
  test('in every way and at random gives the labels that a good one gives', async () => {
    const good = await setUp();
    await ask(good);
    const ways = [
      { kind: 'status', status: 500 },
      { kind: 'status', status: 429, headers: { 'retry-after-ms': '5' } },
      { kind: 'cut-off' },
      { kind: 'cut-off-chunked' },
      { kind: 'drop' },
      { kind: 'text', body: '{"choices":[]}' },
      { kind: 'slow', ms: 10 },
    ] as const;
    // Two of three requests are answered at once; each way has its turn.
    const bad = await setUp({
      behave: (n) => (n % 3 === 1 ? ways[((n - 1) / 3) % ways.length] : { kind: 'answer' }),
    });
    const result = await ask(bad);
    expect(result).toMatchObject({ status: 'complete', labels: 24, answered: 48 });
    expect(await readLabels(bad.store, 'twins')).toEqual(await readLabels(good.store, 'twins'));
    expect(await bad.store.list('twins/twins/answers/')).toEqual(
      await good.store.list('twins/twins/answers/'),
    );
  });

  test('for good ends the stage with a sentence; what was answered is stored, and is not asked for again', async () => {
    const setting = await setUp({
      behave: (n) => (n < 20 ? { kind: 'answer' } : { kind: 'status', status: 500 }),
    });
    await expect(ask(setting)).rejects.toMatchObject({ name: 'ModelError', problem: 'failed' });
    expect(await setting.store.list('twins/twins/answers/')).toHaveLength(20);
    await expect(readLabels(setting.store, 'twins')).rejects.toThrow(/no labels\.json/);
    setting.server.behave(() => ({ kind: 'answer' }));
    expect(await ask(setting)).toMatchObject({ status: 'complete', answered: 28 });
    expect([...setting.server.completed().values()]).toEqual(Array.from({ length: 48 }, () => 1));
  });

  test('by not taking one question costs its label only, within what is tolerated', async () => {
    const setting = await setUp({
      behave: (_, { body }) =>
        body.includes('Question 7?') ? { kind: 'status', status: 400 } : { kind: 'answer' },
    });
    const result = await ask(setting, { tolerance: 0.05 });
    expect(result).toMatchObject({ status: 'complete', labels: 23, unparsed: 1, refused: 2 });
    expect(result.problems.map(({ pair }) => pair)).toEqual([7, 7]);
    await expect(ask(setting, { tolerance: 0.04, again: true })).rejects.toThrow(
      /--tolerate allows a share of 0\.04/,
    );
  });

  test('by knowing no log-probabilities is asked without them', async () => {
    const message = { error: { message: "'logprobs' is not supported with this model" } };
    const setting = await setUp({
      behave: (_, { body }) =>
        body.includes('"logprobs":true')
          ? { kind: 'status', status: 400, body: message }
          : { kind: 'answer' },
    });
    const notices: string[] = [];
    const result = await ask(setting, { onNotice: (sentence) => notices.push(sentence) });
    expect(result).toMatchObject({ labels: 24, refused: 0 });
    expect(notices).toEqual([
      'The server does not give the 20 likeliest tokens; it is asked for 5.',
      'The server gives no log-probabilities; labels have none.',
    ]);
  });

  test('by naming the limit of tokens otherwise is asked in its way', async () => {
    const message = {
      error: { message: "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead." },
    };
    const setting = await setUp({
      behave: (_, { body }) =>
        body.includes('"max_tokens"') ? { kind: 'status', status: 400, body: message } : { kind: 'answer' },
    });
    expect(await ask(setting)).toMatchObject({ labels: 24, refused: 0 });
  });
});

describe('answers that cannot be read', () => {
  const mumbling = (pairs: readonly number[]) => ({
    chat: (question: Parameters<ReturnType<typeof knownChooser>>[0]) =>
      pairs.some((i) => question.texts.join().includes(`Question ${i}?`))
        ? { content: 'Both have their merits.', finishReason: 'length' }
        : knownChooser()(question),
  });

  test('are counted and listed, and give no label', async () => {
    const setting = await setUp(mumbling([4]));
    const result = await ask(setting);
    expect(result).toMatchObject({ labels: 23, unparsed: 1 });
    expect(result.problems).toHaveLength(2);
    expect(result.problems[0]).toMatchObject({
      pair: 4,
      order: 'chosen-first',
      reason: '"Both have their merits." (finish reason length)',
    });
    expect([...(await readLabels(setting.store, 'twins')).pair]).not.toContain(4);
  });

  test('of too many end the stage with a sentence, as soon as that is certain, without labels', async () => {
    const setting = await setUp(mumbling(Array.from({ length: 24 }, (_, i) => i)));
    await expect(ask(setting)).rejects.toThrow(
      /^\d+ of 24 judgements have no answer that can be read so far, and no more were asked for; --tolerate allows a share of 0\.05\. No labels were written; the answers are stored\. The first:\n {2}pair 0, persona \d, chosen-first: "Both have/,
    );
    // Two bad answers are tolerated; what was on its way with the third was answered.
    expect(setting.server.asked.length).toBeLessThan(3 + 6);
    await expect(readLabels(setting.store, 'twins')).rejects.toThrow(/no labels\.json/);
  });
});

describe('a budget', () => {
  test('stops the stage before it is passed, and a larger one goes on from there', async () => {
    const setting = await setUp();
    const first = await ask(setting, { cap: { dollars: null, tokens: 4000 } });
    expect(first.status).toBe('budget');
    expect(first.answered).toBeGreaterThan(5);
    expect(first.answered).toBeLessThan(48);
    expect(first.tokens.input + first.tokens.output).toBeLessThanOrEqual(4000);
    const same = await ask(setting, { cap: { dollars: null, tokens: 4000 } });
    expect(same).toMatchObject({ status: 'budget', answered: 0 });
    const rest = await ask(setting, { cap: { dollars: null, tokens: 40_000 } });
    expect(rest).toMatchObject({ status: 'complete', labels: 24, answered: 48 - first.answered });
    expect([...setting.server.arrived().values()]).toEqual(Array.from({ length: 48 }, () => 1));
  });

  test('is told before anything is spent, and no answer asks nothing', async () => {
    const setting = await setUp();
    let told: unknown = null;
    const result = await ask(setting, {
      agree: async (estimate) => {
        told = estimate;
        return false;
      },
    });
    expect(told).toMatchObject({ judgements: 24, requests: 48, lacking: 48, tokens: { output: 48 * 8 } });
    expect(result).toMatchObject({ status: 'declined', answered: 0, lacking: 48 });
    expect(setting.server.asked).toEqual([]);
  });
});

test('an interruption stores what was on its way, asks nothing more, and is gone on from', async () => {
  const setting = await setUp({ behave: () => ({ kind: 'slow', ms: 20 }) });
  const stop = new AbortController();
  const stopped = ask(setting, {
    signal: stop.signal,
    onProgress: ({ done }) => {
      if (done === 10) stop.abort();
    },
  });
  await expect(stopped).rejects.toMatchObject({ name: 'StageInterrupted' });
  const stored = await setting.store.list('twins/twins/answers/');
  expect(stored.length).toBe(setting.server.asked.length);
  expect(stored.length).toBeLessThan(48);
  await ask(setting);
  expect([...setting.server.arrived().values()]).toEqual(Array.from({ length: 48 }, () => 1));
});

test('an answer is stored with all that tells where it comes from', async () => {
  const setting = await setUp({}, { pairs: 1, personas: 1 });
  await ask(setting, { question: { temperature: 0.5 } });
  const [key] = await setting.store.list('twins/twins/answers/');
  const stored = JSON.parse(new TextDecoder().decode((await setting.store.get(key))!));
  expect(key).toMatch(/^twins\/twins\/answers\/([0-9a-f]{2})\/\1[0-9a-f]{62}\.json$/);
  expect(stored).toMatchObject({
    format: 1,
    server: setting.server.url,
    attempts: 1,
    finishReason: 'stop',
    settings: { model: 'known', max_tokens: 8, temperature: 0.5, logprobs: true, top_logprobs: 20 },
    request: {
      model: 'known',
      template: TEMPLATE.sha256,
      persona: { id: 'p0' },
      order: expect.stringMatching(/^(chosen|rejected)-first$/),
      temperature: 0.5,
    },
    answer: { choices: [{ message: { role: 'assistant' } }], object: 'chat.completion' },
  });
  expect(Math.abs(Date.parse(stored.date) - Date.now())).toBeLessThan(60_000);
  expect(stored.usage.input).toBeGreaterThan(50);
  expect(Number.isInteger(stored.settings.seed)).toBe(true);
});

test('the key is nowhere in the store, though the server repeats it in its answers and errors', async () => {
  const setting = await setUp({
    chat: (question) => ({ ...knownChooser()(question), finishReason: `stop ${KEY}` }),
    behave: (n) => (n % 4 === 0 ? { kind: 'echo', status: 500 } : { kind: 'answer' }),
  });
  const heard: string[] = [];
  await ask(setting, { onNotice: (sentence) => heard.push(sentence) });
  const all = (await contents(setting.store)) + heard.join();
  expect(all).toContain('stop [key]');
  expect(all).not.toContain(KEY.slice(3, 11));
  setting.server.behave(() => ({ kind: 'echo', status: 400 }));
  const error = await ask(setting, {
    question: { seed: 2, temperature: 1 },
    onNotice: (sentence) => heard.push(sentence),
  }).catch((one) => one);
  expect(error.message).toContain('[key]');
  expect(`${error.stack}${heard.join()}${await contents(setting.store)}`).not.toContain(KEY.slice(3, 11));
});

/** beta of (X'X) beta = X'y, by elimination. */
function leastSquares(x: readonly (readonly number[])[], y: readonly number[]): number[] {
  const d = x[0].length;
  const rows = Array.from({ length: d }, (_, j) => [
    ...Array.from({ length: d }, (_, k) => x.reduce((sum, row) => sum + row[j] * row[k], 0)),
    x.reduce((sum, row, i) => sum + row[j] * y[i], 0),
  ]);
  for (let j = 0; j < d; j++) {
    for (let i = 0; i < d; i++) {
      if (i === j) continue;
      const ratio = rows[i][j] / rows[j][j];
      for (let k = j; k <= d; k++) rows[i][k] -= ratio * rows[j][k];
    }
  }
  return rows.map((row, j) => row[d] / row[j]);
}
