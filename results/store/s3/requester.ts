import { setMaxListeners } from 'node:events';
import { graceEnd } from '../grace-end.ts';
import { classify } from './failure.ts';
import { createGate } from './gate.ts';
import { RETRIES, type RetryOptions, withRetries } from './retry.ts';
import { type Asked, interruptedError, s3Error } from './sentences.ts';

export interface RequestOptions {
  /** The server; AWS by default. */
  readonly endpoint?: string | undefined;
  /** Aborted by Ctrl-C: nothing is tried again, and what takes longer than `graceMs` fails. */
  readonly signal?: AbortSignal;
  /** How long after the abort requests may still be made, to store what is done; 0 by default. */
  readonly graceMs?: number;
  readonly retries?: RetryOptions;
}

/** Requests at once: far below the 3,500 writes a second that S3 takes under a prefix, and few sockets for any machine. */
const REQUESTS_AT_ONCE = 64;

/** Sends a request, again where that may help; its failure becomes a sentence. */
export type Requester = <T>(asked: Asked, send: (signal: AbortSignal) => Promise<T>) => Promise<T>;

/** What all requests of a store have in common: so many at once, repetitions, interruption, sentences. */
export function createRequester(options: RequestOptions): Requester {
  const { signal = new AbortController().signal, graceMs = 0, retries = RETRIES } = options;
  const gate = createGate(REQUESTS_AT_ONCE);
  const over = graceEnd(signal, graceMs);
  // Every request listens, and Node warns of a leak at the eleventh.
  setMaxListeners(0, signal, over);
  return (asked, send) =>
    gate(async () => {
      try {
        over.throwIfAborted();
        return await withRetries(() => send(over), classify, { options: retries, signal });
      } catch (error) {
        const stopped = over.aborted || (signal.aborted && classify(error) !== 'final');
        throw stopped ? interruptedError(asked) : s3Error(error, asked);
      }
    });
}
