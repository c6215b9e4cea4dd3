import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from '../../../results/store/open-store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('a location that is no s3:// URL is a directory', async () => {
  const folder = join(temporaryFolder(), 's3');
  const store = await openStore(folder);
  await store.replace('studies/s/run.json', new TextEncoder().encode('1'));
  expect(store.location).toBe(folder);
  expect(await (await openStore(folder)).list('')).toEqual(['studies/s/run.json']);
});

test('an s3:// URL is a bucket, never a directory named s3:', async () => {
  const store = await openStore('s3://my-bucket/a', { endpoint: 'http://127.0.0.1:9' });
  expect(store.location).toBe('s3://my-bucket/a');
  await expect(openStore('s3:/my-bucket')).rejects.toMatchObject({
    name: 'StoreError',
    message: expect.stringMatching(/^s3:\/my-bucket is no S3 location: .*\.$/),
  });
});
