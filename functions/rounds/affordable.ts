import type { WeighedBlock } from './batches.ts';
import { USD_PER_BATCH, usdOfWorkers } from './prices.ts';

export interface Budget {
  readonly budgetUsd?: number | undefined;
  readonly spentUsd?: number | undefined;
  /** Memory of a worker. */
  readonly workerMemoryMb: number;
}

/** The first batches that the rest of the budget pays for as expected, one at least while any is left. */
export function affordable(
  batches: readonly (readonly WeighedBlock[])[],
  { budgetUsd = Infinity, spentUsd = 0, workerMemoryMb }: Budget,
): readonly (readonly WeighedBlock[])[] {
  let left = budgetUsd - spentUsd;
  if (left <= 0) return [];
  const dear = batches.findIndex((batch) => {
    const ms = batch.reduce((sum, { expectedMs }) => sum + expectedMs, 0);
    left -= USD_PER_BATCH + usdOfWorkers(ms / 1000, workerMemoryMb);
    return left < 0;
  });
  return dear === -1 ? batches : batches.slice(0, Math.max(1, dear));
}
