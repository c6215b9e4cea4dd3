import type { FileHandle } from 'node:fs/promises';
import { TwinsError } from '../twins-error.ts';
import type { ArrayFile } from './array-file.ts';
import { bytesOf, decodeFloats, type FloatType } from './float-types.ts';

/** Where the numbers of a matrix lie in a file. */
export interface RawMatrix {
  readonly type: FloatType;
  readonly rows: number;
  readonly columns: number;
  /** Column by column instead of row by row. */
  readonly fortran: boolean;
  /** The byte where the first number begins. */
  readonly start: number;
}

/** More columns than any model has; a header that names more is a mistake. */
const MOST_COLUMNS = 1_000_000;

/** Reads rows of a matrix from anywhere in an open file. Throws TwinsError for a shape that cannot be. */
export function rawMatrix(path: string, file: FileHandle, matrix: RawMatrix): ArrayFile {
  const { type, rows, columns, fortran, start } = matrix;
  if (columns < 1 || columns > MOST_COLUMNS || !Number.isSafeInteger(rows * columns * 8)) {
    throw new TwinsError(
      `${path} has ${rows} rows of ${columns} columns; from 1 to ${MOST_COLUMNS} columns are allowed.`,
    );
  }
  const size = bytesOf(type);
  let buffer = new Uint8Array(0);
  const read = async (position: number, length: number): Promise<Uint8Array> => {
    if (buffer.length < length) buffer = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await file.read(buffer, filled, length - filled, start + position + filled);
      if (bytesRead === 0)
        throw new TwinsError(`${path} ends too early: its header names ${rows} rows of ${columns}.`);
      filled += bytesRead;
    }
    return buffer.subarray(0, length);
  };
  return {
    path,
    rows,
    columns,
    readRows: async (first, count, out) => {
      if (!fortran) {
        const bytes = await read(first * columns * size, count * columns * size);
        decodeFloats(type, bytes, { out, to: 0, step: 1 });
        return;
      }
      for (let j = 0; j < columns; j++) {
        const bytes = await read((j * rows + first) * size, count * size);
        decodeFloats(type, bytes, { out, to: j, step: columns });
      }
    },
    close: () => file.close(),
  };
}
