import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { errorCode } from '../../../results/store/disk-error.ts';
import { TwinsError } from '../twins-error.ts';

/** A line that is longer is not kept in memory: a file without line breaks is no file of lines. */
const LONGEST_LINE = 1 << 26;
const CHUNK_BYTES = 1 << 20;
const NEWLINE = 10;

/** A line of a text, or why it is none. */
export type Line = { readonly number: number } & ({ readonly text: string } | { readonly problem: string });

/**
 * The lines of a UTF-8 file, gzip undone where the file begins as gzip does; numbers count from 1, blank lines are left out.
 *
 * @param longest bytes of the longest line that is kept.
 * @throws TwinsError where the file cannot be read or its compression is broken.
 */
export async function* linesOf(path: string, longest: number = LONGEST_LINE): AsyncGenerator<Line> {
  let number = 0;
  for await (const bytes of lineBytes(path, longest)) {
    number++;
    if (bytes === 'too long') {
      yield { number, problem: `is longer than ${longest} bytes` };
      continue;
    }
    const text = decoded(bytes);
    if (text === null) yield { number, problem: 'is not UTF-8 text' };
    else if (text.trim() !== '') yield { number, text };
  }
}

async function* lineBytes(path: string, longest: number): AsyncGenerator<Uint8Array | 'too long'> {
  let pieces: Uint8Array[] = [];
  let length = 0;
  const add = (piece: Uint8Array): void => {
    length += piece.length;
    if (length > longest) pieces = [];
    else pieces.push(piece);
  };
  const take = (): Uint8Array | 'too long' => {
    const line = length > longest ? 'too long' : pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
    pieces = [];
    length = 0;
    return line;
  };
  for await (const chunk of chunksOf(path)) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      add(chunk.subarray(start, end));
      yield take();
      start = end + 1;
    }
    if (start < chunk.length) add(chunk.subarray(start));
  }
  if (length > 0) yield take();
}

async function* chunksOf(path: string): AsyncGenerator<Buffer> {
  try {
    const zipped = await isGzip(path);
    // After the look: a stream that fails before anybody listens ends the process.
    const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
    // A pipeline, so that an error of the file ends the decompression too.
    yield* zipped ? pipeline(file, createGunzip({ chunkSize: CHUNK_BYTES }), () => {}) : file;
  } catch (error) {
    const code = errorCode(error);
    if (code?.startsWith('Z_')) {
      throw new TwinsError(`${path} is not whole: its gzip compression breaks off or is damaged (${code}).`, {
        cause: error,
      });
    }
    throw unreadable(error, path);
  }
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read(new Uint8Array(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}

/** The sentence for a file that the system does not give. */
export function unreadable(error: unknown, path: string): unknown {
  const code = errorCode(error);
  if (code === 'ENOENT') return new TwinsError(`There is no file ${path}.`, { cause: error });
  if (code === 'EISDIR') return new TwinsError(`${path} is a folder; a file is needed.`, { cause: error });
  return code !== undefined && /^E[A-Z]+$/.test(code)
    ? new TwinsError(`${path} cannot be read (${code}).`, { cause: error })
    : error;
}

const decoder = new TextDecoder('utf-8', { fatal: true });

function decoded(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}
