import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ServedApp, startServer } from '../../../functions/api/node-host.ts';
import { openDirectoryStore } from '../../../results/store/directory.ts';

let server: ServedApp;
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signbench-'));
  server = await startServer({ store: openDirectoryStore(folder), port: 0, hostname: '127.0.0.1' });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

/** What the server sends to these bytes, until it ends the connection. */
const answerTo = (bytes: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => socket.write(bytes));
    let text = '';
    socket.setEncoding('latin1');
    socket.on('data', (piece) => {
      text += piece;
    });
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
  });

it.each([
  ['bytes of another protocol', '\u0016\u0003\u0001\u0002\u0000', 400],
  ['a line that is no request', 'GET\r\n\r\n', 400],
  ['chunks that are none', 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', 400],
  ['headers that are too long', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'y'.repeat(20_000)}`, 431],
] as const)('%s are a problem, and the connection ends', async (_, bytes, status) => {
  const text = await answerTo(bytes);
  const [head, body] = (text.split(/(?=HTTP\/1\.1 \d{3} )/).at(-1) ?? '').split('\r\n\r\n');
  expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(head).toContain('Content-Type: application/problem+json');
  expect(head).toContain('X-Content-Type-Options: nosniff');
  expect(head).toContain(`Content-Length: ${body.length}`);
  expect(JSON.parse(body)).toMatchObject({ status, detail: expect.stringMatching(/\.$/) });
  expect(body).not.toContain('node:');
});

it('requests in one piece are answered in their order', async () => {
  const request = (path: string, more = ''): string => `GET ${path} HTTP/1.1\r\nHost: a\r\n${more}\r\n`;
  const text = await answerTo(
    request('/healthz') + request('/nowhere') + request('/v1/studies', 'Connection: close\r\n'),
  );
  expect([...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual(['200', '404', '200']);
});
