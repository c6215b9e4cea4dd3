import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Disk } from './disk.ts';
import { errorCode } from './disk-error.ts';
import { QUARANTINE } from './keys.ts';
import { makeFolder } from './make-folder.ts';

/** Something that stood where the store needs a file or a folder, and was moved away. */
export interface SetAside {
  readonly path: string;
  readonly movedTo: string;
}

/** A folder where a file should be, or a file where a folder should be. */
interface Obstacle {
  readonly path: string;
  /** The path from the root of the store. */
  readonly parts: readonly string[];
  readonly kind: 'file' | 'folder';
}

const IN_THE_WAY = new Set(['ENOTDIR', 'EISDIR', 'EEXIST', 'ENOTEMPTY', 'ENOENT']);

/** Whether a write may have failed because something else stood there, or came or went in the same moment. */
export const mayBeObstructed = (error: unknown): boolean => IN_THE_WAY.has(errorCode(error) ?? '');

/**
 * Moves what stands in the way of a key to the quarantine; resolves to what it moved, null where nothing stood there.
 * What stands in place of the store itself, or of a folder above it, is left alone.
 *
 * A placeholder of the same kind is made first and replaced by the move: a rename of a file onto a folder, or of a
 * folder onto a file, is refused. So a process that is late cannot move away what another has put there since.
 */
export async function clearWay(root: string, key: string, disk: Disk): Promise<SetAside | null> {
  const obstacle = await findObstacle(root, key.split('/'), disk);
  if (obstacle === null) return null;
  const { path, parts, kind } = obstacle;
  const name = `${parts.join('-')}-${randomBytes(4).toString('hex')}`;
  const shelf = parts[0] === QUARANTINE && parts.length === 1 ? root : join(root, QUARANTINE);
  const movedTo = join(shelf, name);
  await makeFolder(shelf, disk);
  if (kind === 'folder') await disk.mkdir(movedTo);
  else await disk.writeFile(movedTo, '', { flag: 'wx' });
  try {
    await disk.rename(path, movedTo);
    return { path, movedTo };
  } catch (error) {
    await (kind === 'folder' ? disk.rmdir(movedTo) : disk.unlink(movedTo));
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return null;
    throw error;
  }
}

async function findObstacle(root: string, parts: readonly string[], disk: Disk): Promise<Obstacle | null> {
  for (let depth = 1; depth <= parts.length; depth++) {
    const path = join(root, ...parts.slice(0, depth));
    const wanted = depth === parts.length ? 'file' : 'folder';
    const kind = await kindOf(path, disk);
    if (kind === null) return null;
    if (kind !== wanted) return { path, parts: parts.slice(0, depth), kind };
  }
  return null;
}

async function kindOf(path: string, disk: Disk): Promise<'file' | 'folder' | null> {
  try {
    return (await disk.stat(path)).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
}
