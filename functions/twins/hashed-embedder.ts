import { createHashedNgrams } from '../../kernels/text/hashed-ngrams.ts';
import type { Embedder } from './embedder.ts';

/** Raise whenever the numbers change. */
const VERSION = 1;
const TEXTS_AT_ONCE = 256;

/** What decides hashed features. */
export interface HashedOptions {
  /** Length of the vectors. */
  readonly columns: number;
  /** Seed of the projection. */
  readonly seed: number;
}

/**
 * Features that need no model and no network: counts of hashed n-grams under a sparse random projection (kernels/text/hashed-ngrams.ts). They
 * know words and spellings, not meanings.
 */
export function hashedEmbedder({ columns, seed }: HashedOptions): Embedder {
  const embed = createHashedNgrams(columns, seed);
  const encoder = new TextEncoder();
  return {
    kind: 'hashed',
    provenance: { method: 'hashed n-grams with a sparse random projection', version: VERSION, columns, seed },
    reads: 'reply',
    columns,
    batch: TEXTS_AT_ONCE,
    embed: async (texts) => texts.map((text) => embed(encoder.encode(text))),
  };
}
