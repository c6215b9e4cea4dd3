import { createHash } from 'node:crypto';
import type { Table } from '../../kernels/populations/table.ts';

/** Says what the bytes are and in which form, and keeps what follows aligned. */
const MAGIC = 'SBTABLE1';
const HEADER_BYTES = 24;
const IS_LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/**
 * A table in its canonical form: `SBTABLE1`, rows and dimension as 64-bit integers, then the values row by row as float64,
 * all little-endian.
 */
export function encodeTable(table: Table): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + table.values.byteLength);
  bytes.set(header(table));
  bytes.set(littleEndian(table.values), HEADER_BYTES);
  return bytes;
}

/** The table of canonical bytes, its values on shared memory; null where the bytes are not a whole table. */
export function decodeTable(bytes: Uint8Array): Table | null {
  if (bytes.length < HEADER_BYTES) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES);
  const [rows, dimension] = [8, 16].map((offset) => Number(view.getBigUint64(offset, true)));
  const shape = { rows, dimension };
  const isHeader = header(shape).every((byte, i) => bytes[i] === byte);
  if (!isHeader || bytes.length !== HEADER_BYTES + 8 * rows * dimension) return null;
  const values = sharedValues(rows * dimension);
  new Uint8Array(values.buffer).set(bytes.subarray(HEADER_BYTES));
  littleEndianInPlace(values);
  return { ...shape, values };
}

/**
 * SHA-256 of a table's canonical form, 64 hexadecimal digits: what decides the data drawn from it. The shape is part of it,
 * so that 2 rows of 3 and 3 rows of 2 are two tables.
 */
export const tableSha256 = (table: Table): string =>
  createHash('sha256').update(header(table)).update(littleEndian(table.values)).digest('hex');

/** Values that all threads can read without a copy. */
export const sharedValues = (length: number): Float64Array<SharedArrayBuffer> =>
  new Float64Array(new SharedArrayBuffer(8 * length));

function header({ rows, dimension }: Pick<Table, 'rows' | 'dimension'>): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES);
  bytes.set(new TextEncoder().encode(MAGIC));
  const view = new DataView(bytes.buffer);
  view.setBigUint64(8, BigInt(rows), true);
  view.setBigUint64(16, BigInt(dimension), true);
  return bytes;
}

function littleEndian(values: Float64Array): Uint8Array {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return IS_LITTLE_ENDIAN ? bytes : Buffer.from(bytes).swap64();
}

function littleEndianInPlace(values: Float64Array<SharedArrayBuffer>): void {
  if (!IS_LITTLE_ENDIAN) Buffer.from(values.buffer).swap64();
}
