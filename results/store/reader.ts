import { join } from 'node:path';
import type { Disk } from './disk.ts';
import { diskError, errorCode } from './disk-error.ts';
import { createManyReader } from './read-many.ts';
import { StoreError } from './store-error.ts';
import { TEMPORARY } from './temporary-files.ts';

/** Reading of a directory store; a value is the content of a file, and anything else is no value. */
export interface Reader {
  /** The content of a file, null where there is none. */
  read(path: string): Promise<Uint8Array | null>;
  /** The first `length` bytes of a file, null where there is none. */
  readStart(path: string, length: number): Promise<Uint8Array | null>;
  readMany(paths: readonly string[]): Promise<(Uint8Array | null)[]>;
  /** Whether the file has this content. @throws StoreError `conflict` when it has other content. */
  holds(path: string, bytes: Uint8Array): Promise<boolean>;
  /** When the file got this name; its time of change, not that of its content, which a move keeps. */
  storedAt(path: string): Promise<Date | null>;
  /** Keys of the files in a folder and below it, in ascending order. */
  list(folder: string): Promise<string[]>;
}

/** Nothing there, a folder in place of the file, a file in place of a folder above it. */
const NO_VALUE = new Set(['ENOENT', 'EISDIR', 'ENOTDIR']);

/** Reads the files of a store in the folder `root`. */
export function createReader(root: string, disk: Disk): Reader {
  let rooted: Promise<void> | undefined;
  const readFiles = createManyReader(disk);

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
  const read = async (path: string): Promise<Uint8Array | null> => {
    await mustBeFolder();
    return disk.readFile(path).catch((error) => failed(error, path));
  };
  return {
    read,
    readStart: async (path, length) => {
      const readOnly = disk.readStart;
      if (readOnly === undefined) return (await read(path))?.subarray(0, length) ?? null;
      await mustBeFolder();
      return readOnly(path, length).catch((error) => failed(error, path));
    },
    readMany: async (paths) => {
      await mustBeFolder();
      const files = await readFiles(paths);
      return files.map((file, i) => (file instanceof Uint8Array ? file : failed(file, paths[i])));
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
