import { z } from 'zod';
import type { Store } from '../../results/store/store.ts';
import { BatchInput, type BatchItem, type BlockRange } from './inputs.ts';
import { manifestKey } from './run-files.ts';
import { readUsage, type Usage } from './usage.ts';

/** What a run has asked for and used so far. */
export interface RunHistory {
  /** How often a worker has begun, or may have begun, a block that is asked for again. */
  attempts(cell: string, block: number): number;
  readonly usage: readonly Usage[];
  /** Milliseconds that a block takes for each of its estimators, as measured in this run; null where it was not. */
  msPerFit(cell: string): number | null;
  /** The most batches of a round. */
  readonly mostBatches: number;
  /** Batches of each round that said nothing of what they used: their workers died, or were never had. */
  readonly silent: readonly number[];
  /** Of the study that its batches were planned for; null before there are any. */
  readonly studyHash: string | null;
}

/** The history of a run before a round, from its manifests and from what its workers say they used. */
export async function readHistory(
  store: Store,
  { study, runId, round }: { readonly study: string; readonly runId: string; readonly round: number },
): Promise<RunHistory> {
  const manifests = await Promise.all(
    Array.from({ length: round }, (_, k) => readManifest(store, manifestKey(study, runId, k))),
  );
  const usage = await readUsage(store, study, runId);
  const attempts = new Map<string, number>();
  const count = (range: BlockRange, step: number): void => {
    for (const name of namesIn(range)) attempts.set(name, (attempts.get(name) ?? 0) + step);
  };
  for (const { ranges } of manifests.flat()) for (const range of ranges) count(range, 1);
  // A block that a deadline left behind others was not tried; one that was alone may take too long, and was.
  for (const { round: of, done, failed, left } of usage) {
    if (of < round && done + failed.length > 0) for (const range of left) count(range, -1);
  }
  const speeds = speedsOf(usage);
  const told = new Set(usage.map(({ round: of, batch }) => `${of} ${batch}`));
  return {
    attempts: (cell, block) => attempts.get(blockName(cell, block)) ?? 0,
    usage,
    msPerFit: (cell) => speeds.get(cell) ?? null,
    mostBatches: manifests.reduce((most, items) => Math.max(most, items.length), 0),
    silent: manifests.map(
      (items) => items.filter(({ round: of, batch }) => !told.has(`${of} ${batch}`)).length,
    ),
    studyHash: manifests.flat()[0]?.studyHash ?? null,
  };
}

const blockName = (cell: string, block: number): string => `${block} ${cell}`;

const namesIn = ({ cell, first, count }: BlockRange): readonly string[] =>
  Array.from({ length: count }, (_, i) => blockName(cell, first + i));

/** The batches of a round; none where it is not planned. */
export async function readManifest(store: Store, key: string): Promise<readonly BatchItem[]> {
  const bytes = await store.get(key);
  if (bytes === null) return [];
  return z.array(BatchInput).parse(JSON.parse(new TextDecoder().decode(bytes)));
}

function speedsOf(usage: readonly Usage[]): ReadonlyMap<string, number> {
  const sums = new Map<string, { fits: number; durationMs: number }>();
  for (const { cell, fits, durationMs } of usage.flatMap(({ cells }) => cells)) {
    const sum = sums.get(cell) ?? { fits: 0, durationMs: 0 };
    sums.set(cell, { fits: sum.fits + fits, durationMs: sum.durationMs + durationMs });
  }
  return new Map([...sums].map(([cell, { fits, durationMs }]) => [cell, durationMs / fits]));
}
