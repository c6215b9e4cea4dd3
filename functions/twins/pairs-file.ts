import { z } from 'zod';
import type { Store } from '../../results/store/store.ts';
import { LinePart, readLines } from './lines-file.ts';
import { findManifest, readManifest } from './manifest.ts';
import type { Pair } from './pair.ts';

const TurnShape = z.object({ role: z.string(), text: z.string(), lead: z.string().exactOptional() });

const PairShape = z.object({
  prompt: z.array(TurnShape).readonly(),
  chosen: z.array(TurnShape).min(1).readonly(),
  rejected: z.array(TurnShape).min(1).readonly(),
  chosenScore: z.number().exactOptional(),
  rejectedScore: z.number().exactOptional(),
});

const SourceShape = z.object({
  /** The file's name without its folders. */
  file: z.string(),
  /** SHA-256 of the file's bytes as given, compressed or not. */
  sha256: z.string(),
  bytes: z.number().int().nonnegative(),
  /** Which format it was read as. */
  kind: z.string(),
});

const ProblemShape = z.object({ line: z.number().int().positive(), reason: z.string() });

/** `pairs.json`: what was imported, and from where. */
export const PairsManifest = z.object({
  format: z.literal(1),
  pairs: z.number().int().nonnegative(),
  skipped: z.number().int().nonnegative(),
  /** Prompts whose completions all have the same score, which make no pair. */
  ties: z.number().int().nonnegative(),
  /** Pairs whose two sides are the same, and pairs that share no turn. */
  identical: z.number().int().nonnegative(),
  unshared: z.number().int().nonnegative(),
  source: SourceShape,
  /** What decided how the file was read. */
  options: z.record(z.string(), z.unknown()),
  /** The first hundred lines that were skipped. */
  problems: z.array(ProblemShape).readonly(),
  parts: z.array(LinePart).readonly(),
});
export type PairsManifest = z.infer<typeof PairsManifest>;
export type ImportProblem = z.infer<typeof ProblemShape>;

export interface StoredPairs {
  readonly count: number;
  readonly manifest: PairsManifest;
  /** The pairs in order, from number 0, read a part at a time. */
  pairs(): AsyncGenerator<Pair>;
}

/**
 * The pairs of a data set.
 *
 * @throws TwinsError where none were imported, StoreError where they are damaged.
 */
export async function readPairs(store: Store, name: string): Promise<StoredPairs> {
  const manifest = await readManifest(
    store,
    { name, file: 'pairs.json' },
    { schema: PairsManifest, madeBy: 'signbench twins import FILE' },
  );
  return {
    count: manifest.pairs,
    manifest,
    pairs: () => readLines(store, manifest.parts, PairShape),
  };
}

/** The manifest of a data set's pairs; null where none were imported. */
export const findPairs = (store: Store, name: string): Promise<PairsManifest | null> =>
  findManifest(store, { name, file: 'pairs.json' }, PairsManifest);
