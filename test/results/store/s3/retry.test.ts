import { expect, test } from 'vitest';
import { type Failure, RETRIES, type RetryOptions, withRetries } from '../../../../results/store/s3/retry.ts';

const NEVER = new AbortController().signal;
const FAST: RetryOptions = { attempts: 5, baseMs: { transient: 0, throttled: 0 }, capMs: 0, random: () => 0 };

/** Fails with each of these, then succeeds. */
function failing(...failures: readonly Failure[]): {
  readonly action: () => Promise<number>;
  readonly calls: () => number;
} {
  let calls = 0;
  return {
    calls: () => calls,
    action: async () => {
      const failure = failures[calls++];
      if (failure !== undefined) throw failure;
      return calls;
    },
  };
}

const classify = (error: unknown): Failure =>
  error === 'throttled' || error === 'transient' ? error : 'final';

test('what fails in passing is done again until it succeeds', async () => {
  const { action } = failing('transient', 'throttled', 'transient');
  expect(await withRetries(action, classify, { options: FAST, signal: NEVER })).toBe(4);
});

test('what fails for good is done once', async () => {
  const { action, calls } = failing('final');
  await expect(withRetries(action, classify, { options: FAST, signal: NEVER })).rejects.toBe('final');
  expect(calls()).toBe(1);
});

test('the attempts are bounded, and the last failure is thrown', async () => {
  const { action, calls } = failing(...Array<Failure>(9).fill('transient'), 'final');
  await expect(withRetries(action, classify, { options: FAST, signal: NEVER })).rejects.toBe('transient');
  expect(calls()).toBe(5);
});

test('pauses are a random share of min(cap, base 2^k)', async () => {
  const shares = [0.5, 0.25, 1, 0.75];
  const options: RetryOptions = {
    attempts: 5,
    baseMs: { transient: 20, throttled: 20 },
    capMs: 60,
    random: () => shares.shift()!,
  };
  const start = performance.now();
  await withRetries(failing(...Array<Failure>(4).fill('transient')).action, classify, {
    options,
    signal: NEVER,
  });
  // 10 + 10 + 60 + 45; a timer may be a millisecond early each.
  expect(performance.now() - start).toBeGreaterThan(120);
  expect(shares).toEqual([]);
});

test('after an abort nothing is done again', async () => {
  const stopped = new AbortController();
  const { action, calls } = failing('transient', 'transient');
  stopped.abort();
  await expect(withRetries(action, classify, { options: FAST, signal: stopped.signal })).rejects.toBe(
    'transient',
  );
  expect(calls()).toBe(1);
});

test('the pauses of a store add up to 6 s on average after failures of the network, to 26 s where it is throttled', () => {
  const total = (base: number): number =>
    Array.from({ length: RETRIES.attempts - 1 }, (_, k) => Math.min(RETRIES.capMs, base * 2 ** k) / 2).reduce(
      (sum, pause) => sum + pause,
    );
  expect(total(RETRIES.baseMs.transient)).toBe(6350);
  expect(total(RETRIES.baseMs.throttled)).toBe(25_750);
});
