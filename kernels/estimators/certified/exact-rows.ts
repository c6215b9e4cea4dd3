/** Residues are kept of this prime, so that products of two stay below 2^53. */
export const PRIME = 67_108_859;
const BIG_PRIME = BigInt(PRIME);

/**
 * Weighted rows of integers, row-major n x m: a direction theta in R^m is right about row i where z_i . theta > 0.
 * No row is zero, no two lie on one line through 0, and the entries of each have no common divisor.
 */
export interface ExactRows {
  readonly n: number;
  readonly m: number;
  /** The entries, exact where `big` is null, else the nearest float64. */
  readonly numbers: Float64Array;
  readonly big: readonly bigint[] | null;
  /** The entries modulo PRIME. */
  readonly residues: Float64Array;
  /** Positive whole numbers. */
  readonly weights: Float64Array;
}

/** Entry k of the row-major matrix. */
export const entry = (rows: Pick<ExactRows, 'numbers' | 'big'>, k: number): bigint =>
  rows.big === null ? BigInt(rows.numbers[k]) : rows.big[k];

/** Rows before they are merged. */
export interface LooseRows {
  readonly m: number;
  /** Row-major, whole numbers below 2^53 in size; or exact in `big`. */
  readonly numbers: Float64Array;
  readonly big: readonly bigint[] | null;
  readonly weights: Float64Array;
}

export interface Merged {
  readonly rows: ExactRows;
  /** Weight of the rows that every direction off their boundary gets wrong: the smaller of two opposites. */
  readonly forced: number;
}

/** All rows on one line through 0. */
interface Line {
  readonly at: number;
  /** Weight on the side of row `at`, less that on the other. */
  weight: number;
  /** Of the two weights, the smaller. */
  cancelled: number;
}

/**
 * Drops zero rows, adds the weights of rows that are positive multiples of each other and cancels opposites: of weights
 * v >= w on z and -z, w is wrong whatever theta is, and v - w stays on z.
 */
function mergeRows(loose: LooseRows): Merged {
  const { primitive, lines } = linesOf(loose);
  const all = [...lines.values()];
  const kept = all.filter((line) => line.weight !== 0);
  return {
    rows: gathered(primitive, kept, loose.m),
    forced: all.reduce((sum, { cancelled }) => sum + cancelled, 0),
  };
}

/** Merged rows with what was cancelled, which a direction on a boundary loses too. */
export interface MergedBoundaries extends Merged {
  /** One row a line, of weight 0 where all of it was cancelled. */
  readonly boundaries: ExactRows;
  /** Weight that was cancelled, one a boundary. */
  readonly cancelled: Float64Array;
}

/** The same, with all boundaries; both in an order of their own, whatever order the rows came in. */
export function mergeBoundaries(loose: LooseRows): MergedBoundaries {
  const { primitive, lines } = linesOf(loose);
  const all = [...lines].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line);
  const cancelled = Float64Array.from(all, (line) => line.cancelled);
  const kept = all.filter((line) => line.weight !== 0);
  return {
    rows: gathered(primitive, kept, loose.m),
    forced: cancelled.reduce((sum, weight) => sum + weight, 0),
    boundaries: gathered(primitive, all, loose.m),
    cancelled,
  };
}

function linesOf(loose: LooseRows): {
  readonly primitive: Primitive;
  readonly lines: ReadonlyMap<string, Line>;
} {
  const { weights } = loose;
  const primitive = primitiveRows(loose);
  const lines = new Map<string, Line & { side: number }>();
  for (let i = 0; i < weights.length; i++) {
    const { key, side } = primitive.line(i);
    if (side === 0 || weights[i] === 0) continue;
    const known = lines.get(key);
    if (known === undefined) {
      lines.set(key, { at: i, side, weight: weights[i], cancelled: 0 });
      continue;
    }
    const added = known.side * side * weights[i];
    if (known.weight * added < 0) known.cancelled += Math.min(Math.abs(known.weight), weights[i]);
    known.weight += added;
  }
  return { primitive, lines };
}

