import type { Store } from '../../results/store/store.ts';
import { canonicalJson } from '../study/canonical-json.ts';
import { sha256Hex } from '../study/mechanism.ts';
import { type FeaturesManifest, findFeatures } from './features-file.ts';
import type { PairsManifest } from './pairs-file.ts';
import { spectrumOf } from './spectrum.ts';
import type { StageOptions } from './stage-progress.ts';
import { completeFeatures, type RowSource, writeFeatures } from './write-features.ts';

/** What every way of embedding is asked. */
export interface EmbedRequest {
  /** Whether readers take the mean of the differences away. */
  readonly centre: boolean;
  /** Whether to report how the second moment spreads over directions. */
  readonly spectrum: boolean;
  /** Embed although nothing changed. */
  readonly again: boolean;
}

/** Rows of features before they are stored. */
export interface FoundFeatures {
  readonly columns: number;
  readonly embedder: FeaturesManifest['embedder'];
  readonly rows: RowSource;
  readonly partBytes?: number;
}

/** What was embedded, and whether it was there already. */
export interface Embedded {
  readonly manifest: FeaturesManifest;
  readonly cached: boolean;
}

/** What the numbers are made of: the pairs and the embedder. */
const embeddingInputs = (pairs: PairsManifest, embedder: FeaturesManifest['embedder']): string =>
  sha256Hex(canonicalJson({ pairs: pairs.parts.map((part) => part.sha256), embedder }));

/**
 * Stores the features of a data set, unless the same are stored. Where only the centring or the report differs, no row is embedded again.
 *
 * @param found gives the rows, when they are needed.
 */
export async function embedFeatures(
  { store, name, pairs }: { readonly store: Store; readonly name: string; readonly pairs: PairsManifest },
  { embedder, ...request }: EmbedRequest & { readonly embedder: FeaturesManifest['embedder'] },
  found: () => Promise<Omit<FoundFeatures, 'embedder'>>,
  options: StageOptions = {},
): Promise<Embedded> {
  const inputs = embeddingInputs(pairs, embedder);
  const stored = request.again ? null : await findFeatures(store, name).catch(() => null);
  const spectrum = request.spectrum ? { spectrum: spectrumOf(options) } : {};
  if (stored?.inputs === inputs) {
    if (stored.centred === request.centre && (stored.spectrum !== null || !request.spectrum))
      return { manifest: stored, cached: true };
    const { rows, columns, parts } = stored;
    const about = { rows, columns, embedder, inputs, centre: request.centre, ...spectrum };
    return { manifest: await completeFeatures(store, name, { ...about, parts }), cached: false };
  }
  const { columns, rows, ...parts } = await found();
  const about = {
    columns,
    rows: pairs.pairs,
    embedder,
    inputs,
    centre: request.centre,
    ...parts,
    ...spectrum,
  };
  return { manifest: await writeFeatures(store, name, about, rows, options), cached: false };
}
