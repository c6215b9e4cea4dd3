import { z } from 'zod';
import type { Store } from '../../results/store/store.ts';
import { sha256Hex } from '../study/mechanism.ts';
import {
  FeaturePart,
  type FeaturesManifest,
  featureBlocks,
  readFeaturePart,
  writeFeaturesManifest,
} from './features-file.ts';
import { littleEndianBytes } from './float-bytes.ts';
import { partKey, twinsKey } from './keys.ts';
import { findManifest, writeManifest } from './manifest.ts';
import { goOn, type StageOptions } from './stage-progress.ts';
import { TwinsError } from './twins-error.ts';

const PART_BYTES = 16_000_000;
/** The squares of larger ones would not be float32. */
const LARGEST = 1e15;
const PARTIAL = 'features.partial.json';

/** What is known of features before their rows are. */
export interface NewFeatures {
  readonly columns: number;
  /** How many rows there must be: one a pair. */
  readonly rows: number;
  readonly embedder: FeaturesManifest['embedder'];
  /** SHA-256 of everything that decides the rows; rows of an interrupted writing with the same one are kept. */
  readonly inputs: string;
  readonly centre: boolean;
  /** Bytes after which a part is stored; less where rows are dear. */
  readonly partBytes?: number;
  /** Describes the rows; they are read again for each pass. */
  readonly spectrum?: (rows: RowBlocks) => Promise<object>;
}

/** Rows that can be read as often as one likes, in blocks of whole rows. */
export interface RowBlocks {
  readonly rows: number;
  readonly columns: number;
  blocks(): AsyncIterable<Float32Array>;
}

/** Blocks of one or more whole rows, beginning with row `first`; a block may be reused for the next. */
export type RowSource = (first: number) => AsyncIterable<Float32Array> | Iterable<Float32Array>;

/**
 * Stores difference features, a part at a time, then their mean, and the manifest last. Killed and called again with the
 * same `inputs`, it keeps the parts that are stored whole and asks for the rows after them.
 *
 * @throws TwinsError where a value is no number of at most 1e15 in size, or the rows are too few or too many.
 */
export async function writeFeatures(
  store: Store,
  name: string,
  about: NewFeatures,
  source: RowSource,
  options: StageOptions = {},
): Promise<FeaturesManifest> {
  await store.remove(twinsKey(name, 'features.json'));
  const parts = await writeParts({ store, name, about, options }, source);
  const manifest = await completeFeatures(store, name, { ...about, parts });
  await store.remove(twinsKey(name, PARTIAL));
  return manifest;
}

/** Computes what is said of stored parts, and writes the manifest: how features are centred anew without a new embedding. */
export async function completeFeatures(
  store: Store,
  name: string,
  {
    parts,
    rows,
    columns,
    embedder,
    inputs,
    centre,
    spectrum,
  }: NewFeatures & { readonly parts: readonly FeaturePart[] },
): Promise<FeaturesManifest> {
  const mean = littleEndianBytes(await meanOf(store, parts, columns));
  const meanKey = twinsKey(name, 'features/mean.f8');
  await store.replace(meanKey, mean);
  const draft = {
    format: 1,
    rows,
    columns,
    type: 'f4',
    parts: [...parts],
    embedder,
    centred: centre,
    mean: meanKey,
    meanSha256: sha256Hex(mean),
    inputs,
    spectrum: null,
  } as const;
  const described = spectrum && {
    ...(await spectrum({ rows, columns, blocks: () => featureBlocks(store, draft) })),
  };
  const manifest = { ...draft, spectrum: described ?? null };
  await writeFeaturesManifest(store, name, manifest);
  return manifest;
}

interface Writing {
  readonly store: Store;
  readonly name: string;
  readonly about: NewFeatures;
  readonly options: StageOptions;
}

