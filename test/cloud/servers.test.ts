import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { expect, test, vi } from 'vitest';
import { motoMissing, startMoto } from './support/moto.ts';
import { radosgwMissing, startRadosgw } from './support/radosgw.ts';
import { clientOf, describeWith, type S3Server } from './support/s3-server.ts';

const WAITING = fileURLToPath(new URL('support/start-and-wait.ts', import.meta.url));

async function keepsAnObject(start: () => Promise<S3Server>): Promise<void> {
  const server = await start();
  try {
    await server.createBucket('results');
    const client = clientOf(server);
    const object = { Bucket: 'results', Key: 'a/b' };
    await client.send(new PutObjectCommand({ ...object, Body: Buffer.from('one'), IfNoneMatch: '*' }));
    const found = await client.send(new GetObjectCommand(object));
    expect(await found.Body?.transformToString()).toBe('one');
    const again = client.send(
      new PutObjectCommand({ ...object, Body: Buffer.from('two'), IfNoneMatch: '*' }),
    );
    await expect(again).rejects.toMatchObject({ name: 'PreconditionFailed' });
  } finally {
    await server.stop();
  }
  await expect(fetch(server.endpoint)).rejects.toThrow();
}

describeWith('radosgw', radosgwMissing, () => {
  test('it starts, refuses a second conditional put, and is gone after stop', () =>
    keepsAnObject(startRadosgw));

  test('it does not outlive a process that is killed', async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', WAITING], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [text] = await once(child.stdout.setEncoding('utf8'), 'data');
    const endpoint = String(text).trim();
    expect((await fetch(endpoint)).status).toBe(200);
    child.kill('SIGKILL');
    await vi.waitFor(() => expect(fetch(endpoint)).rejects.toThrow(), { timeout: 20_000 });
  });
});

describeWith('moto_server', motoMissing, () => {
  test('it starts, refuses a second conditional put, and is gone after stop', () =>
    keepsAnObject(() => startMoto()));
});
