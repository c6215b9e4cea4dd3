import type { RetryRule } from './definition.ts';
import { StateError } from './json.ts';

export interface Patience {
  readonly sleep: (ms: number) => Promise<void>;
  /** In [0, 1). */
  readonly random: () => number;
}

/** Tries again as the first rule that matches an error says, with full jitter; each rule counts for itself. */
export async function retried<T>(
  rules: readonly RetryRule[],
  { sleep, random }: Patience,
  action: () => Promise<T>,
): Promise<T> {
  const used = new Map<RetryRule, number>();
  for (;;) {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof StateError)) throw error;
      const rule = rules.find(({ ErrorEquals }) => ErrorEquals.includes(error.name));
      const attempt = rule === undefined ? 0 : (used.get(rule) ?? 0);
      if (rule === undefined || attempt >= rule.MaxAttempts) throw error;
      used.set(rule, attempt + 1);
      await sleep(1000 * random() * delayOf(rule, attempt));
    }
  }
}

function delayOf({ IntervalSeconds, BackoffRate, MaxDelaySeconds }: RetryRule, attempt: number): number {
  let seconds = IntervalSeconds;
  for (let k = 0; k < attempt && seconds < MaxDelaySeconds; k++) seconds *= BackoffRate;
  return Math.min(seconds, MaxDelaySeconds);
}
