import type { RunProgress } from '../aws/run-progress.ts';

/** Dollars as a person reads them: to the cent, and to three digits below one. */
export function dollars(usd: number): string {
  if (usd >= 1) return `$${usd.toFixed(2)}`;
  return usd < 0.00005 && usd > 0 ? 'under $0.0001' : `$${Number(usd.toPrecision(3))}`;
}

/** How far a run is, in a line. */
export function progressLine({ round, batches, batchesDone, ...run }: RunProgress): string {
  if (round < 0) return 'a worker is checked, and the first round planned';
  return (
    `round ${round + 1}: ${batchesDone} of ${batches} batches, ${run.blocksDone} of ${run.blocks} blocks, ` +
    `${dollars(run.spentUsd)} so far`
  );
}
