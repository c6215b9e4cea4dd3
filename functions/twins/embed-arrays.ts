import type { Store } from '../../results/store/store.ts';
import type { ArrayFile } from './arrays/array-file.ts';
import { openArray } from './arrays/open-array.ts';
import { differenceRows, type FeatureFiles } from './difference-rows.ts';
import { type Embedded, type EmbedRequest, embedFeatures } from './embed-features.ts';
import { type PairsManifest, readPairs } from './pairs-file.ts';
import { type SourceFile, sourceFile } from './source-file.ts';
import type { StageOptions } from './stage-progress.ts';
import { TwinsError } from './twins-error.ts';

/** Paths of arrays with a row a pair: both sides, or their differences. */
export type ArrayPaths =
  | { readonly chosen: string; readonly rejected: string }
  | { readonly differences: string };

export interface ArraysRequest extends EmbedRequest {
  readonly paths: ArrayPaths;
  /** One matrix of a .safetensors file, one column of lists of a .parquet file; of each of the files. */
  readonly tensor?: string;
}

/**
 * Takes features that another program computed, a row a pair in the order of the pairs.
 *
 * @throws TwinsError where there are no pairs, or the files do not fit them or each other.
 */
export async function embedArrays(
  store: Store,
  name: string,
  { paths, tensor, ...request }: ArraysRequest,
  options: StageOptions = {},
): Promise<Embedded> {
  const { manifest: pairs } = await readPairs(store, name);
  const named = Object.entries(paths);
  const arrays: ArrayFile[] = [];
  try {
    const sources: Record<string, SourceFile> = {};
    for (const [side, path] of named) {
      const array = await openArray(path, tensor);
      arrays.push(array);
      checkRows(array, pairs);
      sources[side] = await sourceFile(path, options.signal);
    }
    checkColumns(arrays);
    checkSides(sources);
    const embedder = {
      kind: 'precomputed',
      ...sources,
      ...(tensor === undefined ? {} : { tensor }),
    } as const;
    const [first, second] = arrays;
    const files: FeatureFiles =
      second === undefined ? { differences: first } : { chosen: first, rejected: second };
    const found = { columns: first.columns, rows: (row: number) => differenceRows(files, row) };
    return await embedFeatures({ store, name, pairs }, { ...request, embedder }, async () => found, options);
  } finally {
    for (const array of arrays) await array.close();
  }
}

function checkRows({ path, rows }: ArrayFile, { pairs, skipped, ties }: PairsManifest): void {
  if (rows === pairs) return;
  const left = [
    ...(skipped > 0 ? [`${skipped} skipped lines`] : []),
    ...(ties > 0 ? [`${ties} prompts with ties`] : []),
  ].join(' and ');
  const hint = left === '' ? '' : ` The import left out ${left}, whose rows must be left out too.`;
  throw new TwinsError(
    `${path} has ${rows} rows where ${pairs} pairs were imported; each pair needs one row.${hint}`,
  );
}

function checkSides({ chosen, rejected }: Readonly<Record<string, SourceFile>>): void {
  if (chosen === undefined || rejected === undefined || chosen.sha256 !== rejected.sha256) return;
  throw new TwinsError(
    `--chosen ${chosen.file} and --rejected ${rejected.file} hold the same, so that all differences would be 0; each side needs a file of its own.`,
  );
}

function checkColumns([first, second]: readonly ArrayFile[]): void {
  if (second === undefined || first.columns === second.columns) return;
  throw new TwinsError(
    `${first.path} has ${first.columns} columns and ${second.path} has ${second.columns}; both sides need the same.`,
  );
}
