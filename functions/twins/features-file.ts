import { z } from 'zod';
import type { Store } from '../../results/store/store.ts';
import { float32Of, littleEndianBytes } from './float-bytes.ts';
import { twinsKey } from './keys.ts';
import { damaged, findManifest, readManifest, readPart, writeManifest } from './manifest.ts';

export const FeaturePart = z.object({
  key: z.string(),
  rows: z.number().int().positive(),
  sha256: z.string(),
});
export type FeaturePart = z.infer<typeof FeaturePart>;

/** `features.json`: one row of difference features a pair, x = e(chosen) - e(rejected). */
export const FeaturesManifest = z.object({
  format: z.literal(1),
  rows: z.number().int().nonnegative(),
  columns: z.number().int().positive(),
  type: z.literal('f4'),
  parts: z.array(FeaturePart).readonly(),
  /** What made the features, with its provenance. */
  embedder: z.looseObject({ kind: z.enum(['precomputed', 'endpoint', 'hashed', 'simulated']) }),
  /** Whether a reader takes the mean away. The parts hold the differences as they were. */
  centred: z.boolean(),
  /** Key of the mean of the rows: `columns` float64, little-endian. */
  mean: z.string(),
  meanSha256: z.string(),
  /** SHA-256 of everything that decides the parts. */
  inputs: z.string(),
  /** How the second moment of the rows spreads over directions; null where nobody asked. */
  spectrum: z.looseObject({}).nullable(),
});
export type FeaturesManifest = z.infer<typeof FeaturesManifest>;

export interface Features {
  readonly rows: number;
  readonly columns: number;
  /** Row-major: feature j of pair i at i * columns + j. */
  readonly data: Float32Array;
  readonly manifest: FeaturesManifest;
}

/** Memory that every thread can read without a copy. */
const onSharedMemory = (length: number): Float32Array => new Float32Array(new SharedArrayBuffer(4 * length));

/**
 * The difference features of a data set, the mean taken away where the manifest says `centred`.
 *
 * Takes the memory of the features and of one part of about 16 MB.
 *
 * @param allocate gives the memory for `rows * columns` values; shared between threads by default.
 * @throws TwinsError where there are none, StoreError where they are damaged.
 */
export async function readFeatures(
  store: Store,
  name: string,
  allocate: (length: number) => Float32Array = onSharedMemory,
): Promise<Features> {
  const manifest = await readFeaturesManifest(store, name);
  const { rows, columns } = manifest;
  const data = allocate(rows * columns);
  let filled = 0;
  for await (const block of featureBlocks(store, manifest)) {
    data.set(block, filled);
    filled += block.length;
  }
  if (filled !== data.length) {
    throw damaged(
      store,
      twinsKey(name, 'features.json'),
      `names parts of ${filled / columns} rows, not ${rows}`,
    );
  }
  return { rows, columns, data, manifest };
}

/** The manifest of a data set's features. Throws as `readFeatures`. */
export const readFeaturesManifest = (store: Store, name: string): Promise<FeaturesManifest> =>
  readManifest(
    store,
    { name, file: 'features.json' },
    { schema: FeaturesManifest, madeBy: 'signbench twins embed' },
  );

/** As `readFeaturesManifest`, but null where there is none. */
export const findFeatures = (store: Store, name: string): Promise<FeaturesManifest | null> =>
  findManifest(store, { name, file: 'features.json' }, FeaturesManifest);

export const writeFeaturesManifest = (
  store: Store,
  name: string,
  manifest: FeaturesManifest,
): Promise<void> => writeManifest(store, { name, file: 'features.json' }, manifest);

/** The rows of a manifest's parts, a part at a time, the mean taken away where it says so. */
export async function* featureBlocks(
  store: Store,
  manifest: Pick<FeaturesManifest, 'parts' | 'columns' | 'centred' | 'mean' | 'meanSha256'>,
): AsyncGenerator<Float32Array> {
  const mean = manifest.centred ? await readMean(store, manifest) : null;
  for (const part of manifest.parts) {
    const block = await readFeaturePart(store, part, manifest.columns);
    if (mean !== null) takeAway(block, mean);
    yield block;
  }
}

/** The rows of one part as they were written. Throws StoreError for damage. */
export async function readFeaturePart(
  store: Store,
  part: FeaturePart,
  columns: number,
): Promise<Float32Array> {
  const bytes = await readPart(store, part);
  if (bytes.length !== 4 * part.rows * columns) {
    throw damaged(
      store,
      part.key,
      `has ${bytes.length} bytes where ${part.rows} rows of ${columns} need ${4 * part.rows * columns}`,
    );
  }
  return float32Of(bytes);
}

async function readMean(
  store: Store,
  { mean, meanSha256, columns }: Pick<FeaturesManifest, 'mean' | 'meanSha256' | 'columns'>,
): Promise<Float64Array> {
  const bytes = await readPart(store, { key: mean, sha256: meanSha256 });
  if (bytes.length !== 8 * columns) throw damaged(store, mean, `is no mean of ${columns} columns`);
  const values = new Float64Array(columns);
  new Uint8Array(values.buffer).set(bytes);
  littleEndianBytes(values);
  return values;
}

function takeAway(block: Float32Array, mean: Float64Array): void {
  const { length } = mean;
  for (let i = 0; i < block.length; i += length) {
    for (let j = 0; j < length; j++) block[i + j] -= mean[j];
  }
}
