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
  /** The same of one side; of one file that holds both sides they are `chosen` and `rejected` unless they are named. */
  readonly chosenTensor?: string;
  readonly rejectedTensor?: string;
}

type Tensors = Readonly<Record<string, string | undefined>>;

function tensorsOf({ paths, tensor, chosenTensor, rejectedTensor }: ArraysRequest): Tensors {
  const both = 'chosen' in paths && paths.chosen === paths.rejected && tensor === undefined;
  return {
    differences: tensor,
    chosen: chosenTensor ?? (both ? 'chosen' : tensor),
    rejected: rejectedTensor ?? (both ? 'rejected' : tensor),
  };
}

/**
 * Takes features that another program computed, a row a pair in the order of the pairs.
 *
 * @throws TwinsError where there are no pairs, or the files do not fit them or each other.
 */
export async function embedArrays(
  store: Store,
  name: string,
  given: ArraysRequest,
  options: StageOptions = {},
): Promise<Embedded> {
  const { paths, tensor, chosenTensor: _, rejectedTensor: __, ...request } = given;
  const { manifest: pairs } = await readPairs(store, name);
  const named = Object.entries(paths);
  const tensors = tensorsOf(given);
  const arrays: ArrayFile[] = [];
  try {
    const sources: Record<string, SourceFile> = {};
    for (const [side, path] of named) {
      const array = await openArray(path, tensors[side]);
      arrays.push(array);
      checkRows(array, pairs);
      sources[side] = await sourceFile(path, options.signal);
    }
    checkColumns(arrays);
    checkSides(sources, tensors);
    const embedder = {
      kind: 'precomputed',
      ...sources,
      ...(tensor === undefined ? {} : { tensor }),
      ...(tensors.chosen === tensors.rejected
        ? {}
        : { tensors: { chosen: tensors.chosen ?? null, rejected: tensors.rejected ?? null } }),
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

function checkSides({ chosen, rejected }: Readonly<Record<string, SourceFile>>, tensors: Tensors): void {
  if (chosen === undefined || rejected === undefined || chosen.sha256 !== rejected.sha256) return;
  if (tensors.chosen !== tensors.rejected && !/\.npy$/i.test(chosen.file)) return;
  throw new TwinsError(
    `--chosen ${chosen.file} and --rejected ${rejected.file} hold the same, so that all differences would be 0; each side needs a file, or a --chosen-tensor and --rejected-tensor, of its own.`,
  );
}

function checkColumns([first, second]: readonly ArrayFile[]): void {
  if (second === undefined || first.columns === second.columns) return;
  throw new TwinsError(
    `${first.path} has ${first.columns} columns and ${second.path} has ${second.columns}; both sides need the same.`,
  );
}
