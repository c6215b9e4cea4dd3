import type { Context, MiddlewareHandler } from 'hono';

/** How long an answer may be kept. */
export type Keeping = 'for ever' | 'while finished' | 'while running' | 'never';

const CACHE_CONTROL: Readonly<Record<Keeping, string>> = {
  // An address with a version: what it answers never changes.
  'for ever': 'public, max-age=31536000, immutable',
  'while finished': 'public, max-age=60, stale-while-revalidate=600',
  'while running': 'public, max-age=2',
  never: 'no-store',
};

export interface Answer {
  readonly body: string | Uint8Array;
  readonly type: string;
  /** SHA-256 of what decides the body, hexadecimal. */
  readonly hash: string;
  readonly keeping: Keeping;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Digits of a hash in a tag: 128 bits. */
const TAG = 32;

/** The headers that an answer and a 304 in its place have in common; no tag without a hash. */
export const headersOf = (hash: string | null, keeping: Keeping): Readonly<Record<string, string>> => ({
  'Cache-Control': CACHE_CONTROL[keeping],
  ...(hash === null ? {} : { ETag: tagOf(hash) }),
});

const tagOf = (hash: string): string => `"${hash.slice(0, TAG)}"`;

/** Answers with a strong entity tag, or with 304 where the reader has these very bytes. */
export function answerWith(c: Context, { body, type, hash, keeping, headers }: Answer): Response {
  const known = unchanged(c, { hash, keeping, ...(headers === undefined ? {} : { headers }) });
  if (known !== null) return known;
  const length = String(typeof body === 'string' ? Buffer.byteLength(body) : body.length);
  return new Response(body, {
    headers: { ...headersOf(hash, keeping), ...headers, 'Content-Type': type, 'Content-Length': length },
  });
}

/**
 * 304 where the reader has what would be sent, else null. The comparison is weak, as RFC 9110 asks of If-None-Match, and the tag that is sent back is
 * the one that was given: a cache that keeps a compressed answer has its tag as a weak one, and may not renew it by a strong one (RFC 9111, 4.3.4).
 */
export function unchanged(
  c: Context,
  { hash, keeping, headers }: Pick<Answer, 'keeping' | 'headers'> & { readonly hash: string | null },
): Response | null {
  const given = c.req.header('If-None-Match');
  if (given === undefined || hash === null) return null;
  const tag = tagOf(hash);
  const tags = given.trim() === '*' ? [tag] : given.split(',').map((one) => one.trim());
  const found = tags.find((one) => one.replace(/^W\//, '') === tag);
  if (found === undefined) return null;
  return new Response(null, {
    status: 304,
    headers: { ...headersOf(hash, keeping), ETag: found, ...headers },
  });
}

/** Says that an answer depends on the encodings that are accepted where it has no body to compress: 304 and HEAD have the header of the whole answer. */
export const variesByEncoding: MiddlewareHandler = async (c, next) => {
  await next();
  const { status, headers } = c.res;
  const isBare = status === 304 || c.req.method === 'HEAD';
  if (isBare && !/accept-encoding/i.test(headers.get('Vary') ?? ''))
    headers.append('Vary', 'Accept-Encoding');
};
