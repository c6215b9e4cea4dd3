import { describe, expect, test } from 'vitest';
import { classify, factsOf, isAbsent, isTaken } from '../../../../results/store/s3/failure.ts';
import { s3Error } from '../../../../results/store/s3/sentences.ts';
import { StoreError } from '../../../../results/store/store-error.ts';

const ASKED = {
  verb: 'write',
  url: 's3://b/k',
  bucket: 'my-bucket',
  endpoint: 'http://server:9000',
} as const;

/** An error as the SDK makes it of a server's answer. */
const answer = (status: number, name: string, message = 'UnknownError'): Error =>
  Object.assign(new Error(message), { name, Code: name, $metadata: { httpStatusCode: status } });

/** An error of Node's sockets. */
const broken = (code: string): Error => Object.assign(new Error(`it said ${code}`), { code });

describe('whether a failed request is sent again', () => {
  test.each([
    [answer(503, 'SlowDown'), 'throttled'],
    [answer(503, 'Unknown'), 'throttled'],
    [answer(429, 'TooManyRequests'), 'throttled'],
    [answer(500, 'InternalError'), 'transient'],
    [answer(502, 'Unknown'), 'transient'],
    [answer(504, 'Unknown'), 'transient'],
    [answer(409, 'ConditionalRequestConflict'), 'transient'],
    [broken('ECONNRESET'), 'transient'],
    [broken('ECONNREFUSED'), 'transient'],
    [Object.assign(new Error('silent'), { name: 'TimeoutError' }), 'transient'],
    [new Error('wrapped', { cause: broken('EPIPE') }), 'transient'],
    [
      Object.assign(answer(403, 'RequestTimeTooSkewed'), { $metadata: { clockSkewCorrected: true } }),
      'transient',
    ],
    [answer(403, 'AccessDenied'), 'final'],
    [answer(404, 'NoSuchBucket'), 'final'],
    [answer(412, 'PreconditionFailed'), 'final'],
    [answer(501, 'NotImplemented'), 'final'],
    [answer(507, 'Unknown'), 'final'],
    [broken('ENOTFOUND'), 'final'],
    [new Error('Region is missing'), 'final'],
    ['a string', 'final'],
    [null, 'final'],
  ])('%s: %s', (error, failure) => {
    expect(classify(error)).toBe(failure);
  });
});

test('a value that is not there and a bucket that is not there are two things', () => {
  expect(isAbsent(answer(404, 'NoSuchKey'))).toBe(true);
  expect(isAbsent(answer(404, 'NotFound'))).toBe(true);
  expect(isAbsent(answer(404, 'NoSuchBucket'))).toBe(false);
  expect(isAbsent(answer(403, 'AccessDenied'))).toBe(false);
  expect(isTaken(answer(412, 'Unknown'))).toBe(true);
  expect(isTaken(answer(409, 'ConditionalRequestConflict'))).toBe(false);
});

test('facts are read from any error', () => {
  expect(factsOf(answer(404, 'NoSuchKey', 'gone'))).toEqual({
    code: 'NoSuchKey',
    status: 404,
    message: 'gone',
  });
  expect(factsOf(undefined)).toEqual({ code: 'Unknown', status: null, message: 'undefined' });
});

describe('every failure is a sentence: what, where, what the server said, what to do', () => {
  test.each([
    [
      answer(404, 'NoSuchBucket'),
      'failed',
      /^Cannot write s3:\/\/b\/k: http:\/\/server:9000 has no bucket my-bucket; make it first/,
    ],
    [
      answer(403, 'AccessDenied', 'not you'),
      'denied',
      /denies access \(403 AccessDenied not you\); a store needs s3:ListBucket on the bucket my-bucket/,
    ],
    [answer(403, 'Unknown'), 'denied', /denies access \(403\); a store needs/],
    [
      Object.assign(new Error('Could not load'), { name: 'CredentialsProviderError' }),
      'denied',
      /there are no credentials; set AWS_ACCESS_KEY_ID/,
    ],
    [answer(403, 'InvalidAccessKeyId'), 'denied', /does not know the access key/],
    [answer(403, 'SignatureDoesNotMatch'), 'denied', /the secret key does not belong to the access key/],
    [answer(400, 'ExpiredToken'), 'denied', /the credentials have expired/],
    [answer(403, 'RequestTimeTooSkewed'), 'failed', /the clock of this machine is more than 15 minutes off/],
    [
      answer(301, 'PermanentRedirect'),
      'failed',
      /my-bucket is in another region than the one configured \(301 PermanentRedirect\); set AWS_REGION/,
    ],
    [
      answer(400, 'AuthorizationHeaderMalformed', "expecting 'eu-central-1'"),
      'failed',
      /another region .*expecting 'eu-central-1'\); set AWS_REGION/,
    ],
    [new Error('Region is missing'), 'failed', /no region is configured; set AWS_REGION/],
    [broken('ECONNREFUSED'), 'failed', /nothing listens at http:\/\/server:9000; check --endpoint/],
    [broken('ENOTFOUND'), 'failed', /the name of http:\/\/server:9000 cannot be resolved/],
    [
      broken('ECONNRESET'),
      'failed',
      /cannot be reached or broke off every time \(ECONNRESET it said ECONNRESET\)/,
    ],
    [broken('EPROTO'), 'failed', /does not speak TLS as expected/],
    [
      broken('DEPTH_ZERO_SELF_SIGNED_CERT'),
      'failed',
      /the certificate of http:\/\/server:9000 is not trusted/,
    ],
    [
      answer(503, 'SlowDown', 'Please reduce your request rate.'),
      'failed',
      /is overloaded and refused it every time \(503 SlowDown Please reduce your request rate\); everything stored so far is kept/,
    ],
    [answer(500, 'InternalError'), 'failed', /failed every time \(500 InternalError\)/],
    [answer(403, 'QuotaExceeded'), 'full', /the quota of the bucket my-bucket is used up/],
    [answer(501, 'NotImplemented'), 'failed', /conditional writes \(If-None-Match\) are among it/],
    [answer(418, 'Teapot', 'short and stout'), 'failed', /answered 418 Teapot short and stout\.$/],
  ])('%s', (error, problem, sentence) => {
    const told = s3Error(error, ASKED);
    expect(told).toMatchObject({ name: 'StoreError', problem, message: expect.stringMatching(sentence) });
    expect(told.message).toMatch(/^Cannot write s3:\/\/b\/k: .*[^.]\.$/);
  });

  test('AWS, which has no endpoint, is called S3', () => {
    const told = s3Error(answer(404, 'NoSuchBucket'), { ...ASKED, endpoint: null });
    expect(told.message).toContain('S3 has no bucket my-bucket');
    const unknown = s3Error(answer(403, 'InvalidAccessKeyId'), { ...ASKED, endpoint: null });
    expect(unknown.message).toContain('give --endpoint if the server is not AWS');
  });

  test('a sentence stays as it is', () => {
    const told = new StoreError('conflict', 'Two.');
    expect(s3Error(told, ASKED)).toBe(told);
  });

  test('the cause tells no secrets: neither headers nor signature', () => {
    const secret = Object.assign(answer(500, 'InternalError'), {
      $response: { headers: { authorization: 'secret' } },
    });
    expect(JSON.stringify(Object(s3Error(secret, ASKED).cause))).toBe(
      '{"code":"InternalError","status":500}',
    );
  });
});
