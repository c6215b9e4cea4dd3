import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { deleteBucket, emptyBucket } from '../../../functions/aws/tear-down.ts';
import { RETRIES } from '../../../results/store/s3/retry.ts';

interface Answer {
  readonly status?: number;
  readonly body?: string;
}

const problem = (status: number, code: string): Answer => ({
  status,
  body: `<Error><Code>${code}</Code><Message>because of ${code}</Message></Error>`,
});
const versions = (...keys: readonly string[]): Answer => ({
  body: `<ListVersionsResult><IsTruncated>false</IsTruncated>${keys
    .map((key) => `<Version><Key>${key}</Key><VersionId>v-${key}</VersionId></Version>`)
    .join('')}</ListVersionsResult>`,
});
const deleted = (...errors: readonly (readonly [string, string])[]): Answer => ({
  body: `<DeleteResult>${errors
    .map(
      ([key, code]) =>
        `<Error><Key>${key}</Key><Code>${code}</Code><Message>because of ${code}</Message></Error>`,
    )
    .join('')}</DeleteResult>`,
});
const GONE: Answer = { status: 204 };

/** Answers of a bucket, in the order in which they are asked for, and what was asked. */
let answers: Answer[] = [];
let asked: string[] = [];
let server: Server;
let place: Parameters<typeof emptyBucket>[1];

beforeEach(async () => {
  asked = [];
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'signbench');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'signbench-secret');
  server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      asked.push(`${request.method}${request.url?.includes('versions') ? ' versions' : ''}`);
      const { status = 200, body = '' } = answers.shift() ?? problem(500, 'NothingMore');
      response.writeHead(status, { 'content-type': 'application/xml' });
      response.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  place = { endpoint, region: 'us-east-1', retries: { ...RETRIES, attempts: 3, random: () => 0 } };
});
afterEach(async () => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

test('a bucket is emptied through refusals that pass, of a request and of single objects', async () => {
  answers = [
    problem(503, 'SlowDown'),
    versions('a', 'b'),
    deleted(['b', 'InternalError']),
    deleted(),
    versions('c'),
    deleted(),
    versions(),
  ];
  await emptyBucket('doomed', place);
  expect(answers).toEqual([]);
  expect(asked).toEqual([
    'GET versions',
    'GET versions',
    'POST',
    'POST',
    'GET versions',
    'POST',
    'GET versions',
  ]);
});

test('access logs that come while a bucket is removed are removed too', async () => {
  answers = [versions(), problem(409, 'BucketNotEmpty'), versions('late'), deleted(), versions(), GONE];
  await deleteBucket('doomed', place);
  expect(answers).toEqual([]);
});

test('what stays refused is a sentence that names the permission and the bucket', async () => {
  answers = [versions('a'), deleted(['a', 'AccessDenied'])];
  await expect(emptyBucket('doomed', place)).rejects.toThrow(
    's3:DeleteObjectVersion of bucket doomed failed: access is denied; these credentials need s3:DeleteObjectVersion (a: because of AccessDenied).',
  );
  answers = Array.from({ length: 3 }, () => problem(503, 'SlowDown'));
  await expect(emptyBucket('doomed', place)).rejects.toThrow(
    /s3:ListBucketVersions of bucket doomed failed: .*SlowDown/,
  );
  answers = Array.from({ length: 5 }, () => [versions(), problem(409, 'BucketNotEmpty')]).flat();
  await expect(deleteBucket('doomed', place)).rejects.toThrow(
    /s3:DeleteBucket of bucket doomed failed: .*BucketNotEmpty/,
  );
});
