import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';

/** What the server does with a request in place of answering it, or before it does. */
type Behaviour =
  | { readonly kind: 'answer' }
  | { readonly kind: 'slow'; readonly ms: number }
  /** Never answers; the connection stays open. */
  | { readonly kind: 'hang' }
  /** Sends the headers, half of the body, and closes the connection. */
  | { readonly kind: 'cut-off' }
  /** As `cut-off`, but the body is of no length that is said before. */
  | { readonly kind: 'cut-off-chunked' }
  /** Sends the headers and half of the body, and nothing more. */
  | { readonly kind: 'stalls' }
  | { readonly kind: 'drop' }
  | { readonly kind: 'text'; readonly body: string; readonly type?: string }
  /** An error whose body, and a header, repeat the request's headers. */
  | { readonly kind: 'echo'; readonly status: number }
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: unknown;
    };

/** One request as it came. */
interface Asked {
  /** What tells questions apart: the body. */
  readonly body: string;
  readonly path: string;
  readonly authorization: string | null;
  readonly arrivedAt: number;
  /** Status of the answer that was sent to its last byte; null while there is none. */
  answered: number | null;
  answeredAt: number | null;
}

/** What is asked of a chat model. */
export interface ChatQuestion {
  readonly model: string;
  readonly texts: readonly string[];
  readonly temperature: number | null;
  readonly wantsLogprobs: boolean;
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface ChatReply {
  readonly content: string;
  /** What the model thinks before it answers. */
  readonly thoughts?: string;
  /** Tokens of the content with the alternatives at their places; by default none are offered. */
  readonly logprobs?: readonly (readonly (readonly [token: string, logprob: number])[])[];
  readonly finishReason?: string;
}

/** An answer as it goes over the wire. */
export interface Spoken {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** How one program speaks the interface: its shapes, its limits and what it says of errors. */
export interface Dialect {
  chat(request: Readonly<Record<string, unknown>>, reply: ChatReply, usage: unknown): Spoken;
  embeddings(
    request: Readonly<Record<string, unknown>>,
    vectors: readonly (readonly number[])[],
    usage: unknown,
  ): Spoken;
}

export interface ModelServerOptions {
  /** By default that of OpenAI's documentation. */
  readonly dialect?: Dialect;
  readonly chat?: (question: ChatQuestion) => ChatReply;
  readonly embed?: (text: string) => readonly number[];
  /** @param n number of the request, from 0. */
  readonly behave?: (n: number, asked: Asked) => Behaviour;
  /** Only requests with this key are answered. */
  readonly key?: string;
  /** Whether answers say how many tokens they took. */
  readonly saysUsage?: boolean;
}

export interface ModelServer {
  /** The base URL, which ends in /v1. */
  readonly url: string;
  readonly asked: readonly Asked[];
  /** How often each question was answered to the last byte, with status 200. */
  readonly completed: () => ReadonlyMap<string, number>;
  /** How often each question came. */
  readonly arrived: () => ReadonlyMap<string, number>;
  /** Requests that have no answer yet. */
  readonly inFlight: () => readonly Asked[];
  behave(rule: (n: number, asked: Asked) => Behaviour): void;
  stop(): Promise<void>;
}

const Chat = z.looseObject({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })),
  temperature: z.number().optional(),
  logprobs: z.boolean().optional(),
});
const Embeddings = z.looseObject({ model: z.string(), input: z.array(z.string()) });

