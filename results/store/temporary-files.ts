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
 * The temporary files of a store that killed processes were writing. One is kept while its process runs; one from
 * another machine on a shared disk, whose processes cannot be seen from here, for a day.
 */
export async function staleTemporaries(root: string, disk: Disk): Promise<readonly string[]> {
  const folder = join(root, TEMPORARY);
  const stale: string[] = [];
  for (const name of await disk.readdir(folder)) {
    const [owner, pid] = name.split('-');
    const path = join(folder, name);
    const old =
      owner === HOST
        ? !isRunning(Number(pid))
        : Date.now() - (await disk.stat(path)).mtimeMs > FOREIGN_LIFETIME_MS;
    if (old) stale.push(path);
  }
  return stale;
}

/** Removes the stale temporary files of a store. */
export async function sweepTemporaries(root: string, disk: Disk): Promise<void> {
  try {
    for (const path of await staleTemporaries(root, disk)) await disk.unlink(path);
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
