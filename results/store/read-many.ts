import { setImmediate as otherWork } from 'node:timers/promises';
import type { Disk } from './disk.ts';
import { type ReadingThread, startReadingThread } from './reading-thread.ts';

/** What a disk gives for a path: a file's bytes, or the system's error. */
export type FileOrError = Uint8Array | { readonly code?: string; readonly message: string };

/** Files read between two looks at what else the process has to do (a signal, a message). */
const GROUP = 64;

/** A file that takes longer than this waits for a network or a spinning disk: then a group is asked for at once. */
const SLOW_MS = 0.2;

/** After so many files there are many more to come, and a thread for reading is worth its start of 20 ms. */
const THREAD_AFTER = 4000;

/**
 * Reads many files, in the order of the paths: on a local disk one after the other, 5 microseconds each where a
 * promise takes 30, at first in this thread and then in one beside it, so that reading and using them overlap; from a
 * slow disk a group at once.
 */
export function createManyReader(disk: Disk): (paths: readonly string[]) => Promise<FileOrError[]> {
  let here = disk.readFileSync;
  let thread: ReadingThread | null = null;
  let read = 0;

  const readLater = (paths: readonly string[]): Promise<FileOrError[]> =>
    Promise.all(paths.map((path) => disk.readFile(path).catch(asError)));
  const readHere = async (
    paths: readonly string[],
    readNow: NonNullable<typeof here>,
  ): Promise<FileOrError[]> => {
    let slow = 0;
    const files = paths.map((path) => {
      const start = performance.now();
      try {
        return readNow(path);
      } catch (error) {
        return asError(error);
      } finally {
        if (performance.now() - start > SLOW_MS) slow++;
      }
    });
    tell(slow, paths.length);
    await otherWork();
    return files;
  };
  /** Most files, not their sum: another process that takes the processor for a while makes one file slow. */
  const tell = (slow: number, of: number): void => {
    if (slow > of / 2) here = undefined;
  };
  const readThere = async (paths: readonly string[]): Promise<FileOrError[]> => {
    thread ??= startReadingThread(SLOW_MS);
    const { files, slow } = await thread.read(paths);
    tell(slow, paths.length);
    return [...files];
  };

  return async (paths) => {
    read += paths.length;
    if (here !== undefined && disk.hasThread && read > THREAD_AFTER) {
      try {
        return await readThere(paths);
      } catch {
        // The machine has no memory for one more thread: this one reads.
      }
    }
    const files: FileOrError[] = [];
    for (let first = 0; first < paths.length; first += GROUP) {
      const group = paths.slice(first, first + GROUP);
      files.push(...(await (here === undefined ? readLater(group) : readHere(group, here))));
    }
    return files;
  };
}

function asError(error: unknown): Exclude<FileOrError, Uint8Array> {
  const { code, message } = Object(error);
  return { code, message: String(message) };
}
