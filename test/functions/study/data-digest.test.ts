import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { dataDigest } from '../../../functions/study/data-digest.ts';
import { createEngine } from '../../../functions/study/engine.ts';
import { loadSample } from '../../../kernels/arena.ts';
import { comparisonsFromRows } from '../../../kernels/comparisons.ts';

const digestOf = (rows: readonly number[], n: number, d: number, backend: 'js' | 'wasm-f64' = 'js'): string =>
  dataDigest(loadSample(createEngine(backend), comparisonsFromRows(rows, n, d)));

test('is the SHA-256 of the rows as little-endian float64, row by row, without padding', () => {
  // 3 rows of 2: python3 -c "import hashlib,struct;print(hashlib.sha256(struct.pack('<6d',1,2,-3,.5,0,-.25)).hexdigest())"
  expect(digestOf([1, 2, -3, 0.5, 0, -0.25], 3, 2)).toBe(
    'ca1ebeef3ccb3aff0e81a52336a0b56aed3b746c37968c99bd76bd58153fc8cb',
  );
});

test.each([
  [1, 1],
  [7, 3],
  [8, 2],
  [20_000, 2],
])('is the hash of all bytes at once for n = %d, d = %d, in either memory', (n, d) => {
  const rows = Array.from({ length: n * d }, (_, i) => ((i * 7919) % 1013) / 8 - 50);
  const bytes = Buffer.alloc(8 * n * d);
  for (const [i, value] of rows.entries()) bytes.writeDoubleLE(value, 8 * i);
  const whole = createHash('sha256').update(bytes).digest('hex');
  expect(digestOf(rows, n, d)).toBe(whole);
  expect(digestOf(rows, n, d, 'wasm-f64')).toBe(whole);
});

test('one bit of one value changes it', () => {
  const rows = Array.from({ length: 30 }, (_, i) => i + 1);
  const other = rows.with(17, rows[17] * (1 + 2 ** -52));
  expect(digestOf(other, 15, 2)).not.toBe(digestOf(rows, 15, 2));
});
