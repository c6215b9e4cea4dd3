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
  /** x_i . theta of all labels, without their signs, for each theta: views that the next call changes. Reads each row once. */
  products(thetas: readonly ArrayLike<number>[]): readonly Float64Array[];
  /** sum of factors_i x_i for each list of factors. Reads each row once. */
  combinations(factors: readonly ArrayLike<number>[]): readonly Float64Array[];
  /** Gives back the memory, and that of everything loaded after it. */
  release(): void;
}

/**
 * Loads labels; `rows` are below the number of rows of the table, and there is at least one.
 *
 * @param most thetas of one call of `products`, or lists of one call of `combinations`.
 */
export function loadDense(desk: Desk, { rows, signs }: Judged, most = 1): DenseSample {
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
    factors: desk.take(4 * count * most),
    products: desk.take(8 * count * most),
    theta: desk.take(4 * d * most),
    out: desk.take(chunks * chunkBytes(d) * most),
  };
  const floats = (at: number, length: number): Float32Array => new Float32Array(memory.buffer, at, length);
  const doubles = (at: number, length: number): Float64Array => new Float64Array(memory.buffer, at, length);
  // Rows that pad the last eight repeat the first with weight 0.
  new Uint32Array(memory.buffer, address.rows, count).fill(rows[0]).set(rows);
  floats(address.signs, count).fill(1).set(signs);
  floats(address.weights, count).fill(0).fill(1, 0, n);
  const factors = floats(address.factors, count * most).fill(0);
  const theta = floats(address.theta, d * most);
  const found = doubles(address.products, count * most);
  const size = chunkBytes(d) / 8;
  const out = doubles(address.out, chunks * size * most);

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
  /** Chunks in their order, whoever computed them; a chunk leaves `points` results. */
  const added = (first: number, length: number, points = 1): Float64Array => {
    const sums = new Float64Array(length);
    for (let c = 0; c < chunks; c++) {
      const from = c * points * size + first;
      for (let j = 0; j < length; j++) sums[j] += out[from + j];
    }
    return sums;
  };
  const checked = (points: number): number => {
    if (points <= most) return points;
    throw new RangeError(`loadDense: ${points} at once are asked for where there is room for ${most}`);
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
    products(points) {
      const together = checked(points.length);
      for (const [k, point] of points.entries()) theta.set(point, k * d);
      task('products', { out: address.products, points: together });
      return points.map((_, k) => found.subarray(k * count, k * count + n));
    },
    combinations(lists) {
      const together = checked(lists.length);
      for (const [k, list] of lists.entries()) factors.set(list, k * count);
      task('combination', { weights: address.factors, points: together });
      return lists.map((_, k) => added(k * size, d, lists.length));
    },
    release,
  };
}

/** Bytes of work memory that labels take, `most` as in `loadDense`. */
export const sampleBytes = (n: number, d: number, most = 1): number =>
  (20 + 12 * most) * (n + 8) + most * (4 * d + 66 * chunkBytes(d)) + 7 * 64;

/** Row i of a table. */
export const rowOf = ({ table }: Desk, i: number): Float32Array =>
  featuresOf(table).subarray(i * table.d, (i + 1) * table.d);
