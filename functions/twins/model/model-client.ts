import { setMaxListeners } from 'node:events';
import OpenAI from 'openai';
import { graceEnd } from '../../../results/store/grace-end.ts';
import { TwinsError } from '../twins-error.ts';
import { ATTEMPTS, type AttemptOptions, attempted, GivenUp } from './attempts.ts';
import { fetchWithErrorBodies, refuseError } from './error-body.ts';
import { type Failure, TooSlow, UnreadableAnswer } from './failure.ts';
import { modelAddress, modelQuery } from './model-address.ts';
import { ModelError } from './model-error.ts';
import { type ModelKey, secretsOf } from './model-key.ts';
import { createPace } from './pace.ts';
import { createRedactor } from './redactor.ts';
import { modelSentence } from './sentences.ts';
import { type Cap, createSpending, type Prices, type Tokens } from './spending.ts';

export interface ModelClientOptions {
  /** The server's base URL, for instance `http://localhost:8000/v1`. */
  readonly url: string;
  readonly key: ModelKey;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly model: string;
  /** Requests a minute; null for as many as there are. */
  readonly requestsPerMinute?: number | null;
  /** The longest that one attempt may take, its answer's last byte included. */
  readonly timeoutMs?: number;
  readonly attempts?: AttemptOptions;
  readonly cap?: Cap;
  readonly prices?: Prices | null;
  /** Aborted by Ctrl-C: nothing more is sent, and what is on its way fails `graceMs` later. */
  readonly signal?: AbortSignal;
  readonly graceMs?: number;
}

/** A request, and how its answer is read. */
export interface Question<T> {
  readonly path: '/chat/completions' | '/embeddings';
  readonly body: Readonly<Record<string, unknown>>;
  /** What it takes at most, which is set aside, and what it is expected to take, counted where the server says nothing. */
  readonly atMost: Tokens;
  readonly about: Tokens;
  /** Reads the answer's JSON, which has no key in it. @throws UnreadableAnswer, and the request is sent again. */
  readonly read: (body: unknown) => { readonly value: T; readonly tokens: Tokens | null };
}

interface Answer<T> {
  readonly value: T;
  /** As the server counted; null where it did not. */
  readonly tokens: Tokens | null;
  /** How often the request was sent. */
  readonly attempts: number;
}

/** A model behind an OpenAI-compatible server. */
export interface ModelClient {
  /** The base URL. */
  readonly address: string;
  readonly model: string;
  /** What was spent, earlier spending included. */
  readonly spent: () => Tokens;
  /** Counts what earlier runs spent against the cap. */
  readonly countSpent: (tokens: Tokens) => void;
  /** @throws ModelError, which never has a key in it. */
  ask<T>(question: Question<T>): Promise<Answer<T>>;
}

const TIMEOUT_MS = 120_000;
const NO_CAP: Cap = { dollars: null, tokens: null };

/**
 * A client of one model. Requests are repeated here and not by the library (see `attempted`): its pauses cannot be interrupted, have a quarter of
 * jitter, and end with the headers of an answer, so that a body that is cut off or never ends would be lost.
 *
 * @throws TwinsError where the address is none.
 */
