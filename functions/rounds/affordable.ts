import type { WeighedBlock } from './batches.ts';
import { USD_PER_BATCH, USD_PER_GB_SECOND } from './prices.ts';

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
  const perMs = ((workerMemoryMb / 1024) * USD_PER_GB_SECOND) / 1000;
  const dear = batches.findIndex((batch) => {
    left -= USD_PER_BATCH + perMs * batch.reduce((sum, { expectedMs }) => sum + expectedMs, 0);
    return left < 0;
  });
  return dear === -1 ? batches : batches.slice(0, Math.max(1, dear));
}
