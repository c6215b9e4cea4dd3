import { setTimeout as delay } from 'node:timers/promises';

/** Whether a failed request may succeed when it is sent again; a throttled one only after a longer pause. */
export type Failure = 'final' | 'transient' | 'throttled';

export interface RetryOptions {
  /** Sent at most so often. */
  readonly attempts: number;
  /** The longest pause before the first repetition; it doubles with each. */
  readonly baseMs: Readonly<Record<Exclude<Failure, 'final'>, number>>;
  readonly capMs: number;
  /** Uniform on [0, 1). */
  readonly random: () => number;
}

/** Seven repetitions: on average 6 s of pauses after failures of the network, 26 s where the server is overloaded. */
export const RETRIES: RetryOptions = {
  attempts: 8,
  baseMs: { transient: 100, throttled: 500 },
  capMs: 20_000,
  random: Math.random,
};

/**
 * Does `action` again while it fails in a way that may pass, with pauses of full jitter: uniform between 0 and
 * min(cap, base 2^k) before repetition k + 1, so that workers that were refused together do not come back together.
 * An abort ends the pause and the repetitions; the last failure is thrown.
 *
 * Source: AWS Architecture Blog, Exponential Backoff and Jitter (2015).
 */
export async function withRetries<T>(
  action: () => Promise<T>,
  classify: (error: unknown) => Failure,
  { options, signal }: { readonly options: RetryOptions; readonly signal: AbortSignal },
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await action();
    } catch (error) {
      const failure = classify(error);
      if (failure === 'final' || attempt + 1 >= options.attempts || signal.aborted) throw error;
      const longest = Math.min(options.capMs, options.baseMs[failure] * 2 ** attempt);
      const woken = await delay(options.random() * longest, false, { signal }).catch(() => true);
      if (woken) throw error;
    }
  }
}
