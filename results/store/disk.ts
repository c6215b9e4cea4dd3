import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import * as nodeFs from 'node:fs/promises';

/** The file operations a directory store needs; tests inject one that runs out of space. */
export interface Disk
  extends Pick<
    typeof nodeFs,
    'mkdir' | 'readFile' | 'writeFile' | 'link' | 'rename' | 'unlink' | 'rmdir' | 'readdir' | 'stat'
  > {
  /** Reads a file at once, where the disk can: a quarter of what a promise costs on a local disk. */
  readonly readFileSync?: (path: string) => Uint8Array;
  /** Reads the first bytes of a file, where the disk can. */
  readonly readStart?: (path: string, length: number) => Promise<Uint8Array>;
  /** Whether a thread beside this one sees the same files. */
  readonly hasThread?: boolean;
}

/** The disk of this machine. */
export const NODE_DISK: Disk = { ...nodeFs, readFileSync: readSmallFile, readStart, hasThread: true };

/** Most records are smaller. */
const buffer = new Uint8Array(64 * 1024);

/** As readFileSync, but a file that fits the buffer is not asked for its size first: 4 microseconds where that takes 6. */
function readSmallFile(path: string): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const length = readSync(file, buffer, 0, buffer.length, 0);
    return length < buffer.length ? buffer.slice(0, length) : readFileSync(path);
  } finally {
    closeSync(file);
  }
}

async function readStart(path: string, length: number): Promise<Uint8Array> {
  const file = await nodeFs.open(path, 'r');
  try {
    const { bytesRead, buffer: start } = await file.read(new Uint8Array(length), 0, length, 0);
    return start.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