interface Primitive {
  readonly numbers: Float64Array;
  readonly big: bigint[] | null;
  /** Which line through 0 a row is on, and on which side; side 0 for the zero row. */
  line(row: number): { readonly key: string; readonly side: -1 | 0 | 1 };
}

function primitiveRows({ m, numbers, big }: LooseRows): Primitive {
  return big === null ? smallPrimitive(numbers, m) : bigPrimitive(big, m);
}

function smallPrimitive(source: Float64Array, m: number): Primitive {
  const numbers = source.slice();
  const line: Primitive['line'] = (row) => {
    const values = numbers.subarray(row * m, row * m + m);
    const first = values.find((v) => v !== 0) ?? 0;
    if (first === 0) return { key: '', side: 0 };
    const side = first > 0 ? 1 : -1;
    const divisor = values.reduce((g, v) => (g === 1 ? 1 : commonDivisor(g, Math.abs(v))), 0);
    if (divisor > 1) for (let j = 0; j < m; j++) values[j] /= divisor;
    return { key: Array.from(values, (v) => side * v + 0).join(), side };
  };
  return { numbers, big: null, line };
}

function bigPrimitive(source: readonly bigint[], m: number): Primitive {
  const big = [...source];
  const numbers = Float64Array.from(big, Number);
  const line: Primitive['line'] = (row) => {
    const values = primitiveVector(big.slice(row * m, row * m + m));
    const first = values.find((v) => v !== 0n);
    if (first === undefined) return { key: '', side: 0 };
    const side = first > 0n ? 1 : -1;
    for (let j = 0; j < m; j++) {
      big[row * m + j] = values[j];
      numbers[row * m + j] = Number(values[j]);
    }
    return { key: (side > 0 ? values : values.map((v) => -v)).join(), side };
  };
  return { numbers, big, line };
}

function gathered({ numbers, big }: Primitive, kept: readonly Line[], m: number): ExactRows {
  const n = kept.length;
  const values = new Float64Array(n * m);
  const exact = big === null ? null : new Array<bigint>(n * m);
  const weights = Float64Array.from(kept, (line) => Math.abs(line.weight));
  for (let i = 0; i < n; i++) {
    const from = kept[i].at * m;
    const turn = kept[i].weight < 0 ? -1 : 1;
    for (let j = 0; j < m; j++) {
      values[i * m + j] = turn * numbers[from + j] + 0;
      if (exact !== null && big !== null) exact[i * m + j] = turn > 0 ? big[from + j] : -big[from + j];
    }
  }
  const residues =
    exact === null
      ? values.map((v) => ((v % PRIME) + PRIME) % PRIME)
      : Float64Array.from(exact, (v) => Number(((v % BIG_PRIME) + BIG_PRIME) % BIG_PRIME));
  return { n, m, numbers: values, big: exact, residues, weights };
}

function commonDivisor(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}

/** The vector divided by the greatest common divisor of its entries. */
export function primitiveVector(values: readonly bigint[]): readonly bigint[] {
  let divisor = 0n;
  for (const value of values) {
    let a = divisor;
    let b = value < 0n ? -value : value;
    while (b !== 0n) [a, b] = [b, a % b];
    divisor = a;
    if (divisor === 1n) return values;
  }
  return divisor === 0n ? values : values.map((v) => v / divisor);
}

/** The chosen rows and columns, merged. */
export function subRows(rows: ExactRows, chosen: readonly number[], columns: readonly number[]): Merged {
  const m = columns.length;
  const numbers = new Float64Array(chosen.length * m);
  const big = rows.big === null ? null : new Array<bigint>(chosen.length * m);
  chosen.forEach((i, a) => {
    columns.forEach((column, j) => {
      numbers[a * m + j] = rows.numbers[i * rows.m + column];
      if (big !== null && rows.big !== null) big[a * m + j] = rows.big[i * rows.m + column];
    });
  });
  return mergeRows({ m, numbers, big, weights: Float64Array.from(chosen, (i) => rows.weights[i]) });
}
