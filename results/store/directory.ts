import { createHash, randomBytes } from 'node:crypto';
import * as nodeDisk from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { diskError, errorCode } from './disk-error.ts';
import type { Store } from './store.ts';
import { StoreError } from './store-error.ts';

/** The file operations a directory store needs; tests inject one that runs out of space. */
export type Disk = Pick<
  typeof nodeDisk,
  'mkdir' | 'readFile' | 'writeFile' | 'link' | 'rename' | 'unlink' | 'readdir' | 'stat'
>;

/** Files being written live here: one folder to sweep, on the same file system as their destination. */
const TEMPORARY = 'tmp';
const FOREIGN_TEMPORARY_LIFETIME_MS = 24 * 3600 * 1000;

/** File systems without hard links (FAT, some network mounts) answer with one of these. */
const NO_HARD_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV']);

/**
 * Opens a store in a directory, which appears with the first value stored.
 *
 * A value is written to a temporary file and then linked (putIfAbsent) or renamed (replace) to its name, so that a
 * process killed at any moment leaves a whole value or none. There is no fsync: after a power cut a record may be
 * torn, which its checksum shows, and it is computed again.
 */
export function openDirectoryStore(directory: string, disk: Disk = nodeDisk): Store {
  const root = resolve(directory);
  const pathOf = (key: string): string => join(root, ...key.split('/'));
  const made = new Map<string, Promise<unknown>>();
  const host = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

  const makeFolder = (folder: string): Promise<unknown> => {
    const known = made.get(folder) ?? disk.mkdir(folder, { recursive: true });
    made.set(folder, known);
    return known;
  };

  const writeTemporary = async (bytes: Uint8Array): Promise<string> => {
    const path = join(root, TEMPORARY, `${host}-${process.pid}-${randomBytes(6).toString('hex')}`);
    await makeFolder(dirname(path));
    try {
      await disk.writeFile(path, bytes, { flag: 'wx' });
    } catch (error) {
      await forget(path);
      throw error;
    }
    return path;
  };

  const forget = (path: string): Promise<void> => disk.unlink(path).catch(() => {});

  /** Writes the bytes beside their destination, lets `commit` name them, and leaves no temporary file behind. */
  const write = async <T>(
    key: string,
    bytes: Uint8Array,
    commit: (temporary: string, final: string) => Promise<T>,
  ): Promise<T> => {
    const final = pathOf(key);
    try {
      await makeFolder(dirname(final));
      const temporary = await writeTemporary(bytes);
      try {
        return await commit(temporary, final);
      } finally {
        await forget(temporary);
      }
    } catch (error) {
      made.clear();
      throw diskError(error, 'write', final);
    }
  };

  const read = async (path: string): Promise<Uint8Array | null> => {
    try {
      return await disk.readFile(path);
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return null;
      throw diskError(error, 'read', path);
    }
  };

  const isPresent = async (path: string, bytes: Uint8Array): Promise<boolean> => {
    const there = await read(path);
    if (there === null) return false;
    if (Buffer.compare(there, bytes) === 0) return true;
    throw new StoreError(
      'conflict',
      `${path} holds ${there.length} bytes that differ from the ${bytes.length} to be stored; it was left alone.`,
    );
  };

  const sweeping = sweepTemporaries(join(root, TEMPORARY), host, disk);

  return {
    location: root,
    locate: pathOf,
    get: (key) => read(pathOf(key)),
    putIfAbsent: async (key, bytes) => {
      await sweeping;
      return write(key, bytes, async (temporary, final) => {
        try {
          await disk.link(temporary, final);
          return 'stored';
        } catch (error) {
          const code = errorCode(error);
          if (code === 'EEXIST' && (await isPresent(final, bytes))) return 'present';
          if (code === undefined || !NO_HARD_LINKS.has(code)) throw error;
          if (await isPresent(final, bytes)) return 'present';
          await disk.rename(temporary, final);
          return 'stored';
        }
      });
    },
    replace: async (key, bytes) => {
      await sweeping;
      await write(key, bytes, (temporary, final) => disk.rename(temporary, final));
    },
    list: (folder) => listFiles(root, folder.replace(/\/$/, ''), disk),
    move: async (from, to) => {
      try {
        await makeFolder(dirname(pathOf(to)));
        await disk.rename(pathOf(from), pathOf(to));
      } catch (error) {
        if (errorCode(error) !== 'ENOENT') throw diskError(error, 'move', pathOf(from));
      }
    },
    remove: async (key) => {
      try {
        await disk.unlink(pathOf(key));
      } catch (error) {
        if (errorCode(error) !== 'ENOENT') throw diskError(error, 'remove', pathOf(key));
      }
    },
  };
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
    if (errorCode(error) === 'ENOENT') return [];
    throw diskError(error, 'list', path);
  }
}

/**
 * Removes what killed processes were writing. A temporary file is kept while its process runs; one from another
 * machine on a shared disk, whose processes cannot be seen from here, is kept for a day.
 */
async function sweepTemporaries(folder: string, host: string, disk: Disk): Promise<void> {
  try {
    for (const name of await disk.readdir(folder)) {
      const [owner, pid] = name.split('-');
      const path = join(folder, name);
      const stale =
        owner === host
          ? !isRunning(Number(pid))
          : Date.now() - (await disk.stat(path)).mtimeMs > FOREIGN_TEMPORARY_LIFETIME_MS;
      if (stale) await disk.unlink(path);
    }
  } catch {
    // Nothing to sweep, another process swept first, or a read-only store: none of them stops a run.
  }
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}
