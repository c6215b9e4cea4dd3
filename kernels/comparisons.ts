/** Rows a block holds; inside a block the values of one column are contiguous. */
const LANES = 8;

/**
 * n comparisons z_i = s_i x_i in R^d, where s_i = +1 if the first item was chosen and -1 otherwise.
 *
 * Layout: blocks of 8 rows, column by column inside a block: z_ij = data[((i >> 3) * d + j) * 8 + (i & 7)].
 * The rows that pad the last block are zero; a zero row contributes nothing to any loss or score here.
 */
export interface Comparisons {
  readonly n: number;
  readonly d: number;
  /** Length 8 d ceil(n / 8). */
  readonly data: Float64Array;
}

/** Comparisons that are read a few blocks at a time, so that a large sample need not be in memory twice. */
export interface BlockSource {
  readonly n: number;
  readonly d: number;
  /** Blocks first .. first + count - 1 in the layout of `Comparisons`, good until the next call. */
  blocks(first: number, count: number): Float64Array;
}

/** Comparisons in memory as a source of their blocks. */
export const blocksOf = ({ n, d, data }: Comparisons): BlockSource => ({
  n,
  d,
  blocks: (first, count) => data.subarray(first * LANES * d, (first + count) * LANES * d),
});

/** Number of float64 values that n comparisons of d features occupy. */
export const comparisonsLength = (n: number, d: number): number => Math.ceil(n / LANES) * LANES * d;

/** Lays rows (row-major n x d, already signed) out as comparisons. */
export function comparisonsFromRows(rows: ArrayLike<number>, n: number, d: number): Comparisons {
  if (rows.length !== n * d) {
    throw new RangeError(`comparisonsFromRows: ${rows.length} values given, n * d = ${n * d} expected`);
  }
  const data = new Float64Array(comparisonsLength(n, d));
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < d; j++) {
      const value = rows[i * d + j];
      if (!Number.isFinite(value)) {
        throw new RangeError(
          `comparisonsFromRows: row ${i}, column ${j} is ${value}; features are finite numbers`,
        );
      }
      data[((i >> 3) * d + j) * LANES + (i & 7)] = value;
    }
  }
  return { n, d, data };
}
