import type { ModelProblem } from './model-error.ts';

/** Why an attempt failed, and whether another may succeed. */
export interface Failure {
  readonly problem: ModelProblem;
  /** final: it will fail again; transient: it may pass; throttled: the server asks for fewer requests. */
  readonly kind: 'final' | 'transient' | 'throttled';
  /** What the server, or the way to it, said; not yet without secrets. */
  readonly said: string;
  /** How long the server asked to wait. */
  readonly waitMs: number | null;
  /** Whether the server may have worked, and may bill, for what never came. */
  readonly lost: boolean;
}

/** An answer that ends early, or is not what the interface promises. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer';
  /** Whether every answer of this server will be so. */
  readonly always: boolean;

  constructor(message: string, { always = false } = {}) {
    super(message);
    this.always = always;
  }
}

/** A request that took longer than is allowed. */
export class TooSlow extends Error {
  override readonly name = 'TooSlow';
}

/** Codes of accounts that are empty: they come with 429, and waiting does not help. */
const EMPTY_ACCOUNT = new Set(['insufficient_quota', 'billing_hard_limit_reached', 'billing_not_active']);

/** How long a server is left alone that says it is loading its model, which takes minutes. */
const LOADING_MS = 1000;
/** Failures of the server, by their status, that are refusals of this request: llama.cpp gives 500 for them. */
const REFUSALS = /too large to process|system role|roles must alternate|jinja/i;
/** OpenAI refuses these with 403, which else is said of keys. */
const NOT_OF_KEYS = /logprobs/i;

/** Reads an error of the client library, of the network or of our own reading. */
export function failureOf(error: unknown, now = Date.now()): Failure {
  if (error instanceof TooSlow) return sentFailure('unreachable', error.message);
  if (error instanceof UnreadableAnswer) {
    const failure = sentFailure('unreadable', error.message);
    return error.always ? { ...failure, kind: 'final' } : failure;
  }
  const { status, headers, message, code, type } = Object(error);
  if (typeof status !== 'number') return networkFailure(error);
  const said = String(message ?? '');
  const loading = status === 503 && /loading/i.test(said) ? LOADING_MS : null;
  const waitMs = (headers instanceof Headers ? retryAfterMs(headers, now) : null) ?? loading;
  const failure = statusFailure(status, { codes: [String(code ?? ''), String(type ?? '')], said });
  return { ...failure, said, waitMs, lost: false, ...obeyed(headers) };
}

function statusFailure(
  status: number,
  { codes, said }: { readonly codes: readonly string[]; readonly said: string },
): Pick<Failure, 'problem' | 'kind'> {
  if (codes.some((code) => EMPTY_ACCOUNT.has(code))) return { problem: 'quota', kind: 'final' };
  if ((status >= 500 && REFUSALS.test(said)) || (status === 403 && NOT_OF_KEYS.test(said)))
    return { problem: 'refused', kind: 'final' };
  if (status === 429 || status === 503 || status === 529) return { problem: 'overloaded', kind: 'throttled' };
  if (status === 408 || status === 409 || status === 425) return { problem: 'failed', kind: 'transient' };
  if (status >= 500) return { problem: 'failed', kind: status === 501 ? 'final' : 'transient' };
  if (status === 401 || status === 403 || status === 402) return { problem: 'denied', kind: 'final' };
  if (status === 404 || status === 405 || status < 400) return { problem: 'absent', kind: 'final' };
  return { problem: 'refused', kind: 'final' };
}

/** What a server says outright of trying again. */
function obeyed(headers: unknown): Partial<Failure> {
  return headers instanceof Headers && headers.get('x-should-retry') === 'false' ? { kind: 'final' } : {};
}

const sentFailure = (problem: ModelProblem, said: string): Failure => ({
  problem,
  kind: 'transient',
  said,
  waitMs: null,
  lost: true,
});

/** The innermost reason tells most: `fetch failed` is said of every failure of the network. */
function networkFailure(error: unknown): Failure {
  let inner: unknown = error;
  while (inner instanceof Error && inner.cause instanceof Error) inner = inner.cause;
  const { code, message } = Object(inner);
  const said = [code, message].filter((one) => typeof one === 'string' && one !== '').join(': ');
  const cut = /terminated|other side closed|premature|aborted/i.test(said);
  return { problem: cut ? 'unreadable' : 'unreachable', kind: 'transient', said, waitMs: null, lost: cut };
}

/**
 * How long the headers ask to wait, in milliseconds: `retry-after-ms`, else `retry-after` in seconds or as a date, else the longest of
 * `x-ratelimit-reset-requests` and `x-ratelimit-reset-tokens` whose remainder is 0; null where they say nothing that can be read.
 *
 * Source: RFC 9110, 10.2.3; OpenAI, Rate limits in headers.
 */
export function retryAfterMs(headers: Headers, now: number): number | null {
  const exact = Number(headers.get('retry-after-ms') ?? Number.NaN);
  if (exact >= 0) return exact;
  const text = headers.get('retry-after')?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? usedUpMs(headers) : Math.max(0, date - now);
}

function usedUpMs(headers: Headers): number | null {
  const waits = ['requests', 'tokens']
    .filter((what) => headers.get(`x-ratelimit-remaining-${what}`)?.trim() === '0')
    .map((what) => durationMs(headers.get(`x-ratelimit-reset-${what}`)?.trim() ?? ''))
    .filter((wait) => wait > 0);
  return waits.length === 0 ? null : Math.max(...waits);
}

const UNITS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** For instance `6m0s`, `1.5s`, `20ms`; 0 for what is none. */
function durationMs(text: string): number {
  if (!/^(?:\d+(?:\.\d+)?(?:ms|h|m|s))+$/.test(text)) return 0;
  const parts = text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g);
  return Array.from(parts, ([, value, unit]) => Number(value) * UNITS[unit]).reduce((a, b) => a + b, 0);
}
