import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import type { Json } from '../executor/json.ts';
import type { LocalFunction } from './local-function.ts';
import { type SandboxOptions, startSandbox } from './sandbox.ts';

/** A function behind an address of its own, whose answers are streamed. */
export interface FunctionUrl {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Serves a function as a function URL with InvokeMode RESPONSE_STREAM does, one request after the other; a sandbox whose
 * answer broke off is replaced.
 */
export async function startFunctionUrl(fn: LocalFunction, options: SandboxOptions): Promise<FunctionUrl> {
  let sandbox = await startSandbox(fn, options);
  let last: Promise<unknown> = Promise.resolve();
  const server = createServer((request, response) => {
    last = last.then(() =>
      answer(request, response).catch(async () => {
        response.destroy();
        await ending(sandbox);
        await sandbox.stop();
      }),
    );
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!sandbox.isAlive()) sandbox = await startSandbox(fn, options);
    const { contentType, body, failure } = await sandbox.stream(eventOf(request));
    if (contentType !== 'application/vnd.awslambda.http-integration-response') {
      body.resume();
      response.writeHead(502).end(`the function answered ${contentType}`);
      return;
    }
    await pipeline(body, (source) => relayed(source, response));
    if (failure() !== null) response.destroy();
    else response.end();
    await once(response, 'close');
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('startFunctionUrl: no port was given');
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: async () => {
      await sandbox.stop();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Until the sandbox has ended by itself, and said why: two seconds at most. */
async function ending(sandbox: { isAlive(): boolean }): Promise<void> {
  for (let waits = 0; waits < 40 && sandbox.isAlive(); waits++) await setTimeout(50);
}

const Prelude = z.strictObject({
  statusCode: z.int(),
  headers: z.record(z.string(), z.string()),
  cookies: z.array(z.string()),
});

/** Eight zeros stand between status and headers, as JSON, and the body. */
const DELIMITER = Buffer.alloc(8);

/** Writes an answer as it comes. */
async function relayed(source: AsyncIterable<Buffer>, response: ServerResponse): Promise<void> {
  let head: Buffer | null = Buffer.alloc(0);
  for await (const piece of source) {
    if (head === null) {
      if (!response.write(piece)) await once(response, 'drain');
      continue;
    }
    head = Buffer.concat([head, piece]);
    const end = head.indexOf(DELIMITER);
    if (end < 0) continue;
    const { statusCode, headers } = Prelude.parse(JSON.parse(head.subarray(0, end).toString()));
    response.writeHead(statusCode, headers);
    response.flushHeaders();
    response.write(head.subarray(end + DELIMITER.length));
    head = null;
  }
  if (head !== null) throw new Error('the function ended its answer before the headers were whole');
}

/** A request in the form in which functions get it, version 2.0. */
function eventOf({ method = 'GET', url = '/', headers }: IncomingMessage): Json {
  const [path, ...query] = url.split('?');
  const one = Object.entries(headers).map(([name, value]) => [name, String(value)]);
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query.join('?'),
    headers: Object.fromEntries(one),
    requestContext: {
      accountId: 'anonymous',
      apiId: 'local',
      domainName: 'local.lambda-url.us-east-1.on.aws',
      domainPrefix: 'local',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: '' },
      requestId: randomUUID(),
      routeKey: '$default',
      stage: '$default',
      time: '01/Jan/2026:00:00:00 +0000',
      timeEpoch: 1_767_225_600_000,
    },
    isBase64Encoded: false,
  };
}
