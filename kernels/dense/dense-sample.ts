import type { AnnealedPoint, LossSum } from '../losses/contract.ts';
import { type Desk, featuresOf } from './dense-table.ts';
import { chunkBytes, chunkRows, compute, type RowsTask } from './team.ts';

/** Which rows of a table are judged, a row once a label, and how. */
export interface Judged {
  /** Numbers of rows; a row may come more than once. */
  readonly rows: Uint32Array;
  /** +1 or -1 a label; z = sign x. */
  readonly signs: Int8Array;
}

/**
 * Labels on rows of a table: the losses of kernels/losses/contract.ts on z_i = s_i x_i, in float32 with sums in float64, and the two halves
 * that mixtures need. An evaluation reads each row once from memory.
 *
 * v_i is off by at most 20 u sum_j |theta_j x_ij|, u = 2^-24: a rounded coefficient and product, at most 17 additions in float32 over
 * 128 columns, then float64. A gradient is off by what that makes of the factors, and by at most 22 u of each term: a rounded
 * factor and product, three additions over eight rows and 16 over 128, then float64. The functions of v are in float64.
 */
export interface DenseSample {
  readonly n: number;
  readonly d: number;
  annealed(points: readonly AnnealedPoint[]): readonly LossSum[];
  logistic(points: readonly ArrayLike<number>[]): readonly LossSum[];
  /** x_i . theta of all labels, without their signs; a view that the next call changes. */
  products(theta: ArrayLike<number>): Float64Array;
  /** sum of factors_i x_i. */
  combination(factors: ArrayLike<number>): Float64Array;
  /** Gives back the memory, and that of everything loaded after it. */
  release(): void;
}

/** Loads labels; `rows` are below the number of rows of the table, and there is at least one. */
export function loadDense(desk: Desk, { rows, signs }: Judged): DenseSample {
  const { memory, d } = desk.table;
  const n = rows.length;
  const count = 8 * Math.ceil(n / 8);
  const chunk = chunkRows(count);
  const chunks = Math.ceil(count / chunk);
  const release = desk.mark();
  const address = {
    rows: desk.take(4 * count),
    signs: desk.take(4 * count),
    weights: desk.take(4 * count),
    factors: desk.take(4 * count),
    products: desk.take(8 * count),
    theta: desk.take(4 * d),
    out: desk.take(chunks * chunkBytes(d)),
  };
  const floats = (at: number, length: number): Float32Array => new Float32Array(memory.buffer, at, length);
  const doubles = (at: number, length: number): Float64Array => new Float64Array(memory.buffer, at, length);
  // Rows that pad the last eight repeat the first with weight 0.
  new Uint32Array(memory.buffer, address.rows, count).fill(rows[0]).set(rows);
  floats(address.signs, count).fill(1).set(signs);
  floats(address.weights, count).fill(0).fill(1, 0, n);
  const factors = floats(address.factors, count).fill(0);
  const theta = floats(address.theta, d);
  const found = doubles(address.products, count);
  const size = chunkBytes(d) / 8;
  const out = doubles(address.out, chunks * size);

  const task = (operation: RowsTask['operation'], more: Partial<RowsTask>): void =>
    compute(desk, {
      operation,
      rows: address.rows,
      count,
      chunk,
      theta: address.theta,
      out: address.out,
      ...more,
    });
  /** Chunks in their order, whoever computed them. */
  const added = (first: number, length: number): Float64Array => {
    const sums = new Float64Array(length);
    for (let c = 0; c < chunks; c++) {
      const from = c * size + first;
      for (let j = 0; j < length; j++) sums[j] += out[from + j];
    }
    return sums;
  };
  const evaluated = (operation: 'annealed' | 'logistic', factor: number): LossSum => {
    task(operation, { signs: address.signs, weights: address.weights });
    const [sum] = added(0, 1);
    const gradient = added(1, d);
    for (let j = 0; j < d; j++) gradient[j] *= factor;
    return { sum, gradient };
  };
  return {
    n,
    d,
    annealed: (points) =>
      points.map(({ direction, lambda }) => {
        for (let j = 0; j < d; j++) theta[j] = lambda * direction[j];
        return evaluated('annealed', lambda);
      }),
    logistic: (points) =>
      points.map((point) => {
        theta.set(point);
        return evaluated('logistic', -1);
      }),
    products(point) {
      theta.set(point);
      task('products', { out: address.products });
      return found.subarray(0, n);
    },
    combination(values) {
      factors.set(values);
      task('combination', { weights: address.factors });
      return added(0, d);
    },
    release,
  };
}

/** Bytes of work memory that labels take. */
export const sampleBytes = (n: number, d: number): number =>
  32 * (n + 8) + 4 * d + 66 * chunkBytes(d) + 7 * 64;

/** Row i of a table. */
export const rowOf = ({ table }: Desk, i: number): Float32Array =>
  featuresOf(table).subarray(i * table.d, (i + 1) * table.d);
