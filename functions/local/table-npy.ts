import { exactly, NpyError, readNpyHeader } from '../data/npy-header.ts';
import { LARGEST_FEATURE } from '../data/plain-number.ts';
import type { ReadBytes } from '../data/text-pieces.ts';
import { showValue } from '../study/spec/findings.ts';
import { sharedValues } from '../study/table-bytes.ts';
import { FINITE, MOST_VALUES, type ReadTable, TableError } from './table-format.ts';

const CHUNK_VALUES = 1 << 18;
const AN_ARRAY = 'a .npy of float64 or float32, two-dimensional and in C order, is needed';

/**
 * A NumPy array: float64 or float32, little-endian, C order, rows by columns. Throws TableError.
 *
 * Source: NumPy Enhancement Proposal 1, the .npy format, versions 1 to 3.
 */
export function readNpy(read: ReadBytes): ReadTable {
  const { bytesEach, rows, dimension } = headerOf(read);
  if (rows * dimension > MOST_VALUES) {
    throw new TableError(
      `has ${rows} rows of ${dimension} values`,
      `at most ${MOST_VALUES} values are allowed`,
    );
  }
  const values = sharedValues(rows * dimension);
  for (let first = 0; first < values.length; first += CHUNK_VALUES) {
    const count = Math.min(CHUNK_VALUES, values.length - first);
    const chunk = viewOf(understood(() => exactly(read, count * bytesEach)));
    for (let i = 0; i < count; i++) {
      const value = bytesEach === 8 ? chunk.getFloat64(8 * i, true) : chunk.getFloat32(4 * i, true);
      if (!(Math.abs(value) <= LARGEST_FEATURE)) refuseValue(value, first + i, dimension);
      // There is one zero, as in study files.
      values[first + i] = value + 0;
    }
  }
  if (read(new Uint8Array(1)) > 0) throw new TableError('goes on after its last value', AN_ARRAY);
  return { rows, dimension, values, names: Array.from({ length: dimension }, (_, j) => String(j + 1)) };
}

interface Header {
  readonly bytesEach: 4 | 8;
  readonly rows: number;
  readonly dimension: number;
}

function headerOf(read: ReadBytes): Header {
  const { descr, type, fortran, shape } = understood(() => readNpyHeader(read));
  if (type !== 'f8' && type !== 'f4') {
    throw new TableError(descr === null ? 'has no plain type' : `has the type ${showValue(descr)}`, AN_ARRAY);
  }
  if (fortran !== false) throw new TableError('is in Fortran order', AN_ARRAY);
  if (shape?.length !== 2) throw new TableError('is not two-dimensional', AN_ARRAY);
  return { bytesEach: type === 'f8' ? 8 : 4, rows: shape[0], dimension: shape[1] };
}

/** What is wrong with a .npy becomes a sentence about the table. */
function understood<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof NpyError ? new TableError(error.message, AN_ARRAY) : error;
  }
}

function refuseValue(value: number, index: number, dimension: number): never {
  const column = index % dimension;
  const row = (index - column) / dimension;
  throw new TableError(`has ${showValue(value)} in row ${row + 1}, column ${column + 1}`, FINITE);
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
