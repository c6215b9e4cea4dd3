import { readFile } from 'node:fs/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { elicit } from '../../../functions/twins/elicit/elicit.ts';
import type { ElicitQuestion } from '../../../functions/twins/elicit/question.ts';
import { parseTemplate } from '../../../functions/twins/elicit/template.ts';
import { embedByEndpoint } from '../../../functions/twins/embed-endpoint/embed-by-endpoint.ts';
import { readFeatures } from '../../../functions/twins/features-file.ts';
import { readLabels } from '../../../functions/twins/labels-file.ts';
import { ATTEMPTS } from '../../../functions/twins/model/attempts.ts';
import { openModelClient } from '../../../functions/twins/model/model-client.ts';
import { openDirectoryStore } from '../../../results/store/directory.ts';
import type { Store } from '../../../results/store/store.ts';
import { type KnownTwins, knownChooser, knownTwins, storeTwins } from '../../support/asked-twins.ts';
import { llamaCpp } from '../../support/dialects/llama-cpp.ts';
import { base64Of, ollama } from '../../support/dialects/ollama.ts';
import { openAi } from '../../support/dialects/open-ai.ts';
import { vllm } from '../../support/dialects/vllm.ts';
import {
  type ChatQuestion,
  type ChatReply,
  type Dialect,
  type ModelServerOptions,
  startModelServer,
} from '../../support/model-server.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const TEMPLATE = parseTemplate('choice.txt', await readFile('templates/choice.txt', 'utf8'));
const ONE_SECTION = parseTemplate(
  'user.txt',
  '--- user\n{{persona}}\n{{prompt}}\n<reply_A>\n{{first}}\n</reply_A>\n<reply_B>\n{{second}}\n</reply_B>\nA or B?\n',
);

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
  readonly url: string;
}

async function setUp(
  dialect: Dialect,
  options: ModelServerOptions = {},
  twins: KnownTwins = knownTwins(24, 4),
): Promise<Setting> {
  const server = await startModelServer({ chat: knownChooser(), ...options, dialect });
  onTestFinished(() => server.stop());
  const store = openDirectoryStore(temporaryFolder());
  await storeTwins(store, 'twins', twins);
  return { twins, store, url: server.url };
}

const clientOf = (url: string, model = 'known') =>
  openModelClient({
    url,
    key: { variable: 'OPENAI_API_KEY', value: null },
    environment: {},
    model,
    attempts: { ...ATTEMPTS, baseMs: 1, capMs: 4 },
  });

/** Asks about every pair; gives the result and the sentences that were said. */
async function ask({ store, url }: Setting, question: Partial<ElicitQuestion> = {}, model = 'known') {
  const notices: string[] = [];
  const result = await elicit(
    store,
    'twins',
    { ...QUESTION, ...question },
    {
      client: clientOf(url, model),
      logprobs: true,
      concurrency: 4,
      tolerance: 0.05,
      cap: { dollars: null, tokens: null },
      prices: null,
      agree: async () => true,
      onNotice: (sentence) => notices.push(sentence),
    },
  );
  return { result, notices, labels: await readLabels(store, 'twins') };
}

/** Embeds every side and gives the differences. */
async function embed({ store, url }: Setting, textsAtOnce = 8) {
  await embedByEndpoint(store, 'twins', {
    centre: false,
    spectrum: false,
    again: false,
    client: clientOf(url),
    concurrency: 2,
    textsAtOnce,
    cap: { dollars: null, tokens: null },
    prices: null,
    agree: async () => true,
  });
  const { data, columns } = await readFeatures(store, 'twins');
  return Array.from({ length: data.length / columns }, (_, i) => [
    ...data.subarray(i * columns, (i + 1) * columns),
  ]);
}

const utility = ({ differences, weights }: KnownTwins, pair: number, persona: number): number =>
  differences[pair].reduce((sum, x, j) => sum + x * weights[persona][j], 0);

/** Every label is that of its persona; every probability, where the server gives any, the logit of the utility. */
function expectRight(
  { twins }: Setting,
  { pair, persona, y, p }: Awaited<ReturnType<typeof readLabels>>,
  { weighed }: { readonly weighed: boolean },
): void {
  expect([...pair]).toEqual(Array.from({ length: 24 }, (_, i) => i));
  for (const [l, i] of pair.entries()) {
    const t = utility(twins, i, persona[l]);
    expect(y[l]).toBe(Math.sign(t));
    if (weighed) expect(p[l]).toBeCloseTo(1 / (1 + Math.exp(-t)), 6);
    else expect(p[l]).toBeNaN();
  }
}

