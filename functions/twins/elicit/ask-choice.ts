import { UnreadableAnswer } from '../model/failure.ts';
import type { ModelClient } from '../model/model-client.ts';
import { ModelError } from '../model/model-error.ts';
import type { Tokens } from '../model/spending.ts';
import { aboutTokens, tokensAtMost } from '../model/token-rule.ts';
import { TwinsError } from '../twins-error.ts';
import type { StoredAnswer } from './answers-file.ts';
import { completionIn, tokensOf } from './chat-answer.ts';
import type { ChoiceRequest } from './requests.ts';

/** Asks a model one question. Throws ModelError. */
export type AskChoice = (request: ChoiceRequest) => Promise<StoredAnswer>;

/** How a server wants to be asked, found out from what it refuses. */
interface Dialect {
  /** How many alternatives of each token are asked for; 0 asks for no log-probabilities. */
  alternatives: number;
  limit: 'max_tokens' | 'max_completion_tokens';
  /** Whether a seed is sent where answers are drawn. */
  seeded: boolean;
}

/** The most that OpenAI and, unless told otherwise, vLLM give; and what servers give that give fewer. */
const MANY = 20;
const FEW = 5;

export interface AskChoiceOptions {
  readonly client: ModelClient;
  readonly logprobs: boolean;
  readonly onNotice: (sentence: string) => void;
}

/**
 * Asks for choices, with the log-probabilities of the likeliest tokens where the server offers them. A server that refuses a request because
 * it knows no log-probabilities, gives fewer, or names the limit of tokens otherwise, is asked in its own way from then on.
 */
export function createAskChoice({ client, logprobs, onNotice }: AskChoiceOptions): AskChoice {
  const dialect: Dialect = { alternatives: logprobs ? MANY : 0, limit: 'max_tokens', seeded: true };
  let doubted = false;
  return async (request) => {
    for (;;) {
      const asked = { ...dialect };
      try {
        const answer = await ask(client, request, asked);
        if (!doubted && isCut(request, answer)) {
          doubted = true;
          onNotice(cutSentence(request, answer));
        }
        return answer;
      } catch (error) {
        if (!(error instanceof ModelError && error.problem === 'refused')) throw error;
        refuseQuestion(request, error.message);
        const learnt = learn(dialect, asked, error.message);
        if (learnt === null) throw error;
        if (learnt !== '') onNotice(learnt);
      }
    }
  };
}

/** Changes the dialect by what a refusal says: a sentence, '' where another request taught it already, null where there is nothing to learn. */
function learn(dialect: Dialect, asked: Dialect, said: string): string | null {
  if (/logprobs/i.test(said) && asked.alternatives > 0) {
    if (dialect.alternatives < asked.alternatives) return '';
    dialect.alternatives = asked.alternatives > FEW ? FEW : 0;
    return dialect.alternatives > 0
      ? `The server does not give the ${MANY} likeliest tokens; it is asked for ${FEW}.`
      : 'The server gives no log-probabilities; labels have none.';
  }
  if (/max_completion_tokens/.test(said) && asked.limit === 'max_tokens') {
    dialect.limit = 'max_completion_tokens';
    return '';
  }
  if (/\bseed\b/.test(said) && asked.seeded) {
    dialect.seeded = false;
    return 'The server takes no seed; asked again, a question may be answered otherwise.';
  }
  return null;
}

/**
 * Throws TwinsError where a refusal is of what every question has, and only another question would be taken: what to ask is for people to
 * decide, since it changes what labels are.
 */
function refuseQuestion({ identity, messages }: ChoiceRequest, said: string): void {
  if (identity.temperature !== null && /temperature/i.test(said)) {
    throw new TwinsError(
      `The model does not take the temperature ${identity.temperature}; --temperature server leaves it to the server, and labels are then draws. ${said}`,
    );
  }
  const system = messages.some(({ role }) => role === 'system');
  if (system && /system role|'system'|roles must alternate/i.test(said)) {
    throw new TwinsError(
      `The model takes no system message; --template with a file that has only a section "--- user" asks without one. ${said}`,
    );
  }
}

/** No text of a few thousand bytes has ten bytes a token: a server that counts so few has not read all of it. */
const BYTES_A_TOKEN = 10;
const LONG = 4000;

function isCut({ messages }: ChoiceRequest, { usage }: StoredAnswer): boolean {
  const bytes = bytesOf(messages);
  return usage !== null && usage.input > 0 && bytes > LONG && usage.input * BYTES_A_TOKEN < bytes;
}

const cutSentence = ({ messages }: ChoiceRequest, { usage }: StoredAnswer): string =>
  `The server counted ${usage?.input} tokens in a question of ${bytesOf(messages)} bytes: it may cut off long questions without saying so. With Ollama, OLLAMA_CONTEXT_LENGTH sets how much it reads.`;

const bytesOf = (messages: ChoiceRequest['messages']): number =>
  messages.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);

async function ask(
  client: ModelClient,
  { key, identity, messages }: ChoiceRequest,
  { alternatives, limit, seeded }: Dialect,
): Promise<StoredAnswer> {
  const { model, temperature, maxTokens } = identity;
  const settings = {
    model,
    [limit]: maxTokens,
    ...(temperature === null ? {} : { temperature }),
    // The same question drawn again gives the same answer, where servers keep to it.
    ...(temperature === 0 || !seeded ? {} : { seed: Number.parseInt(key.slice(0, 7), 16) }),
    ...(alternatives === 0 ? {} : { logprobs: true, top_logprobs: alternatives }),
  };
  const texts = messages.map(({ content }) => content);
  const { value, tokens, attempts } = await client.ask({
    path: '/chat/completions',
    body: { ...settings, messages },
    atMost: tokensAtMost(texts, maxTokens),
    about: expectedTokens(texts, maxTokens),
    read: readCompletion,
  });
  return {
    request: identity,
    server: client.address,
    date: new Date().toISOString(),
    attempts,
    settings,
    usage: tokens,
    finishReason: value.finishReason,
    answer: value.body,
  };
}

/** What a request is expected to take: the texts by the rule of estimates, and the answer at its limit. */
export const expectedTokens = (texts: readonly string[], maxTokens: number): Tokens => ({
  input: aboutTokens(texts),
  output: maxTokens,
});

function readCompletion(body: unknown): {
  readonly value: { readonly body: unknown; readonly finishReason: string | null };
  readonly tokens: Tokens | null;
} {
  const completion = completionIn(body);
  if (completion === null) throw new UnreadableAnswer(`the answer is no completion: ${excerpt(body)}`);
  const finishReason = completion.choices[0].finish_reason ?? null;
  return { value: { body, finishReason }, tokens: tokensOf(completion) };
}

const excerpt = (body: unknown): string => JSON.stringify(body)?.slice(0, 120) ?? String(body);
