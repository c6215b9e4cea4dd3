import { setTimeout as delay } from 'node:timers/promises';
import { type Failure, failureOf } from './failure.ts';
import type { Pace } from './pace.ts';

export interface AttemptOptions {
  /** Sent at most so often, refusals that name a time to wait not counted. */
  readonly attempts: number;
  /** The longest pause before the first repetition; it doubles with each. */
  readonly baseMs: number;
  readonly capMs: number;
  /** The longest that all waiting which a server asks for may take. */
  readonly patienceMs: number;
  /** Uniform on [0, 1). */
  readonly random: () => number;
}

/** Seven repetitions, on average 32 s of pauses, and ten minutes for a server that says when to come back. */
export const ATTEMPTS: AttemptOptions = {
  attempts: 8,
  baseMs: 500,
  capMs: 30_000,
  patienceMs: 600_000,
  random: Math.random,
};

/** The last failure of a request that was given up. */
export class GivenUp extends Error {
  override readonly name = 'GivenUp';
  readonly failure: Failure;
  readonly attempts: number;

  constructor(failure: Failure, attempts: number) {
    super(failure.said);
    this.failure = failure;
    this.attempts = attempts;
  }
}

/**
 * Sends a request, again while that may help. Before repetition k + 1 it pauses as long as the server asked, and beyond that for a time of full
 * jitter: uniform between 0 and min(cap, base 2^k), so that requests that were refused together do not come back together. What a server
 * asks of one request holds for all that share the pace.
 *
 * @param onLost told of each attempt whose answer got lost on its way.
 * @throws GivenUp with the last failure; the signal's reason where it aborted.
 * Source: AWS Architecture Blog, Exponential Backoff and Jitter (2015).
 */
export async function attempted<T>(
  send: () => Promise<T>,
  { pace, signal, options, onLost }: Course,
): Promise<{ readonly value: T; readonly attempts: number }> {
  let counted = 0;
  let asked = 0;
  for (let attempts = 1; ; attempts++) {
    await pace.turn(signal);
    try {
      return { value: await send(), attempts };
    } catch (error) {
      const failure = failureOf(error);
      if (failure.lost) onLost();
      signal.throwIfAborted();
      const { waitMs } = failure;
      if (failure.kind === 'throttled' && waitMs !== null) asked += waitMs;
      else counted++;
      if (failure.kind === 'final' || counted >= options.attempts || asked > options.patienceMs)
        throw new GivenUp(failure, attempts);
      if (waitMs !== null) pace.hold(waitMs);
      const longest = Math.min(options.capMs, options.baseMs * 2 ** Math.min(attempts - 1, 30));
      await delay((waitMs ?? 0) + options.random() * longest, undefined, { signal });
    }
  }
}

export interface Course {
  readonly pace: Pace;
  readonly signal: AbortSignal;
  readonly options: AttemptOptions;
  readonly onLost: () => void;
}