/** The x of the last reply of a text. */
const vectorOf = (text: string): readonly number[] => {
  const found = /x = ([-\d. ]+)$/.exec(text)?.[1] ?? expect.fail(`no features in ${text}`);
  return found.trim().split(' ').map(Number);
};

describe('every dialect gives the labels and the features that were meant', () => {
  test.each([
    ['vLLM', vllm(), true],
    ['vLLM that gives five alternatives and flat errors', vllm({ maxLogprobs: 5, errors: 'flat' }), true],
    ['Ollama', ollama(), true],
    ['Ollama before it knew log-probabilities', ollama({ logprobs: false }), false],
    ['llama.cpp', llamaCpp(), true],
    ['OpenAI', openAi(), true],
  ] as const)('%s', async (_, dialect, weighed) => {
    const setting = await setUp(dialect, { embed: vectorOf });
    const { result, labels } = await ask(setting);
    expect(result).toMatchObject({
      status: 'complete',
      labels: 24,
      refused: 0,
      unparsed: 0,
      probabilities: weighed ? 24 : 0,
    });
    expectRight(setting, labels, { weighed });
    const rows = await embed(setting);
    for (const [i, row] of rows.entries())
      for (const [j, x] of row.entries()) expect(x).toBeCloseTo(setting.twins.differences[i][j], 5);
  });
});

describe('spellings of tokens', () => {
  /** Splits the letter's probability over spellings, in the way of a vocabulary. */
  const spelt =
    (spell: (letter: string) => readonly string[]) =>
    (question: ChatQuestion): ChatReply => {
      const { content, logprobs = [] } = knownChooser()(question);
      const [[[first, one], [second, two]]] = logprobs;
      const parts = (letter: string, logprob: number) =>
        spell(letter).map((token) => [token, logprob - Math.log(spell(letter).length)] as const);
      return { content, logprobs: [[...parts(first, one), ...parts(second, two), ['The', -40]]] };
    };

  test.each([
    ['with and without a space', (letter: string) => [letter, ` ${letter}`]],
    ['of byte pairs, with Ġ and Ċ', (letter: string) => [`\u0120${letter}`, `\u010a${letter}`]],
    ['of SentencePiece, with a low line', (letter: string) => [`\u2581${letter}`, letter]],
    ['with signs and in lower case', (letter: string) => [`${letter}.`, `**${letter}`, letter.toLowerCase()]],
  ] as const)('%s are added', async (_, spell) => {
    const setting = await setUp(vllm(), { chat: spelt(spell) });
    expectRight(setting, (await ask(setting)).labels, { weighed: true });
  });
});

