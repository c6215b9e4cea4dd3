import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { NpyError, type NpyHeader, readNpyHeader } from '../../data/npy-header.ts';
import { showValue } from '../../study/spec/findings.ts';
import { TwinsError } from '../twins-error.ts';
import type { ArrayFile } from './array-file.ts';
import { bytesOf, type FloatType } from './float-types.ts';
import { rawMatrix } from './raw-matrix.ts';

const NEEDED = 'a two-dimensional .npy of float16, float32 or float64 in little-endian order is needed';

/** A NumPy array of float16, float32 or float64, in C or Fortran order. Throws TwinsError. */
export function npyArray(path: string, file: FileHandle): ArrayFile {
  const { header, bytes } = headerOf(path);
  const type = typeOf(path, header);
  if (header.fortran === null) throw new TwinsError(`${path} does not say its order; ${NEEDED}.`);
  if (header.shape?.length !== 2) {
    const shape =
      header.shape === null ? 'no shape that can be read' : `the shape (${header.shape.join(', ')})`;
    throw new TwinsError(`${path} has ${shape}; ${NEEDED}.`);
  }
  const [rows, columns] = header.shape;
  const array = rawMatrix(path, file, { type, rows, columns, fortran: header.fortran, start: header.start });
  const expected = header.start + rows * columns * bytesOf(type);
  if (bytes !== expected) {
    throw new TwinsError(
      `${path} has ${bytes} bytes where its header, ${rows} rows of ${columns} in ${type}, needs ${expected}.`,
    );
  }
  return array;
}

function headerOf(path: string): { readonly header: NpyHeader; readonly bytes: number } {
  const file = openSync(path, 'r');
  try {
    return { header: readNpyHeader((buffer) => readSync(file, buffer)), bytes: fstatSync(file).size };
  } catch (error) {
    throw error instanceof NpyError
      ? new TwinsError(`${path} ${error.message}; ${NEEDED}.`, { cause: error })
      : error;
  } finally {
    closeSync(file);
  }
}

function typeOf(path: string, { type, descr }: NpyHeader): FloatType {
  if (type !== null) return type;
  if (descr?.includes('O')) {
    throw new TwinsError(
      `${path} holds Python objects, which only running code of the file would read; save numbers, for instance with x.astype('float32').`,
    );
  }
  if (descr?.startsWith('>'))
    throw new TwinsError(`${path} is in big-endian order (${showValue(descr)}); ${NEEDED}.`);
  throw new TwinsError(
    `${path} has ${descr === null ? 'no plain type' : `the type ${showValue(descr)}`}; ${NEEDED}.`,
  );
}
