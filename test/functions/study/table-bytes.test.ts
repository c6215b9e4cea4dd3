import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeTable, encodeTable, tableSha256 } from '../../../functions/study/table-bytes.ts';

const golden = JSON.parse(readFileSync(new URL('../../golden/tables.json', import.meta.url), 'utf8'));
const canonical = new Uint8Array(Buffer.from(golden.canonical, 'base64'));
const table = { rows: 4, dimension: 3, values: Float64Array.from(golden.values.flat()) };

// Expected bytes and hash: test/golden/tables.py.
describe('the canonical form of a table', () => {
  it('is the one that another program writes, byte for byte, and reads back', () => {
    expect(encodeTable(table)).toEqual(canonical);
    expect(decodeTable(canonical)).toEqual(table);
    expect(tableSha256(table)).toBe(golden.sha256);
  });

  it('tells tables of other shapes and of other values apart', () => {
    const others = [
      table,
      { ...table, rows: 3, dimension: 4 },
      { ...table, values: table.values.with(11, 0.3) },
    ];
    expect(new Set(others.map(tableSha256)).size).toBe(3);
  });

  it('is read from the middle of other bytes, where values are not aligned', () => {
    const padded = new Uint8Array(canonical.length + 10);
    padded.set(canonical, 3);
    expect(decodeTable(padded.subarray(3, 3 + canonical.length))).toEqual(table);
  });

  it.each([
    ['cut off', canonical.subarray(0, -8)],
    ['cut off in its header', canonical.subarray(0, 20)],
    ['too long', Uint8Array.of(...canonical, 0)],
    ['something else', canonical.with(0, 0)],
    ['of another shape than its length', canonical.with(8, 5)],
    ['of a vast shape', canonical.with(15, 255).with(23, 255)],
    ['empty', new Uint8Array(0)],
  ])('is not found in bytes that are %s', (_, bytes) => {
    expect(decodeTable(bytes)).toBeNull();
  });
});
