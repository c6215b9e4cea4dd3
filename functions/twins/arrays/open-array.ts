import { type FileHandle, open } from 'node:fs/promises';
import { unreadable } from '../records/lines.ts';
import { TwinsError } from '../twins-error.ts';
import type { ArrayFile } from './array-file.ts';
import { npyArray } from './npy-array.ts';
import { safetensorsArray } from './safetensors-array.ts';

/**
 * Opens a file of features by its ending: .npy, .safetensors or .parquet.
 *
 * @param tensor names one matrix of a .safetensors file, or one column of lists of a .parquet file.
 * @throws TwinsError for a file that is none of these, or whose header does not hold together.
 */
export async function openArray(path: string, tensor?: string): Promise<ArrayFile> {
  if (/\.(parquet|pq)$/i.test(path)) {
    const { parquetArray } = await import('./parquet-array.ts');
    return parquetArray(path, tensor);
  }
  const file = await open(path, 'r').catch((error) => {
    throw unreadable(error, path);
  });
  try {
    return await arrayIn(path, file, tensor);
  } catch (error) {
    await file.close();
    throw unreadable(error, path);
  }
}

async function arrayIn(path: string, file: FileHandle, tensor: string | undefined): Promise<ArrayFile> {
  if (/\.safetensors$/i.test(path)) return safetensorsArray(path, file, tensor);
  if (/\.npy$/i.test(path)) return npyArray(path, file);
  throw new TwinsError(
    `${path} ends in none of .npy, .safetensors and .parquet; features are read from these.`,
  );
}
