import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * What happens to a request. pass: it is answered by the server behind; a number: that status is answered, the server
 * never sees it; reset: the connection breaks before it is passed on; lose: it is done, and the connection breaks before
 * the answer; cut: the connection breaks in the middle of the answer; hang: nothing is answered at all.
 */
export type Fate = 'pass' | 'reset' | 'lose' | 'cut' | 'hang' | number | { readonly delayMs: number };

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  /** Counts requests from 0. */
  readonly index: number;
}

export interface FaultyProxy {
  readonly endpoint: string;
  /** Requests seen so far, in order. */
  readonly seen: readonly SeenRequest[];
  /** The most requests that were under way at once. */
  readonly most: () => number;
  stop(): Promise<void>;
}

/** A server in front of an S3 server, that does to each request what `fateOf` says. */
export async function startFaultyProxy(
  target: string,
  fateOf: (request: SeenRequest) => Fate,
): Promise<FaultyProxy> {
  const seen: SeenRequest[] = [];
  let now = 0;
  let most = 0;
  const server = createServer(async (request, response) => {
    const one = { method: request.method ?? '', path: request.url ?? '', index: seen.length };
    seen.push(one);
    most = Math.max(most, ++now);
    response.on('close', () => now--);
    await serve(target, request, response, fateOf(one)).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('startFaultyProxy: no port was given');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    seen,
    most: () => most,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function serve(
  target: string,
  request: IncomingMessage,
  response: ServerResponse,
  fate: Fate,
): Promise<void> {
  const body = await buffer(request);
  if (fate === 'hang') return;
  if (fate === 'reset') {
    request.socket.resetAndDestroy();
    return;
  }
  if (typeof fate === 'number') {
    response.writeHead(fate, { 'content-type': 'application/xml' }).end(refusal(fate));
    return;
  }
  if (typeof fate === 'object') await delay(fate.delayMs);
  const answer = await forward(target, request, body);
  if (fate === 'lose') {
    request.socket.resetAndDestroy();
    return;
  }
  response.writeHead(answer.status, answer.headers);
  if (fate !== 'cut') {
    response.end(answer.body);
    return;
  }
  response.write(answer.body.subarray(0, answer.body.length / 2));
  await delay(20);
  request.socket.resetAndDestroy();
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** The header `host` stays as it was, since it is signed. */
async function forward(target: string, request: IncomingMessage, body: Buffer): Promise<Answer> {
  const { method, url, headers } = request;
  const sent = send(`${target}${url}`, { method, headers, setHost: false });
  sent.end(body);
  const [answer]: IncomingMessage[] = await once(sent, 'response');
  return { status: answer.statusCode ?? 0, headers: answer.headers, body: await buffer(answer) };
}

const refusal = (status: number): string =>
  `<?xml version="1.0"?><Error><Code>${status === 503 ? 'SlowDown' : status === 429 ? 'TooManyRequests' : 'InternalError'}</Code><Message>Please reduce your request rate</Message></Error>`;
