/** A place in a bucket: every key of a store comes below its prefix. */
export interface S3Location {
  readonly bucket: string;
  /** Empty, or ending in a slash. */
  readonly prefix: string;
}

const EXAMPLE = 'as in s3://my-bucket/results';

/**
 * The bucket and the prefix that a URL names, `s3://bucket` or `s3://bucket/prefix`; where it names none, a sentence
 * without its end that says why.
 *
 * Bucket names follow the rules of AWS (3 to 63 of lower-case letters, digits, dots and hyphens), which other servers keep
 * too. A prefix is taken letter by letter: nothing in it is decoded.
 */
export function parseS3Location(url: string): S3Location | { readonly problem: string } {
  const found = /^s3:\/\/([^/]*)(?:\/(.*))?$/s.exec(url);
  if (found === null)
    return { problem: `${url} is no S3 location: s3://, a bucket and a prefix are expected, ${EXAMPLE}` };
  const [, bucket, path = ''] = found;
  const prefix = path.replace(/\/+$/, '');
  const problem = bucketProblem(bucket) ?? prefixProblem(prefix);
  if (problem !== null) return { problem: `${url} ${problem}` };
  return { bucket, prefix: prefix === '' ? '' : `${prefix}/` };
}

/** The location as a URL, without a slash at its end. */
export const s3Url = ({ bucket, prefix }: S3Location): string =>
  `s3://${bucket}/${prefix}`.replace(/\/$/, '');

function bucketProblem(bucket: string): string | null {
  if (bucket === '') return `names no bucket; it comes after s3://, ${EXAMPLE}`;
  if (/[@:?#]/.test(bucket)) {
    return 'names more than a bucket and a prefix; the server is given by --endpoint, credentials by AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY';
  }
  if (/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) return null;
  return `has the bucket ${bucket}; a bucket's name is 3 to 63 lower-case letters, digits, dots and hyphens, the first and last a letter or digit`;
}

function prefixProblem(prefix: string): string | null {
  // A client's way to the server may shorten such a path, and the signature then fails.
  const odd = prefix.split('/').find((part) => part === '.' || part === '..');
  if (odd !== undefined) return `has ${odd} as a part of its prefix, which stands for no folder in S3`;
  if (prefix !== '' && prefix.split('/').includes(''))
    return 'has an empty part in its prefix, between two slashes';
  const control = Array.from(prefix).find((letter) => letter < ' ' || letter === '\u007f');
  return control === undefined ? null : `has the control character ${JSON.stringify(control)} in its prefix`;
}
