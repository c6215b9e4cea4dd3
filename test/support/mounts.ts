import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { onTestFinished } from 'vitest';

/**
 * Mounts a file system in memory on a new folder until the running test ends; false where this machine does not
 * permit it, as in most containers.
 */
export function mountMemory(folder: string, size: string): boolean {
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return false;
  }
  // Registered after the folder that holds it, this runs before that folder is removed.
  onTestFinished(() => {
    execFileSync('umount', [folder]);
  });
  return true;
}

/** Changes a mounted file system, for instance to `ro` or `size=8m`. */
export function remount(folder: string, options: string): void {
  execFileSync('mount', ['-o', `remount,${options}`, folder], { stdio: 'ignore' });
}
