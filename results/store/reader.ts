import { join } from 'node:path';
import { setImmediate as otherWork } from 'node:timers/promises';
import type { Disk } from './disk.ts';
import { diskError, errorCode } from './disk-error.ts';
import { StoreError } from './store-error.ts';
import { TEMPORARY } from './temporary-files.ts';

/** Reading of a directory store; a value is the content of a file, and anything else is no value. */
export interface Reader {
  /** The content of a file, null where there is none. */
  read(path: string): Promise<Uint8Array | null>;
  readMany(paths: readonly string[]): Promise<(Uint8Array | null)[]>;
  /** Whether the file has this content. @throws StoreError `conflict` when it has other content. */
  holds(path: string, bytes: Uint8Array): Promise<boolean>;
  /** When the file got this name; its time of change, not that of its content, which a move keeps. */
  storedAt(path: string): Promise<Date | null>;
  /** Keys of the files in a folder and below it, in ascending order. */
  list(folder: string): Promise<string[]>;
}

/** Files read between two looks at the clock and at what else the process has to do (a signal, a message). */
const GROUP = 64;

/** A file that takes longer than this waits for a network or a spinning disk: then a group is asked for at once. */
const SLOW_MS = 0.2;

/** Nothing there, a folder in place of the file, a file in place of a folder above it. */
const NO_VALUE = new Set(['ENOENT', 'EISDIR', 'ENOTDIR']);

/** Reads the files of a store in the folder `root`. */
export function createReader(root: string, disk: Disk): Reader {
  let rooted: Promise<void> | undefined;
  let readNow = disk.readFileSync;

  /** A file in place of the whole store is an error; without this look it would pass for an empty store. */
  const mustBeFolder = (): Promise<void> => {
    rooted ??= checkFolder(root, disk).catch((error) => {
      rooted = undefined;
      throw error;
    });
    return rooted;
  };

  const failed = (error: unknown, path: string): null => {
    if (NO_VALUE.has(errorCode(error) ?? '')) return null;
    throw diskError(error, 'read', path);
  };
  const readLater = (path: string): Promise<Uint8Array | null> =>
    disk.readFile(path).catch((error) => failed(error, path));
  const readGroup = async (paths: readonly string[]): Promise<(Uint8Array | null)[]> => {
    if (readNow === undefined) return Promise.all(paths.map(readLater));
    const values: (Uint8Array | null)[] = [];
    let slow = 0;
    for (const path of paths) {
      const start = performance.now();
      try {
        values.push(readNow(path));
      } catch (error) {
        values.push(failed(error, path));
      }
      if (performance.now() - start > SLOW_MS) slow++;
    }
    // Most of them, not their sum: another process that takes the processor for a while makes one file slow.
    if (slow > paths.length / 2) readNow = undefined;
    await otherWork();
    return values;
  };

  const read = async (path: string): Promise<Uint8Array | null> => {
    await mustBeFolder();
    return readLater(path);
  };
  return {
    read,
    /** On a local disk one after the other in this thread: 7 microseconds each, where a promise takes 30. */
    readMany: async (paths) => {
      await mustBeFolder();
      const values: (Uint8Array | null)[] = [];
      for (let first = 0; first < paths.length; first += GROUP) {
        values.push(...(await readGroup(paths.slice(first, first + GROUP))));
      }
      return values;
    },
    holds: async (path, bytes) => {
      const there = await read(path);
      if (there === null) return false;
      if (Buffer.compare(there, bytes) === 0) return true;
      throw new StoreError(
        'conflict',
        `${path} holds ${there.length} bytes that differ from the ${bytes.length} to be stored; it was left alone.`,
      );
    },
    storedAt: async (path) => {
      await mustBeFolder();
      try {
        const found = await disk.stat(path);
        return found.isDirectory() ? null : found.ctime;
      } catch (error) {
        return failed(error, path);
      }
    },
    list: async (folder) => {
      await mustBeFolder();
      return listFiles(root, folder, disk);
    },
  };
}

async function checkFolder(root: string, disk: Disk): Promise<void> {
  try {
    if (!(await disk.stat(root)).isDirectory()) throw diskError({ code: 'ENOTDIR' }, 'read', root);
  } catch (error) {
    // Nothing there yet: the store appears with its first value.
    if (errorCode(error) !== 'ENOENT') throw diskError(error, 'read', root);
  }
}

async function listFiles(root: string, folder: string, disk: Disk): Promise<string[]> {
  const path = join(root, ...folder.split('/'));
  try {
    const entries = await disk.readdir(path, { withFileTypes: true });
    const lists = await Promise.all(
      entries.map((entry) => {
        const key = folder === '' ? entry.name : `${folder}/${entry.name}`;
        if (key === TEMPORARY) return [];
        return entry.isDirectory() ? listFiles(root, key, disk) : [key];
      }),
    );
    return lists.flat().sort();
  } catch (error) {
    if (NO_VALUE.has(errorCode(error) ?? '')) return [];
    throw diskError(error, 'list', path);
  }
}
