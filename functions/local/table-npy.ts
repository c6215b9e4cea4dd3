import { LARGEST_FEATURE } from '../data/plain-number.ts';
import type { ReadBytes } from '../data/text-pieces.ts';
import { showValue } from '../study/spec/findings.ts';
import { sharedValues } from '../study/table-bytes.ts';
import { FINITE, MOST_VALUES, type ReadTable, TableError } from './table-format.ts';

const MAGIC = '\x93NUMPY';
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
    const chunk = viewOf(exactly(read, count * bytesEach));
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
  const start = exactly(read, 8);
  if (latin(start.subarray(0, 6)) !== MAGIC) throw new TableError('does not begin as a .npy does', AN_ARRAY);
  const long = start[6] > 1;
  const size = viewOf(exactly(read, long ? 4 : 2));
  const length = long ? size.getUint32(0, true) : size.getUint16(0, true);
  if (length > 65_536) throw new TableError('has a header of more than 65536 bytes', AN_ARRAY);
  const text = latin(exactly(read, length));
  const [descr, order, shape] = [
    /'descr': '([^']*)'/,
    /'fortran_order': (\w+)/,
    /'shape': \((\d+), (\d+)\)/,
  ].map((pattern) => pattern.exec(text));
  if (descr === null || (descr[1] !== '<f8' && descr[1] !== '<f4')) {
    throw new TableError(
      descr === null ? 'has no plain type' : `has the type ${showValue(descr[1])}`,
      AN_ARRAY,
    );
  }
  if (order?.[1] !== 'False') throw new TableError('is in Fortran order', AN_ARRAY);
  if (shape === null) throw new TableError('is not two-dimensional', AN_ARRAY);
  return { bytesEach: descr[1] === '<f8' ? 8 : 4, rows: Number(shape[1]), dimension: Number(shape[2]) };
}

function refuseValue(value: number, index: number, dimension: number): never {
  const column = index % dimension;
  const row = (index - column) / dimension;
  throw new TableError(`has ${showValue(value)} in row ${row + 1}, column ${column + 1}`, FINITE);
}

function exactly(read: ReadBytes, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const count = read(bytes.subarray(filled));
    if (count === 0) throw new TableError('ends too early', AN_ARRAY);
    filled += count;
  }
  return bytes;
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const latin = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
