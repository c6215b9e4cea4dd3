import { dirname } from 'node:path';
import type { Disk } from './disk.ts';
import { errorCode } from './disk-error.ts';

/**
 * Makes a folder and the folders above it that are missing.
 *
 * Not Node's `recursive: true`, which tries forever where the system answers that the parent is missing although it is
 * there, as in /proc.
 */
export async function makeFolder(path: string, disk: Disk): Promise<void> {
  if (await isMade(path, disk)) return;
  if (dirname(path) !== path) await makeFolder(dirname(path), disk);
  await disk.mkdir(path).catch((error) => unlessFolder(error, path, disk));
}

/** Whether the folder is there now; false where one above it is missing. */
async function isMade(path: string, disk: Disk): Promise<boolean> {
  try {
    await disk.mkdir(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    await unlessFolder(error, path, disk);
  }
  return true;
}

/** A folder that is there already may answer EEXIST, EROFS, EACCES, EPERM: what matters is that it is there. */
async function unlessFolder(error: unknown, path: string, disk: Disk): Promise<void> {
  const found = await disk.stat(path).catch(() => null);
  if (found === null || !found.isDirectory()) throw error;
}
