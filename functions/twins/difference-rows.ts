import type { ArrayFile } from './arrays/array-file.ts';
import { TwinsError } from './twins-error.ts';

/** Numbers that are read at once from each file. */
const NUMBERS_AT_ONCE = 1 << 20;

/** Files of features: those of both sides, a row a pair, or their differences. */
export type FeatureFiles =
  | { readonly chosen: ArrayFile; readonly rejected: ArrayFile }
  | { readonly differences: ArrayFile };

/**
 * Rows of differences from row `first` on: chosen minus rejected, subtracted in float64 and rounded once to float32.
 *
 * @throws TwinsError where a number is NaN or infinite, with its file, row and column.
 */
export async function* differenceRows(files: FeatureFiles, first: number): AsyncGenerator<Float32Array> {
  const main = 'differences' in files ? files.differences : files.chosen;
  const { rows, columns } = main;
  const rowsAtOnce = Math.max(1, Math.floor(NUMBERS_AT_ONCE / columns));
  const values = new Float64Array(rowsAtOnce * columns);
  const others = 'differences' in files ? null : new Float64Array(rowsAtOnce * columns);
  for (let row = first; row < rows; row += rowsAtOnce) {
    const count = Math.min(rowsAtOnce, rows - row);
    const block = values.subarray(0, count * columns);
    await readFinite(main, { row, count }, block);
    if (!('differences' in files) && others !== null) {
      const other = others.subarray(0, count * columns);
      await readFinite(files.rejected, { row, count }, other);
      for (let i = 0; i < block.length; i++) block[i] -= other[i];
    }
    yield Float32Array.from(block);
  }
}

async function readFinite(
  file: ArrayFile,
  { row, count }: { readonly row: number; readonly count: number },
  out: Float64Array,
): Promise<void> {
  await file.readRows(row, count, out);
  for (let i = 0; i < out.length; i++) {
    if (Math.abs(out[i]) <= Number.MAX_VALUE) continue;
    const at = Math.floor(i / file.columns);
    throw new TwinsError(
      `${file.path} has ${out[i]} in row ${row + at + 1} (pair ${row + at}), column ${i - at * file.columns + 1}; every value must be a finite number.`,
    );
  }
}