/** A small server that speaks the OpenAI interface, chat and embeddings, and misbehaves as it is told. */
export async function startModelServer(options: ModelServerOptions = {}): Promise<ModelServer> {
  const asked: Asked[] = [];
  let behave = options.behave ?? ((): Behaviour => ({ kind: 'answer' }));

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const one: Asked = {
      body: await bodyOf(request),
      path: request.url ?? '',
      authorization: request.headers.authorization ?? null,
      arrivedAt: performance.now(),
      answered: null,
      answeredAt: null,
    };
    const n = asked.push(one) - 1;
    response.on('finish', () => {
      one.answered = response.statusCode;
      one.answeredAt = performance.now();
    });
    const behaviour = behave(n, one);
    const wrongKey = options.key !== undefined && one.authorization !== `Bearer ${options.key}`;
    if (wrongKey)
      json(response, 401, { error: { message: `Incorrect API key provided: ${one.authorization}` } });
    else await act(behaviour, { request, response, one }, () => spoken(one, options));
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error) => json(response, 500, { error: { message: String(error) } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    asked,
    completed: () => tally(asked.filter((one) => one.answered === 200)),
    arrived: () => tally(asked),
    inFlight: () => asked.filter((one) => one.answered === null),
    behave: (rule) => {
      behave = rule;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function tally(asked: readonly Asked[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { body } of asked) counts.set(body, (counts.get(body) ?? 0) + 1);
  return counts;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly one: Asked;
}

async function act(
  behaviour: Behaviour,
  { request, response }: Exchange,
  usual: () => Spoken,
): Promise<void> {
  switch (behaviour.kind) {
    case 'answer':
      return speak(response, usual());
    case 'slow':
      await new Promise((resolve) => setTimeout(resolve, behaviour.ms));
      return speak(response, usual());
    case 'hang':
      return;
    case 'cut-off':
    case 'cut-off-chunked':
    case 'stalls':
      return half(response, JSON.stringify(usual().body), behaviour.kind);
    case 'drop':
      request.socket.destroy();
      return;
    case 'text':
      response.writeHead(200, { 'content-type': behaviour.type ?? 'application/json' }).end(behaviour.body);
      return;
    case 'echo': {
      const { authorization, ...others } = request.headers;
      const headers = Object.fromEntries(
        Object.entries(others).filter(([name]) => !name.startsWith('x-stainless')),
      );
      const said = JSON.stringify({ authorization, ...headers });
      response.setHeader('x-echo', said);
      return json(response, behaviour.status, {
        error: { message: `You sent ${said}`, headers: request.headers },
      });
    }
    case 'status':
      for (const [name, value] of Object.entries(behaviour.headers ?? {})) response.setHeader(name, value);
      return json(response, behaviour.status, behaviour.body ?? { error: { message: 'told to' } });
    default:
      return behaviour satisfies never;
  }
}

function half(response: ServerResponse, text: string, kind: 'cut-off' | 'cut-off-chunked' | 'stalls'): void {
  const length = kind === 'cut-off-chunked' ? {} : { 'content-length': Buffer.byteLength(text) };
  response.writeHead(200, { 'content-type': 'application/json', ...length });
  response.write(text.slice(0, text.length / 2), () => {
    if (kind !== 'stalls') response.destroy();
  });
}

function speak(response: ServerResponse, { status, headers = {}, body }: Spoken): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  json(response, status, body);
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function spoken({ path, body }: Asked, options: ModelServerOptions): Spoken {
  const request: unknown = JSON.parse(body);
  const address = path.replace(/\?.*$/, '');
  if (address === '/v1/chat/completions') return chatSpoken(Chat.parse(request), options);
  if (address === '/v1/embeddings') return embeddingsSpoken(Embeddings.parse(request), options);
  throw new Error(`no address ${path}`);
}

function chatSpoken(request: z.infer<typeof Chat>, options: ModelServerOptions): Spoken {
  const { chat, dialect } = options;
  if (dialect === undefined) return { status: 200, body: chatReply(request, options) };
  const { model, messages, temperature = null, logprobs = false, ...settings } = request;
  const texts = messages.map(({ content }) => content);
  const said = chat?.({ model, texts, temperature, wantsLogprobs: logprobs, settings }) ?? { content: 'A' };
  return dialect.chat(request, said, usageOf(texts, 1));
}

function embeddingsSpoken(request: z.infer<typeof Embeddings>, options: ModelServerOptions): Spoken {
  const { embed = (text) => [text.length, 1], dialect } = options;
  if (dialect === undefined) return { status: 200, body: embeddingsReply(request, options) };
  const { input } = request;
  return dialect.embeddings(request, input.map(embed), usageOf(input, 0));
}

function chatReply(request: z.infer<typeof Chat>, { chat, saysUsage = true }: ModelServerOptions): unknown {
  const { model, messages, temperature = null, logprobs = false, ...settings } = request;
  const texts = messages.map(({ content }) => content);
  const said = chat?.({ model, texts, temperature, wantsLogprobs: logprobs, settings }) ?? { content: 'A' };
  const places = said.logprobs?.map((alternatives) => ({
    token: alternatives[0][0],
    logprob: alternatives[0][1],
    bytes: null,
    top_logprobs: alternatives.map(([token, logprob]) => ({ token, logprob, bytes: null })),
  }));
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_790_000_000,
    model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: said.content, refusal: null },
        finish_reason: said.finishReason ?? 'stop',
        logprobs: logprobs && places !== undefined ? { content: places, refusal: null } : null,
      },
    ],
    ...(saysUsage ? { usage: usageOf(texts, 1) } : {}),
  };
}

function embeddingsReply(
  { model, input }: z.infer<typeof Embeddings>,
  { embed = (text) => [text.length, 1], saysUsage = true }: ModelServerOptions,
): unknown {
  const data = input.map((text, index) => ({ object: 'embedding', index, embedding: embed(text) }));
  return { object: 'list', model, data, ...(saysUsage ? { usage: usageOf(input, 0) } : {}) };
}

/** A word is a token here. */
const usageOf = (texts: readonly string[], output: number): unknown => {
  const input = texts.reduce((sum, text) => sum + text.split(/\s+/).length, 0);
  return { prompt_tokens: input, completion_tokens: output, total_tokens: input + output };
};

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}
