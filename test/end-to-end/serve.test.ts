import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Finished, type Running, signbench, startSignbench, writeSmallStudy } from '../support/cli.ts';
import { summaryOf } from '../support/complete-store.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

interface Serving extends Running {
  readonly url: string;
}

/** Starts the built command on a free port and waits until it listens. */
async function serving(store: string, ...args: readonly string[]): Promise<Serving> {
  const running = startSignbench(['serve', '--store', store, '--port', '0', '--json', ...args]);
  const url = await new Promise<string>((resolve, reject) => {
    let text = '';
    running.process.stdout?.on('data', (data) => {
      text += data;
      const found = /"url":"([^"]+)"/.exec(text)?.[1];
      if (found !== undefined) resolve(found);
    });
    running.finished.then(({ stderr }) => reject(new Error(stderr)));
  });
  return { ...running, url };
}

async function stopped({ process, finished }: Serving): Promise<Finished> {
  process.kill('SIGINT');
  return finished;
}

/** What a server answers to these very bytes. */
const raw = (url: string, request: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { port, hostname } = new URL(url);
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.write(request));
    socket.setEncoding('utf8').on('data', (data) => {
      answer += data;
    });
    socket.on('close', () => resolve(answer)).on('error', reject);
  });

async function smallStore(): Promise<{ readonly store: string; readonly study: string }> {
  const folder = temporaryFolder();
  const study = await writeSmallStudy(folder, { sampleSizes: [10, 30], replicates: [200, 200] });
  return { store: join(folder, 'store'), study };
}

test('serve starts on an empty store, shows a study as soon as it is there, and ends at Ctrl-C', async () => {
  const { store, study } = await smallStore();
  const server = await serving(store);
  expect(await (await fetch(`${server.url}/healthz`)).json()).toMatchObject({ status: 'ok' });
  expect(await (await fetch(`${server.url}/v1/studies`)).json()).toEqual({ studies: [] });
  expect((await signbench('run', study, '--store', store, '--quiet')).code).toBe(0);
  await expect
    .poll(async () => (await fetch(`${server.url}/v1/studies/small/summary`)).text(), { timeout: 20_000 })
    .toBe(await summaryOf(store));
  const { code, stderr } = await stopped(server);
  expect([code, stderr]).toEqual([0, expect.stringMatching(/^signbench: serving .* Ctrl-C ends it\.\n$/)]);
});

test('paths that leave the store, sent as they are, are answered 400 or 404 without what is there', async () => {
  const { store } = await smallStore();
  const server = await serving(store);
  const paths = [
    '/../../../../etc/passwd',
    '/v1/studies/../../../../etc/passwd',
    '/v1/studies/..%2f..%2f..%2fetc%2fpasswd/report',
    '/v1/studies/%00/report',
    '//etc/passwd',
    '/%',
    '/v1/studies/small/charts/..%2f..%2fsummary.json',
  ];
  for (const path of paths) {
    const answer = await raw(server.url, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(answer, path).toMatch(/^HTTP\/1\.1 40[04] /);
    expect(answer, path).not.toMatch(/root:|node_modules|\bat .+:\d+:\d+/);
  }
  const long = await raw(
    server.url,
    `GET /${'a'.repeat(9000)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
  );
  expect(long).toMatch(/^HTTP\/1\.1 414 /);
  const headers = await raw(server.url, `GET / HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`);
  expect(headers).toMatch(/^HTTP\/1\.1 431 /);
  await stopped(server);
});

test('a port that is taken and a store that is none are told in a sentence, with the exit code of bad input', async () => {
  const { store } = await smallStore();
  const server = await serving(store);
  const taken = await signbench('serve', '--store', store, '--port', new URL(server.url).port);
  expect([taken.code, taken.stderr]).toEqual([2, expect.stringContaining('another program listens there')]);
  const bad = await signbench('serve', '--store', store, '--port', '99999');
  expect([bad.code, bad.stderr]).toEqual([2, expect.stringContaining('from 0 to 65535')]);
  await stopped(server);
});
