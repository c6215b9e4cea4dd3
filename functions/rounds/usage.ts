import { z } from 'zod';
import type { Store } from '../../results/store/store.ts';
import { RangeInput } from './inputs.ts';
import { type BatchName, usageFolder, usageKey } from './run-files.ts';

const Gpu = z.object({ mode: z.string(), renderer: z.string().nullable(), software: z.boolean() });

/** What one batch used: for prices, speeds and provenance; no number of a summary stands on it. */
const Usage = z.object({
  round: z.number(),
  batch: z.number(),
  /** Blocks that are computed; they are committed with the pack, which is stored at the same time. */
  done: z.number(),
  failed: z.array(z.object({ cell: z.string(), block: z.number(), reason: z.string() })),
  /** Blocks that the deadline left, never begun. */
  left: z.array(RangeInput),
  /** How long the blocks of a cell took. */
  cells: z.array(
    z.object({ cell: z.string(), blocks: z.number(), fits: z.number(), durationMs: z.number() }),
  ),
  replicates: z.number(),
  rows: z.number(),
  /** From the call to the last block; storing is not in it. */
  durationMs: z.number(),
  maxMemoryMb: z.number(),
  /** Memory of the worker times its time, as it is billed. */
  gbSeconds: z.number(),
  backend: z.string(),
  gpu: Gpu.nullable(),
  node: z.string(),
  architecture: z.string(),
});

export type Usage = z.infer<typeof Usage>;

/** Keeps what a batch used, in place of what an earlier delivery of it used. */
export const keepUsage = (store: Store, name: BatchName, usage: Usage): Promise<void> =>
  store.replace(usageKey(name), new TextEncoder().encode(`${JSON.stringify(usage)}\n`));

const FILES_AT_ONCE = 256;

/** What the batches of a run used so far, those that say so legibly. */
export async function readUsage(store: Store, study: string, runId: string): Promise<readonly Usage[]> {
  const keys = await store.list(usageFolder(study, runId));
  return (await readUsageFiles(store, keys)).flat();
}

/** What is under each of these keys, in their order; nothing where it is not legible. */
export async function readUsageFiles(
  store: Store,
  keys: readonly string[],
): Promise<readonly (readonly Usage[])[]> {
  const found: (readonly Usage[])[] = [];
  for (let first = 0; first < keys.length; first += FILES_AT_ONCE) {
    const files = await store.getMany(keys.slice(first, first + FILES_AT_ONCE));
    found.push(...files.map((bytes) => (bytes === null ? [] : legible(bytes))));
  }
  return found;
}

function legible(bytes: Uint8Array): readonly Usage[] {
  try {
    return [Usage.parse(JSON.parse(new TextDecoder().decode(bytes)))];
  } catch {
    return [];
  }
}
