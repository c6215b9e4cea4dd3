import type { Context } from 'hono';

/** How long an answer may be kept. */
export type Keeping = 'for ever' | 'while finished' | 'while running' | 'never';

const CACHE_CONTROL: Readonly<Record<Keeping, string>> = {
  // An address with a version: what it answers never changes.
  'for ever': 'public, max-age=31536000, immutable',
  'while finished': 'public, max-age=60, stale-while-revalidate=600',
  'while running': 'public, max-age=2',
  never: 'no-store',
};

export const cacheControl = (keeping: Keeping): string => CACHE_CONTROL[keeping];

export interface Answer {
  readonly body: string | Uint8Array;
  readonly type: string;
  /** SHA-256 of the body, hexadecimal. */
  readonly hash: string;
  readonly keeping: Keeping;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Digits of a hash in a tag: 128 bits. */
const TAG = 32;

/** Answers with a strong entity tag, or with 304 where the reader has these very bytes. */
export function answerWith(c: Context, { body, type, hash, keeping, headers }: Answer): Response {
  const tag = `"${hash.slice(0, TAG)}"`;
  const common = { ETag: tag, 'Cache-Control': cacheControl(keeping), ...headers };
  if (matches(c.req.header('If-None-Match'), tag))
    return new Response(null, { status: 304, headers: common });
  const length = String(typeof body === 'string' ? Buffer.byteLength(body) : body.length);
  return new Response(body, { headers: { ...common, 'Content-Type': type, 'Content-Length': length } });
}

/** Weak comparison, as RFC 9110 asks of If-None-Match. */
function matches(given: string | undefined, tag: string): boolean {
  if (given === undefined) return false;
  return given.trim() === '*' || given.split(',').some((one) => one.trim().replace(/^W\//, '') === tag);
}
