import { randomBytes } from 'node:crypto';
import { open, realpath, rename, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { diskError, errorCode } from '../../results/store/disk-error.ts';
import { StoreError } from '../../results/store/store-error.ts';
import { InputError } from './input-error.ts';

/**
 * Writes pieces to a file that appears, or is replaced, whole: they go to a temporary file beside it, which is renamed when
 * the last is written and removed when anything fails. Returns false, and leaves nothing, where `signal` aborts first.
 *
 * @throws InputError where the path names no file that can be replaced, StoreError where the disk refuses, and whatever the
 * source of the pieces throws.
 */
export async function writeFileWhole(
  path: string,
  pieces: AsyncIterable<string | Uint8Array>,
  signal: AbortSignal,
): Promise<boolean> {
  const target = await replaceable(path);
  const temporary = `${target}.${randomBytes(6).toString('hex')}.tmp`;
  const onDisk = async <T>(work: Promise<T>): Promise<T> =>
    work.catch((error) => {
      throw outputError(error, path);
    });
  const file = await onDisk(open(temporary, 'wx'));
  try {
    for await (const piece of pieces) {
      if (signal.aborted) break;
      await onDisk(file.appendFile(piece));
    }
    await onDisk(file.close());
    if (signal.aborted) return false;
    await onDisk(rename(temporary, target));
    return true;
  } finally {
    await file.close().catch(() => {});
    await unlink(temporary).catch(() => {});
  }
}

/** The file to replace: through symbolic links, so that a link goes on pointing to it. */
async function replaceable(path: string): Promise<string> {
  if (path.trim() === '') throw new InputError('--output is empty; give it the path of a file.');
  try {
    const kind = await stat(path);
    if (kind.isFile()) return await realpath(path);
    throw new InputError(
      kind.isDirectory()
        ? `--output ${path} is a folder; give it the path of a file.`
        : `--output ${path} is no ordinary file; leave --output out to write to stdout.`,
    );
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return path;
    if (error instanceof InputError) throw error;
    throw outputError(error, path);
  }
}

function outputError(error: unknown, path: string): Error {
  if (errorCode(error) === 'ENOENT')
    return new InputError(`--output ${path}: there is no folder ${dirname(path)}.`, { cause: error });
  // The sentences of the disk speak of the store's folder, the only other place that a command writes to.
  const { problem, message } = diskError(error, 'write', path);
  return new StoreError(problem, message.replaceAll('--store', '--output'), { cause: error });
}
