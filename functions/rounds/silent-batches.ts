import type { Store } from '../../results/store/store.ts';
import { USD_PER_BATCH, usdOfWorkers } from './prices.ts';
import { manifestKey } from './run-files.ts';

/** The longest that Lambda lets a worker live, and bills. */
const LONGEST_SECONDS = 900;

interface Silence {
  readonly study: string;
  readonly runId: string;
  /** Batches of each round that did not say what they used. */
  readonly silent: readonly number[];
  readonly workerMemoryMb: number;
  readonly now: Date;
}

/**
 * Dollars that batches cost at most that died before they could say it: each lived no longer than its round, and than a worker may. A
 * budget that took them for nothing would be spent by workers that crash.
 */
export async function usdOfSilent(store: Store, run: Silence): Promise<number> {
  const { study, runId, silent, workerMemoryMb, now } = run;
  let usd = 0;
  for (const [round, batches] of silent.entries()) {
    if (batches === 0) continue;
    const began = await store.storedAt(manifestKey(study, runId, round));
    const ended = (await store.storedAt(manifestKey(study, runId, round + 1))) ?? now;
    const seconds = began === null ? LONGEST_SECONDS : (ended.getTime() - began.getTime()) / 1000;
    const billed = Math.min(LONGEST_SECONDS, Math.max(0, seconds));
    usd += batches * (USD_PER_BATCH + usdOfWorkers(billed, workerMemoryMb));
  }
  return usd;
}