async function writeParts(writing: Writing, source: RowSource): Promise<readonly FeaturePart[]> {
  const { store, name, about, options } = writing;
  const { columns, rows, partBytes = PART_BYTES } = about;
  const parts = await keptParts(writing);
  let done = parts.reduce((sum, part) => sum + part.rows, 0);
  const rowsAPart = Math.max(1, Math.floor(partBytes / (4 * columns)));
  const part = new Float32Array(rowsAPart * columns);
  let filled = 0;
  const flush = async (): Promise<void> => {
    const bytes = littleEndianBytes(part.subarray(0, filled));
    const key = partKey(name, 'features', { index: parts.length, ending: 'f4' });
    await store.replace(key, bytes);
    parts.push({ key, rows: filled / columns, sha256: sha256Hex(bytes) });
    done += filled / columns;
    filled = 0;
    await writeManifest(store, { name, file: PARTIAL }, partialOf(about, parts));
  };
  if (done < rows) {
    for await (const block of source(done)) {
      goOn(options.signal);
      for (let at = 0; at < block.length; ) {
        const count = Math.min(block.length - at, part.length - filled);
        const first = done + filled / columns;
        if (first + count / columns > rows) throw wrongCount(rows, 'more');
        checkRows(block.subarray(at, at + count), { first, columns });
        part.set(block.subarray(at, at + count), filled);
        at += count;
        filled += count;
        if (filled === part.length) await flush();
      }
      options.onProgress?.({ done: done + filled / columns, total: rows, unit: 'pairs' });
    }
  }
  if (filled > 0) await flush();
  if (done !== rows) throw wrongCount(rows, String(done));
  return parts;
}

const wrongCount = (rows: number, found: string): TwinsError =>
  new TwinsError(`The features have ${found} rows where there are ${rows} pairs; each pair needs one row.`);

function checkRows(
  block: Float32Array,
  { first, columns }: { readonly first: number; readonly columns: number },
): void {
  if (block.length % columns !== 0) {
    throw new TwinsError(
      `A vector of features has ${block.length % columns} values after pair ${first}; all must have ${columns}.`,
    );
  }
  for (let i = 0; i < block.length; i++) {
    if (Math.abs(block[i]) <= LARGEST) continue;
    const row = Math.floor(i / columns);
    throw new TwinsError(
      `The features of pair ${first + row} (row ${first + row + 1}) have ${block[i]} in column ${i - row * columns + 1}; ` +
        'every value must be a number of at most 1e15 in size.',
    );
  }
}

const PartialShape = z.object({
  inputs: z.string(),
  columns: z.number(),
  partBytes: z.number(),
  parts: z.array(FeaturePart).readonly(),
});

const partialOf = (
  { inputs, columns, partBytes = PART_BYTES }: NewFeatures,
  parts: readonly FeaturePart[],
): z.infer<typeof PartialShape> => ({ inputs, columns, partBytes, parts: [...parts] });

/** The parts of an interrupted writing of the same rows, up to the first that is not whole. */
async function keptParts({ store, name, about }: Writing): Promise<FeaturePart[]> {
  const partial = await findManifest(store, { name, file: PARTIAL }, PartialShape).catch(() => null);
  const { inputs, columns, partBytes } = partialOf(about, []);
  if (partial?.inputs !== inputs || partial.columns !== columns || partial.partBytes !== partBytes) return [];
  const kept: FeaturePart[] = [];
  for (const part of partial.parts) {
    const whole = await readFeaturePart(store, part, columns).then(
      () => true,
      () => false,
    );
    if (!whole) break;
    kept.push(part);
  }
  return kept;
}

/** The mean of the rows, summed in float64 in their order. */
async function meanOf(store: Store, parts: readonly FeaturePart[], columns: number): Promise<Float64Array> {
  const sums = new Float64Array(columns);
  let rows = 0;
  for (const part of parts) {
    const block = await readFeaturePart(store, part, columns);
    for (let i = 0; i < block.length; i += columns) {
      for (let j = 0; j < columns; j++) sums[j] += block[i + j];
    }
    rows += part.rows;
  }
  return rows === 0 ? sums : sums.map((sum) => sum / rows);
}
