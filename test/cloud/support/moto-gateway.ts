import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { Json } from '../executor/json.ts';
import { StateError } from '../executor/json.ts';

/** Where moto's state machines find Lambda and S3. */
export interface MotoGateway {
  readonly port: number;
  /** Says where S3 is and who answers for functions; before, nothing is answered. */
  open(target: string, invoke: (arn: string, payload: Json) => Promise<Json>): void;
  stop(): Promise<void>;
}

const INVOCATION = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

/** Calls of functions go to the bundles on this machine, all else to moto itself. */
export async function startMotoGateway(): Promise<MotoGateway> {
  let opened: { target: string; invoke: Parameters<MotoGateway['open']>[1] } | null = null;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (opened === null) throw new Error('startMotoGateway: not opened');
    const { method, url = '', headers } = request;
    const [, name] = INVOCATION.exec(url) ?? [];
    if (name !== undefined) {
      await answerCall(opened.invoke(decodeURIComponent(name), JSON.parse(await text(request))), response);
      return;
    }
    const sent = send(`${opened.target}${url}`, { method, headers, setHost: false });
    await pipeline(request, sent);
    const [answer]: IncomingMessage[] = await once(sent, 'response');
    response.writeHead(answer.statusCode ?? 0, answer.headers);
    await pipeline(answer, response);
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  server.listen(0);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('startMotoGateway: no port was given');
  return {
    port: address.port,
    open: (target, invoke) => {
      opened = { target, invoke };
    },
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** As Lambda answers: an error of the function has a header, one of Lambda itself a status. */
async function answerCall(call: Promise<Json>, response: ServerResponse): Promise<void> {
  try {
    const answer = await call;
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    const [service, code] = error.name.split('.');
    if (service === 'Lambda' && code !== undefined) {
      response
        .writeHead(429, { 'content-type': 'application/json', 'x-amzn-errortype': code })
        .end(JSON.stringify({ Message: error.message }));
      return;
    }
    response
      .writeHead(200, { 'content-type': 'application/json', 'x-amz-function-error': 'Unhandled' })
      .end(JSON.stringify({ errorType: error.name, errorMessage: error.message }));
  }
}
