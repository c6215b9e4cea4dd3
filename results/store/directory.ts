import { dirname, join, resolve, sep } from 'node:path';
import { type Disk, NODE_DISK } from './disk.ts';
import { diskError, errorCode } from './disk-error.ts';
import { makeFolder } from './make-folder.ts';
import { clearWay, mayBeObstructed, type SetAside } from './obstacles.ts';
import { createReader } from './reader.ts';
import type { Store } from './store.ts';
import { staleTemporaries, sweepTemporaries, TEMPORARY, temporaryName } from './temporary-files.ts';

export type { Disk } from './disk.ts';

/** File systems without hard links (FAT, some network mounts) answer with one of these. */
const NO_HARD_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV']);

/** Writes of a key before giving up, when something stands in its way or other processes move things there. */
const ATTEMPTS = 4;

/**
 * Opens a store in a directory, which appears with the first value stored.
 *
 * A value is written to a temporary file and then linked (putIfAbsent) or renamed (replace) to its name, so that a
 * process killed at any moment leaves a whole value or none. There is no fsync: after a power cut a record may be
 * torn, which its checksum shows, and it is computed again.
 *
 * A folder in place of a file, or a file in place of a folder, holds no value; a write moves it to the quarantine.
 *
 * @param onSetAside told of everything that was moved out of the way.
 */
export function openDirectoryStore(
  directory: string,
  disk: Disk = NODE_DISK,
  onSetAside: (moved: SetAside) => void = () => {},
): Store {
  const root = resolve(directory);
  const pathOf = (key: string): string => root + sep + (sep === '/' ? key : key.replaceAll('/', sep));
  const made = new Map<string, Promise<void>>();

  const ensureFolder = (folder: string): Promise<void> => {
    const known = made.get(folder) ?? makeFolder(folder, disk);
    made.set(folder, known);
    return known;
  };

  const writeTemporary = async (bytes: Uint8Array): Promise<string> => {
    const path = join(root, TEMPORARY, temporaryName());
    await ensureFolder(dirname(path));
    try {
      await disk.writeFile(path, bytes, { flag: 'wx' });
    } catch (error) {
      await forget(path);
      throw error;
    }
    return path;
  };

  const forget = (path: string): Promise<void> => disk.unlink(path).catch(() => {});

  /** Does `action`, and again after what stood in the way of the keys was moved; an error becomes a sentence. */
  const withWayCleared = async <T>(
    action: () => Promise<T>,
    what: { readonly verb: string; readonly key: string; readonly needs: readonly string[] },
  ): Promise<T> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await action();
      } catch (error) {
        made.clear();
        if (attempt === ATTEMPTS || !mayBeObstructed(error))
          throw diskError(error, what.verb, pathOf(what.key));
        for (const key of what.needs) {
          const moved = await clearWay(root, key, disk);
          if (moved !== null) onSetAside(moved);
        }
      }
    }
  };

  /** Writes the bytes beside their destination, lets `commit` name them, and leaves no temporary file behind. */
  const write = <T>(
    key: string,
    bytes: Uint8Array,
    commit: (temporary: string, final: string) => Promise<T>,
  ): Promise<T> =>
    withWayCleared(
      async () => {
        const final = pathOf(key);
        await ensureFolder(dirname(final));
        const temporary = await writeTemporary(bytes);
        try {
          return await commit(temporary, final);
        } finally {
          await forget(temporary);
        }
      },
      { verb: 'write', key, needs: [`${TEMPORARY}/file`, key] },
    );

  let sweeping: Promise<void> | undefined;
  /** Before the first write, so that a command that only reads changes nothing. */
  const sweep = (): Promise<void> => {
    sweeping ??= sweepTemporaries(root, disk);
    return sweeping;
  };
  const reader = createReader(root, disk);
  const putIfAbsent = async (
    temporary: string,
    final: string,
    bytes: Uint8Array,
  ): Promise<'stored' | 'present'> => {
    try {
      await disk.link(temporary, final);
      return 'stored';
    } catch (error) {
      const code = errorCode(error);
      if (code === 'EEXIST' && (await reader.holds(final, bytes))) return 'present';
      if (code === undefined || !NO_HARD_LINKS.has(code)) throw error;
      if (await reader.holds(final, bytes)) return 'present';
      await disk.rename(temporary, final);
      return 'stored';
    }
  };

  return {
    location: root,
    locate: pathOf,
    get: (key) => reader.read(pathOf(key)),
    getStart: (key, length) => reader.readStart(pathOf(key), length),
    getMany: (keys) => reader.readMany(keys.map(pathOf)),
    putIfAbsent: async (key, bytes) => {
      await sweep();
      return write(key, bytes, (temporary, final) => putIfAbsent(temporary, final, bytes));
    },
    replace: async (key, bytes) => {
      await sweep();
      await write(key, bytes, (temporary, final) => disk.rename(temporary, final));
    },
    list: (folder) => reader.list(folder.replace(/\/$/, '')),
    storedAt: (key) => reader.storedAt(pathOf(key)),
    leftovers: async () => (await staleTemporaries(root, disk)).map((name) => `${TEMPORARY}/${name}`),
    move: (from, to) =>
      withWayCleared(
        async () => {
          await ensureFolder(dirname(pathOf(to)));
          await disk.rename(pathOf(from), pathOf(to)).catch(unlessAbsent);
        },
        { verb: 'move', key: from, needs: [to] },
      ),
    remove: async (key) => {
      try {
        await disk.unlink(pathOf(key)).catch(unlessAbsent);
      } catch (error) {
        if (!mayBeObstructed(error)) throw diskError(error, 'remove', pathOf(key));
      }
    },
  };
}

function unlessAbsent(error: unknown): void {
  if (errorCode(error) !== 'ENOENT') throw error;
}
