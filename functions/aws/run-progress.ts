import type { Store } from '../../results/store/store.ts';
import { readManifest } from '../rounds/history.ts';
import { spentUsd } from '../rounds/prices.ts';
import { runFolder, usageFolder } from '../rounds/run-files.ts';
import { readUsageFiles, type Usage } from '../rounds/usage.ts';

/** How far a run is, its rounds together. */
export interface RunProgress {
  /** The latest, from 0; -1 before the first is planned. */
  readonly round: number;
  readonly batches: number;
  readonly batchesDone: number;
  /** Blocks that rounds asked for so far; later rounds may ask for more. */
  readonly blocks: number;
  readonly blocksDone: number;
  /** Of workers and transitions so far, without storage. */
  readonly spentUsd: number;
}

/**
 * Reads how far a run is. A reading is one listing; each file of it is read once in the life of the reader: a manifest a round, and
 * what each batch used when it is done.
 */
export function createProgressReader(store: Store, study: string, runId: string): () => Promise<RunProgress> {
  const folder = runFolder(study, runId);
  const usage = new Map<string, readonly Usage[]>();
  const rounds = new Map<string, { readonly batches: number; readonly blocks: number }>();
  return async () => {
    const keys = await store.list(folder);
    const used = keys.filter((key) => key.startsWith(usageFolder(study, runId)) && !usage.has(key));
    for (const [i, found] of (await readUsageFiles(store, used)).entries()) usage.set(used[i], found);
    for (const key of keys) {
      if (rounds.has(key) || !isManifest(key, folder)) continue;
      const items = await readManifest(store, key);
      const blocks = items.flatMap(({ ranges }) => ranges).reduce((sum, { count }) => sum + count, 0);
      rounds.set(key, { batches: items.length, blocks });
    }
    const sum = (key: 'batches' | 'blocks'): number =>
      [...rounds.values()].reduce((total, one) => total + one[key], 0);
    const done = [...usage.values()].flat();
    return {
      round: rounds.size - 1,
      batches: sum('batches'),
      batchesDone: usage.size,
      blocks: sum('blocks'),
      blocksDone: done.reduce((total, one) => total + one.done, 0),
      spentUsd: spentUsd(done),
    };
  };
}

const isManifest = (key: string, folder: string): boolean =>
  /^round-\d+\.json$/.test(key.slice(folder.length));
