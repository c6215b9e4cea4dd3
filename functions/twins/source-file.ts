import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { unreadable } from './records/lines.ts';
import { goOn } from './stage-progress.ts';

/** What tells a file from another, wherever it lies. */
export interface SourceFile {
  /** The file's name without its folders. */
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** Hashes a file in pieces. Throws TwinsError where it cannot be read. */
export async function sourceFile(path: string, signal?: AbortSignal): Promise<SourceFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
      goOn(signal);
      hash.update(chunk);
      bytes += chunk.length;
    }
  } catch (error) {
    throw unreadable(error, path);
  }
  return { file: basename(path), sha256: hash.digest('hex'), bytes };
}
