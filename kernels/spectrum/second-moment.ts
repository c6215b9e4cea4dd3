/** Sums of products of the coordinates of rows. */
export interface SecondMoment {
  /** Adds rows of d float32, one after the other. */
  add(rows: Float32Array): void;
  /** (1/n) sum x x', row-major d x d, of the n rows added. */
  matrix(): Float64Array;
}

/** The second moment of rows in R^d, about the origin; n d^2 / 2 products in float64, summed in the order of the rows. */
export function createSecondMoment(d: number): SecondMoment {
  const sums = new Float64Array(d * d);
  const row = new Float64Array(d);
  let n = 0;
  return {
    add: (rows) => {
      for (let start = 0; start < rows.length; start += d) {
        for (let j = 0; j < d; j++) row[j] = rows[start + j];
        for (let i = 0; i < d; i++) {
          const x = row[i];
          const at = i * d;
          for (let j = i; j < d; j++) sums[at + j] += x * row[j];
        }
        n++;
      }
    },
    matrix: () =>
      Float64Array.from(sums, (_, at) => {
        const i = Math.floor(at / d);
        const j = at - i * d;
        return (j >= i ? sums[at] : sums[j * d + i]) / Math.max(1, n);
      }),
  };
}

/** Columns that a pass over the rows takes at once: their sums stay in registers. */
export const LANES = 8;

/** Sums of x (x . v) over rows x, for a block of vectors v. */
export interface MomentProduct {
  add(rows: Float32Array): void;
  /** M V for M = (1/n) sum x x', in the form of V. */
  product(): Float64Array;
  /** (1/n) sum |x|^2, the trace of M. */
  trace(): number;
}

/**
 * M V without M: two products a row and vector, where the matrix would take d^2.
 *
 * @param vectors V, d x (LANES b), as b blocks of d x LANES, each row-major.
 */
export function createMomentProduct(vectors: Float64Array, d: number): MomentProduct {
  const sums = new Float64Array(vectors.length);
  const row = new Float64Array(d);
  let squares = 0;
  let n = 0;
  return {
    add: (rows) => {
      for (let start = 0; start < rows.length; start += d) {
        for (let j = 0; j < d; j++) {
          row[j] = rows[start + j];
          squares += row[j] * row[j];
        }
        for (let block = 0; block < vectors.length; block += LANES * d)
          addBlock({ vectors, sums, block }, row);
        n++;
      }
    },
    product: () => sums.map((sum) => sum / Math.max(1, n)),
    trace: () => squares / Math.max(1, n),
  };
}

interface Block {
  readonly vectors: Float64Array;
  readonly sums: Float64Array;
  readonly block: number;
}

/** Written out, so that the eight sums stay in registers. */
function addBlock({ vectors: v, sums, block }: Block, row: Float64Array): void {
  let [t0, t1, t2, t3, t4, t5, t6, t7] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let j = 0, at = block; j < row.length; j++, at += LANES) {
    const x = row[j];
    t0 += x * v[at];
    t1 += x * v[at + 1];
    t2 += x * v[at + 2];
    t3 += x * v[at + 3];
    t4 += x * v[at + 4];
    t5 += x * v[at + 5];
    t6 += x * v[at + 6];
    t7 += x * v[at + 7];
  }
  for (let j = 0, at = block; j < row.length; j++, at += LANES) {
    const x = row[j];
    sums[at] += x * t0;
    sums[at + 1] += x * t1;
    sums[at + 2] += x * t2;
    sums[at + 3] += x * t3;
    sums[at + 4] += x * t4;
    sums[at + 5] += x * t5;
    sums[at + 6] += x * t6;
    sums[at + 7] += x * t7;
  }
}
