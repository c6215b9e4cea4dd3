import { createHash } from 'node:crypto';
import { type Sample, sampleIndex } from '../../kernels/arena.ts';
import { comparisonsLength } from '../../kernels/comparisons.ts';

/** Rows hashed at once, so that the copy stays small beside the data set. */
const ROWS_AT_ONCE = 8192;

/**
 * SHA-256 of a data set, 64 lower-case hexadecimal digits: of the bytes of z_ij = s_i x_ij as little-endian float64, row
 * by row, n x d x 8 bytes. Rows that pad the layout are no part of it, so that another program that draws the same
 * comparisons gets the same digest.
 */
export function dataDigest({ arena, n, d, z }: Sample): string {
  const values = arena.backend.f64(z, comparisonsLength(n, d));
  const hash = createHash('sha256');
  for (let from = 0; from < n; from += ROWS_AT_ONCE) {
    const rows = Math.min(ROWS_AT_ONCE, n - from);
    const bytes = new DataView(new ArrayBuffer(rows * d * 8));
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < d; j++)
        bytes.setFloat64((i * d + j) * 8, values[sampleIndex(from + i, j, d)], true);
    }
    hash.update(bytes);
  }
  return hash.digest('hex');
}