export function openModelClient(options: ModelClientOptions): ModelClient {
  const { key, model, environment = process.env, signal = new AbortController().signal } = options;
  const address = modelAddress(options.url);
  const redactor = createRedactor(secretsOf(key, environment));
  for (const [flag, value] of [
    ['--model-url', address],
    ['--model', model],
  ]) {
    if (redactor.text(value) === value) continue;
    throw new TwinsError(
      `${flag} has a piece of the key in it, which would be stored and shown; keys are taken from an environment variable only.`,
    );
  }
  const pace = createPace(options.requestsPerMinute ?? null);
  const spending = createSpending(options.cap ?? NO_CAP, options.prices ?? null);
  const over = graceEnd(signal, options.graceMs ?? 0);
  // Every request listens, and Node warns of a leak at the eleventh.
  setMaxListeners(0, signal, over);
  const library = openLibrary(address, modelQuery(options.url), key);
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;

  const send = async <T>({ path, body, read }: Question<T>): Promise<ReturnType<Question<T>['read']>> => {
    const limit = createLimit(timeoutMs, over);
    try {
      const response = await library.post(path, { body, signal: limit.signal, maxRetries: 0 }).asResponse();
      const answer = redactor.json(parsedAnswer(await response.text()));
      refuseError(answer);
      return read(answer);
    } catch (error) {
      throw limit.passed() ? new TooSlow(`no answer within ${timeoutMs / 1000} s`) : error;
    } finally {
      limit.end();
    }
  };
  const fail = (error: unknown): ModelError => {
    if (error instanceof ModelError) return error;
    if (over.aborted || signal.aborted) return interrupted();
    if (!(error instanceof GivenUp)) throw error;
    const failure: Failure = { ...error.failure, said: redactor.text(error.failure.said) };
    return modelSentence({ failure, attempts: error.attempts, address, model, key });
  };

  return {
    address,
    model,
    spent: () => spending.spent,
    countSpent: (tokens) => spending.count(tokens),
    ask: async (question) => {
      const reserved = await spending.reserve(question.atMost);
      if (reserved === null)
        throw new ModelError(
          'spent',
          'the budget is used up; what came is stored, and the same command with a larger budget goes on.',
        );
      let lost = 0;
      let tokens: Tokens | null = null;
      let answered = false;
      try {
        const { value: answer, attempts } = await attempted(() => send(question), {
          pace,
          signal,
          options: options.attempts ?? ATTEMPTS,
          onLost: () => lost++,
        });
        answered = true;
        tokens = answer.tokens;
        return { ...answer, attempts };
      } catch (error) {
        throw fail(error);
      } finally {
        reserved.settle(taken(question, { tokens, answered, lost }));
      }
    },
  };
}

/** What a request took: as the server says, and as expected for every answer that got lost, which may be billed. */
function taken<T>(
  { about }: Question<T>,
  {
    tokens,
    answered,
    lost,
  }: { readonly tokens: Tokens | null; readonly answered: boolean; readonly lost: number },
): Tokens {
  const known = tokens ?? (answered ? about : { input: 0, output: 0 });
  return { input: known.input + lost * about.input, output: known.output + lost * about.output };
}

const interrupted = (): ModelError =>
  new ModelError('interrupted', 'interrupted; every answer that came is stored.');

/** The library, told everything that it would else look for in the environment. */
function openLibrary(
  baseURL: string,
  defaultQuery: Readonly<Record<string, string>>,
  { value }: ModelKey,
): OpenAI {
  const silent = (): void => {};
  return new OpenAI({
    baseURL,
    defaultQuery,
    // It wants a key even of those who need none; the header then is left out.
    apiKey: value ?? 'none',
    ...(value === null ? { defaultHeaders: { Authorization: null } } : {}),
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    maxRetries: 0,
    // Attempts are limited by their signal, which the body of an answer obeys too.
    timeout: 2_000_000_000,
    fetch: fetchWithErrorBodies,
    // A server that sends elsewhere would send the key along.
    fetchOptions: { redirect: 'manual' },
    logLevel: 'off',
    logger: { error: silent, warn: silent, info: silent, debug: silent },
  });
}

function parsedAnswer(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    if (/^\s*(?:data|event|:)\b/.test(text)) {
      throw new UnreadableAnswer(
        'it sends a stream of events, which was not asked for; a proxy before it may want another setting',
        { always: true },
      );
    }
    throw new UnreadableAnswer(
      text.trim() === '' ? 'the answer is empty' : 'the answer is no JSON, or was cut off',
    );
  }
}

interface Limit {
  readonly signal: AbortSignal;
  readonly passed: () => boolean;
  readonly end: () => void;
}

/** A signal that aborts after a time, or with another. */
function createLimit(ms: number, over: AbortSignal): Limit {
  const controller = new AbortController();
  let passed = false;
  const abort = (): void => controller.abort();
  const timer = setTimeout(() => {
    passed = true;
    abort();
  }, ms);
  if (over.aborted) abort();
  over.addEventListener('abort', abort);
  return {
    signal: controller.signal,
    passed: () => passed,
    end: () => {
      clearTimeout(timer);
      over.removeEventListener('abort', abort);
    },
  };
}
