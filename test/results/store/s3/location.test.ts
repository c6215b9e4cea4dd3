import { expect, test } from 'vitest';
import { parseS3Location, s3Url } from '../../../../results/store/s3/location.ts';

test.each([
  ['s3://my-bucket', { bucket: 'my-bucket', prefix: '' }],
  ['s3://my-bucket/', { bucket: 'my-bucket', prefix: '' }],
  ['s3://my-bucket/results', { bucket: 'my-bucket', prefix: 'results/' }],
  ['s3://my.bucket-1/a/b c/%20//', { bucket: 'my.bucket-1', prefix: 'a/b c/%20/' }],
])('%s is a bucket and a prefix, and their URL again without the slashes at its end', (url, location) => {
  expect(parseS3Location(url)).toEqual(location);
  expect(s3Url({ bucket: location.bucket, prefix: location.prefix })).toBe(url.replace(/\/+$/, ''));
});

test.each([
  ['s3:bucket', /^s3:bucket is no S3 location/],
  [
    's3:/bucket/a',
    /is no S3 location: s3:\/\/, a bucket and a prefix are expected, as in s3:\/\/my-bucket\/results$/,
  ],
  ['s3://', /names no bucket/],
  ['s3:///results', /names no bucket/],
  ['s3://My_Bucket/a', /has the bucket My_Bucket; a bucket's name is 3 to 63 lower-case letters/],
  ['s3://ab', /has the bucket ab;/],
  [`s3://${'a'.repeat(64)}`, /has the bucket a+;/],
  ['s3://-bucket', /has the bucket -bucket;/],
  ['s3://user:secret@bucket/a', /names more than a bucket and a prefix; the server is given by --endpoint/],
  ['s3://localhost:9000/bucket', /names more than a bucket and a prefix/],
  ['s3://bucket/a/../b', /has \.\. as a part of its prefix/],
  ['s3://bucket/./b', /has \. as a part of its prefix/],
  ['s3://bucket/a//b', /has an empty part in its prefix/],
  ['s3://bucket//a', /has an empty part in its prefix/],
  ['s3://bucket/a\nb', /has the control character "\\n" in its prefix/],
])('%j is refused in a sentence', (url, sentence) => {
  expect(parseS3Location(url)).toEqual({ problem: expect.stringMatching(sentence) });
});
