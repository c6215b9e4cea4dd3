import type { ReadBytes } from './text-pieces.ts';

const MAGIC = '\x93NUMPY';
const LONGEST_HEADER = 65_536;
const TYPES = ['f2', 'f4', 'f8'] as const;

/** What the header of a NumPy array says. */
export interface NpyHeader {
  /** The type as NumPy spells it, for instance `<f8`; null where it is a structure. */
  readonly descr: string | null;
  /** Floating-point numbers in little-endian order; null for all others. */
  readonly type: (typeof TYPES)[number] | null;
  /** Column by column instead of row by row; null where the header does not say. */
  readonly fortran: boolean | null;
  /** Null where it is no list of whole numbers. */
  readonly shape: readonly number[] | null;
  /** Where in the file the values begin. */
  readonly start: number;
}

/** A file that is no NumPy array; the message is the second half of a sentence about it. */
export class NpyError extends Error {
  override readonly name = 'NpyError';
}

/**
 * Reads the header of a .npy file, versions 1 to 3.
 *
 * Throws NpyError. Source: NumPy Enhancement Proposal 1 and numpy.lib.format.
 */
export function readNpyHeader(read: ReadBytes): NpyHeader {
  const start = exactly(read, 8);
  if (latin(start.subarray(0, 6)) !== MAGIC) throw new NpyError('does not begin as a .npy does');
  if (start[6] < 1 || start[6] > 3) throw new NpyError(`has version ${start[6]} of the .npy format`);
  const long = start[6] > 1;
  const size = viewOf(exactly(read, long ? 4 : 2));
  const length = long ? size.getUint32(0, true) : size.getUint16(0, true);
  if (length > LONGEST_HEADER) throw new NpyError(`has a header of more than ${LONGEST_HEADER} bytes`);
  const text = latin(exactly(read, length));
  const descr = /['"]descr['"]: ?['"]([^'"]*)['"]/.exec(text)?.[1] ?? null;
  const order = /['"]fortran_order['"]: ?(True|False)/.exec(text)?.[1];
  return {
    descr,
    type: TYPES.find((type) => descr === `<${type}`) ?? null,
    fortran: order === undefined ? null : order === 'True',
    shape: shapeOf(text),
    start: 8 + (long ? 4 : 2) + length,
  };
}

/** `(3, 4)`, `(3,)`, `()`; a number too large to count with is no shape. */
function shapeOf(text: string): readonly number[] | null {
  const list = /['"]shape['"]: ?\(([^)]*)\)/.exec(text)?.[1];
  if (list === undefined || !/^(\d+, ?)*(\d+,?)?\s*$/.test(list)) return null;
  const shape = (list.match(/\d+/g) ?? []).map(Number);
  return shape.every(Number.isSafeInteger) ? shape : null;
}

/** The next `length` bytes. Throws NpyError where the file ends before. */
export function exactly(read: ReadBytes, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const count = read(bytes.subarray(filled));
    if (count === 0) throw new NpyError('ends too early');
    filled += count;
  }
  return bytes;
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const latin = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
