import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { type Json, StateError } from '../executor/json.ts';

interface Invocation {
  readonly requestId: string;
  readonly payload: Json;
  readonly deadlineMs: number;
  readonly functionArn: string;
}

/** Lambda's side of the runtime API, for one sandbox. */
export interface RuntimeApi {
  /** As the environment variable AWS_LAMBDA_RUNTIME_API has it. */
  readonly address: string;
  /** Hands an invocation to the runtime and waits for its answer. @throws StateError of the name that the function gave. */
  invoke(invocation: Invocation): Promise<Json>;
  /** Hands an invocation to the runtime, and answers the stream that it sends, as it comes. */
  stream(invocation: Invocation): Promise<Streamed>;
  /** The sandbox is gone: whoever waits hears of it. */
  fail(error: StateError): void;
  stop(): Promise<void>;
}

/** What a function sends while it works. */
export interface Streamed {
  readonly contentType: string;
  /** Fails where the connection breaks. */
  readonly body: Readable;
  /** The name of the error with which the function ended the stream, once that is over; null where there is none. */
  readonly failure: () => string | null;
}

interface Pending {
  readonly requestId: string;
  readonly resolve: (answer: Json) => void;
  /** Takes the answer as a stream; null where the invocation is no request of a function URL. */
  readonly take: ((answer: Streamed) => void) | null;
  readonly reject: (error: StateError) => void;
}

const ROOT = '/2018-06-01/runtime';

/** Answers of a function are at most so long. */
const MOST_BYTES = 6_291_556;

export async function startRuntimeApi(): Promise<RuntimeApi> {
  let waiting: ((invocation: Invocation) => void) | null = null;
  let queued: Invocation | null = null;
  let pending: Pending | null = null;
  let gone: StateError | null = null;

  const settle = (requestId: string, how: (one: Pending) => void): boolean => {
    if (pending?.requestId !== requestId) return false;
    const one = pending;
    pending = null;
    how(one);
    return true;
  };
  const fail = (error: StateError): void => {
    gone = error;
    if (pending !== null) settle(pending.requestId, ({ reject }) => reject(error));
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = request.url ?? '';
    if (request.method === 'GET' && url === `${ROOT}/invocation/next`) {
      waiting = (invocation) => {
        waiting = null;
        response.writeHead(200, headersOf(invocation)).end(JSON.stringify(invocation.payload));
      };
      if (queued !== null) waiting(queued);
      queued = null;
      return;
    }
    if (request.headers['lambda-runtime-function-response-mode'] === 'streaming') {
      const [, requestId] = /\/runtime\/invocation\/([^/]+)\/response$/.exec(url) ?? [];
      const known = settle(requestId, ({ take, reject }) => {
        if (take === null) reject(new StateError('Runtime.InvalidMode', 'the function streams its answers'));
        else take(streamedBy(request));
      });
      if (!known) request.resume();
      request.on('end', () => response.writeHead(known ? 202 : 400).end());
      return;
    }
    const body = await text(request);
    if (request.method === 'POST' && url === `${ROOT}/init/error`) {
      fail(errorIn(body));
      response.writeHead(202).end();
      return;
    }
    const [, requestId, kind] = /\/runtime\/invocation\/([^/]+)\/(response|error)$/.exec(url) ?? [];
    const known = settle(requestId, ({ resolve, reject }) => {
      if (kind === 'error') reject(errorIn(body));
      else if (Buffer.byteLength(body) > MOST_BYTES) {
        reject(new StateError('Function.ResponseSizeTooLarge', 'the answer is too large'));
      } else resolve(JSON.parse(body));
    });
    response.writeHead(known ? 202 : 400).end();
  };

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('startRuntimeApi: no port was given');

  const begin = (invocation: Invocation, how: Omit<Pending, 'requestId'>): void => {
    if (gone !== null) {
      how.reject(gone);
      return;
    }
    pending = { requestId: invocation.requestId, ...how };
    if (waiting === null) queued = invocation;
    else waiting(invocation);
  };

  return {
    address: `127.0.0.1:${address.port}`,
    invoke: (invocation) =>
      new Promise((resolve, reject) => begin(invocation, { resolve, take: null, reject })),
    stream: (invocation) =>
      new Promise((resolve, reject) => {
        const notStreamed = (): void =>
          reject(new StateError('Runtime.InvalidMode', 'the function does not stream its answers'));
        begin(invocation, { resolve: notStreamed, take: resolve, reject });
      }),
    fail,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

const headersOf = ({ requestId, deadlineMs, functionArn }: Invocation): Record<string, string> => ({
  'content-type': 'application/json',
  'lambda-runtime-aws-request-id': requestId,
  'lambda-runtime-deadline-ms': String(deadlineMs),
  'lambda-runtime-invoked-function-arn': functionArn,
  'lambda-runtime-trace-id': 'Root=1-00000000-000000000000000000000000;Sampled=0',
});

const streamedBy = (request: IncomingMessage): Streamed => ({
  contentType: request.headers['content-type'] ?? '',
  body: request,
  failure: () => request.trailersDistinct['lambda-runtime-function-error-type']?.[0] ?? null,
});

function errorIn(body: string): StateError {
  const { errorType = 'Lambda.Unknown', errorMessage = body } = JSON.parse(body);
  return new StateError(String(errorType), String(errorMessage));
}