describe('vLLM', () => {
  test('whose thoughts are listed among the tokens of gpt-oss gives the probabilities of the answer', async () => {
    const before = ['<|channel|>', 'analysis', '<|message|>', 'A', ' or', ' B', '?', '<|end|>', '<|start|>'];
    const marks = [...before, 'assistant', '<|channel|>', 'final', '<|message|>'];
    const chat = (question: ChatQuestion): ChatReply => {
      const { content, logprobs = [] } = knownChooser()(question);
      const sure = (token: string) => [[token, -1e-6] as const, ['B', -14] as const];
      return {
        content,
        thoughts: 'A or B?',
        logprobs: [...marks.map(sure), ...logprobs, sure('<|return|>')],
      };
    };
    const setting = await setUp(vllm({ thoughts: 'reasoning' }), { chat });
    expectRight(setting, (await ask(setting)).labels, { weighed: true });
  });

  test('without a parser of thoughts gives them in the text, which is read behind their end', async () => {
    const chat = (question: ChatQuestion): ChatReply => {
      const { content, logprobs = [] } = knownChooser()(question);
      const before = ['<think>', '\n', 'A', ' it', ' is', '</think>', '\n\n'];
      const sure = (token: string) => [[token, -1e-6] as const, ['B', -14] as const];
      return { content: `${before.join('')}${content}`, logprobs: [...before.map(sure), ...logprobs] };
    };
    const setting = await setUp(vllm(), { chat });
    expectRight(setting, (await ask(setting)).labels, { weighed: true });
  });

  test.each([
    ['in a field of their own', { content: '', thoughts: 'Well, the person' }],
    ['in the text', { content: '<think>Well, A' }],
    ['in the text of gpt-oss', { content: '<|channel|>analysis<|message|>Well, A' }],
  ] as const)('with thoughts %s that end at the limit of tokens ends with a sentence', async (_, reply) => {
    const setting = await setUp(vllm(), { chat: () => ({ ...reply, finishReason: 'length' }) });
    await expect(ask(setting)).rejects.toThrow(
      /thoughts and no answer \(finish reason length\); a larger --max-tokens lets a model that thinks first/,
    );
  });

  test('that cannot take the longest question costs its labels only, and says why', async () => {
    const twins = knownTwins(24, 4);
    const pairs = twins.pairs.map((pair, i) =>
      i === 3
        ? { ...pair, prompt: [{ role: 'user', text: 'very long '.repeat(400) }, ...pair.prompt] }
        : pair,
    );
    const setting = await setUp(vllm({ maxBytes: 4000 }), {}, { ...twins, pairs });
    const { result } = await ask(setting);
    expect(result).toMatchObject({ labels: 23, refused: 2, unparsed: 1 });
    expect(result.problems[0].reason).toMatch(/maximum context length is 4000 tokens/);
  });

  test.each([
    ['vLLM', vllm({ takesSystem: false })],
    ['llama.cpp', llamaCpp({ takesSystem: false })],
  ] as const)(
    '%s with a model that takes no system message says which template asks without one',
    async (_, dialect) => {
      const setting = await setUp(dialect);
      await expect(ask(setting)).rejects.toThrow(
        /takes no system message; --template with a file that has only a section "--- user"/,
      );
      expectRight(setting, (await ask(setting, { template: ONE_SECTION })).labels, { weighed: true });
    },
  );

  test('with the name of another model says which name it does not know', async () => {
    const setting = await setUp(ollama({ models: ['gpt-oss:20b'] }));
    await expect(ask(setting)).rejects.toThrow(/no model known \(404 model "known" not found, try pulling/);
    await expect(embed(setting)).rejects.toThrow(/no model known/);
    expect((await ask({ ...setting }, {}, 'gpt-oss:20b')).result.labels).toBe(24);
  });
});

describe('Ollama', () => {
  test('that cuts long questions off in silence is doubted, once', async () => {
    const twins = knownTwins(24, 4);
    const personas = twins.personas.map((persona) => ({
      ...persona,
      text: `${persona.text}\n${'word '.repeat(2000)}`,
    }));
    const setting = await setUp(ollama({ context: 256 }), {}, { ...twins, personas });
    const { notices } = await ask(setting);
    expect(notices).toEqual([expect.stringMatching(/counted 256 tokens .* OLLAMA_CONTEXT_LENGTH/)]);
    const whole = await setUp(ollama({ context: 100_000 }), {}, { ...twins, personas });
    expect((await ask(whole)).notices).toEqual([]);
  });

  test('that thinks to the limit of tokens says so', async () => {
    const reply = { content: '', thoughts: 'We need to', finishReason: 'length' };
    await expect(ask(await setUp(ollama(), { chat: () => reply }))).rejects.toThrow(
      /thoughts and no answer .* --max-tokens/,
    );
  });

  test('and others that send base64 where numbers were asked for are understood', async () => {
    const sending: Dialect = {
      ...ollama(),
      embeddings: (request, vectors, usage) => {
        const { status, body } = ollama().embeddings(
          { ...request, encoding_format: 'base64' },
          vectors,
          usage,
        );
        return { status, body };
      },
    };
    const setting = await setUp(sending, { embed: vectorOf });
    const rows = await embed(setting);
    expect(base64Of([1])).toBe('AACAPw==');
    expect(rows[5][1]).toBeCloseTo(setting.twins.differences[5][1], 5);
  });
});

describe('llama.cpp', () => {
  test('that still loads its model is waited for', async () => {
    // Each wait is a second, and a request that is refused makes all others wait with it.
    const setting = await setUp(llamaCpp({ loading: 1 }));
    expect((await ask(setting)).result).toMatchObject({ status: 'complete', labels: 24 });
  }, 15_000);

  test('that was started without embeddings says how to start it', async () => {
    await expect(embed(await setUp(llamaCpp({ embeds: false })))).rejects.toThrow(
      /failed the one time it was asked \(501 This server does not support embeddings\. Start it with `--embeddings`/,
    );
  });

  test('whose batch is too small for one text names the text and what to raise, after one try', async () => {
    const twins = knownTwins(6, 1);
    const pairs = twins.pairs.map((pair, i) =>
      i === 3 ? { ...pair, prompt: [{ role: 'user', text: 'long '.repeat(400) }] } : pair,
    );
    const setting = await setUp(llamaCpp({ batchBytes: 600 }), { embed: vectorOf }, { ...twins, pairs });
    await expect(embed(setting)).rejects.toThrow(
      /increase the physical batch size.* The text is "Human: long/,
    );
  });
});

describe('OpenAI', () => {
  test('with a model that thinks is asked in its way once told the temperature is the server’s', async () => {
    const setting = await setUp(openAi({ thinks: true }));
    await expect(ask(setting)).rejects.toThrow(
      /does not take the temperature 0; --temperature server leaves it to the server/,
    );
    await expect(ask(setting, { temperature: null })).rejects.toThrow(
      /no text \(finish reason length\); a larger --max-tokens/,
    );
    const { labels, notices, result } = await ask(setting, { temperature: null, maxTokens: 200 });
    expectRight(setting, labels, { weighed: false });
    expect(notices).toContain('The server gives no log-probabilities; labels have none.');
    expect(result.refused).toBe(0);
  });

  test('that refuses log-probabilities with 400 is asked without them', async () => {
    const setting = await setUp(openAi({ thinks: true, logprobsStatus: 400 }));
    const { result } = await ask(setting, { temperature: null, maxTokens: 200 });
    expect(result).toMatchObject({ labels: 24, probabilities: 0 });
  });

  test('behind a router that answers 200 with an error in it is understood', async () => {
    let sent = 0;
    const routed: Dialect = {
      ...openAi(),
      chat: (request, reply, usage) =>
        sent++ % 3 === 0
          ? { status: 200, body: { error: { code: 429, message: 'Provider returned error' }, user_id: 'u' } }
          : openAi().chat(request, reply, usage),
    };
    expect((await ask(await setUp(routed))).result).toMatchObject({ labels: 24, refused: 0 });
    const empty = { code: 402, message: 'Insufficient credits' };
    const broke: Dialect = { ...openAi(), chat: () => ({ status: 200, body: { error: empty } }) };
    await expect(ask(await setUp(broke))).rejects.toThrow(/Insufficient credits/);
  });

  test('of Azure is sent the version that its address names, and no other query', async () => {
    const paths: string[] = [];
    const setting = await setUp(openAi(), {
      behave: (_, { path }) => {
        paths.push(path);
        return { kind: 'answer' };
      },
    });
    await ask({ ...setting, url: `${setting.url}?api-version=2025-04-01-preview` });
    expect(new Set(paths)).toEqual(new Set(['/v1/chat/completions?api-version=2025-04-01-preview']));
    for (const query of ['?api-version=sk-0123456789', '?api-version=2025-04-01&code=secret', '?code=secret'])
      expect(() => clientOf(`${setting.url}${query}`)).toThrow(/Of queries only \?api-version= with a date/);
  });
});

test('a server that sends events where none were asked for ends the stage with a sentence at once', async () => {
  let asked = 0;
  const setting = await setUp(vllm(), {
    behave: () => {
      asked++;
      return { kind: 'text', body: 'data: {"choices":[]}\n\ndata: [DONE]\n\n', type: 'text/event-stream' };
    },
  });
  await expect(ask(setting)).rejects.toThrow(/sends a stream of events, which was not asked for/);
  expect(asked).toBeLessThanOrEqual(4);
});

test('an answer in parts, without a count of tokens or with a strange one, is read', async () => {
  const odd: Dialect = {
    ...openAi(),
    chat: (_, { content }) => ({
      status: 200,
      body: {
        choices: [
          {
            message: {
              content: [
                { type: 'thinking', thinking: [] },
                { type: 'text', text: content },
              ],
            },
            logprobs: { tokens: [content], token_logprobs: [-0.1], top_logprobs: [{ A: -0.1 }] },
          },
        ],
        usage: { prompt_tokens: 'many' },
      },
    }),
  };
  const setting = await setUp(odd);
  expectRight(setting, (await ask(setting)).labels, { weighed: false });
});
