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
  const common = { ...headersOf(hash, keeping), ...headers };
  if (isKnown(c, hash)) return new Response(null, { status: 304, headers: common });
  const length = String(typeof body === 'string' ? Buffer.byteLength(body) : body.length);
  return new Response(body, { headers: { ...common, 'Content-Type': type, 'Content-Length': length } });
}

/** Whether the reader has it; weak comparison, as RFC 9110 asks of If-None-Match. */
export function isKnown(c: Context, hash: string | null): boolean {
  const given = c.req.header('If-None-Match');
  if (given === undefined || hash === null) return false;
  const tag = tagOf(hash);
  return given.trim() === '*' || given.split(',').some((one) => one.trim().replace(/^W\//, '') === tag);
}
