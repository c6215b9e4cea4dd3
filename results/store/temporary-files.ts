import { createHash, randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Disk } from './disk.ts';
import { errorCode } from './disk-error.ts';

/** Files being written live here: one folder to sweep, on the same file system as their destination. */
export const TEMPORARY = 'tmp';

const FOREIGN_LIFETIME_MS = 24 * 3600 * 1000;
const HOST = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

/** A name for a file being written that no other process and no other write has; it tells whose it is. */
export const temporaryName = (): string => `${HOST}-${process.pid}-${randomBytes(6).toString('hex')}`;

/**
 * Names of the temporary files of a store that killed processes were writing. One is kept while its process runs; one
 * from another machine on a shared disk, whose processes cannot be seen from here, for a day.
 */
export async function staleTemporaries(root: string, disk: Disk): Promise<readonly string[]> {
  const folder = join(root, TEMPORARY);
  const names = await disk.readdir(folder).catch(() => []);
  const stale = await Promise.all(
    names.map(async (name) => {
      const [owner, pid] = name.split('-');
      if (owner === HOST) return !isRunning(Number(pid));
      // Another process may sweep, or the file be renamed to its place, in the same moment.
      const written = await disk.stat(join(folder, name)).catch(() => null);
      return written !== null && Date.now() - written.mtimeMs > FOREIGN_LIFETIME_MS;
    }),
  );
  return names.filter((_, i) => stale[i]);
}

/** Removes the stale temporary files of a store; one that cannot be removed, on a read-only disk say, stops no run. */
export async function sweepTemporaries(root: string, disk: Disk): Promise<void> {
  for (const name of await staleTemporaries(root, disk)) {
    await disk.unlink(join(root, TEMPORARY, name)).catch(() => {});
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
