type Row = readonly number[];

/** Rows of small whole numbers with weights: every number that is met stays below 2^53, so that all of this is exact. */
export interface WeightedRows {
  readonly rows: readonly Row[];
  readonly weights: readonly number[];
}

/**
 * The largest weight of rows with z . theta > 0, over all theta: by enumeration, with nothing in common with the solvers.
 *
 * Where the rows span R^k, every cell of their arrangement has an edge, a direction r that k - 1 independent rows vanish
 * at. Near r the other rows are decided, and those that vanish at r are the same problem in one dimension less.
 */
export function bestWeight({ rows, weights }: WeightedRows): number {
  const nonZero = rows
    .map((row, i) => ({ row, weight: weights[i] }))
    .filter(({ row }) => row.some((v) => v !== 0));
  if (nonZero.length === 0) return 0;
  const pivots = pivotsOf(nonZero.map(({ row }) => row)).columns;
  const seen = nonZero.map(({ row, weight }) => ({ row: pivots.map((j) => row[j]), weight }));
  const k = pivots.length;
  if (k === 1) {
    const up = total(seen.filter(({ row }) => row[0] > 0));
    return Math.max(up, total(seen) - up);
  }
  let best = 0;
  const met = new Set<string>();
  for (const subset of subsets(seen.length, k - 1)) {
    const normal = normalTo(
      subset.map((i) => seen[i].row),
      k,
    );
    if (normal === null || met.has(normal.join())) continue;
    met.add(normal.join());
    const onEdge = seen.filter(({ row }) => dot(row, normal) === 0);
    const near = bestWeight({
      rows: onEdge.map(({ row }) => row),
      weights: onEdge.map(({ weight }) => weight),
    });
    const above = total(seen.filter(({ row }) => dot(row, normal) > 0));
    const below = total(seen) - total(onEdge) - above;
    best = Math.max(best, near + above, near + below);
  }
  return best;
}

const total = (rows: readonly { readonly weight: number }[]): number =>
  rows.reduce((sum, { weight }) => sum + weight, 0);

const dot = (a: Row, b: Row): number => a.reduce((sum, v, j) => sum + v * b[j], 0);

function* subsets(n: number, size: number, from = 0): Generator<readonly number[]> {
  if (size === 0) yield [];
  else
    for (let i = from; i <= n - size; i++) for (const rest of subsets(n, size - 1, i + 1)) yield [i, ...rest];
}

interface Pivots {
  readonly columns: readonly number[];
  /** Rows reduced so that a pivot's column is zero elsewhere. */
  readonly reduced: readonly Row[];
}

function pivotsOf(rows: readonly Row[]): Pivots {
  let left = rows;
  const reduced: Row[] = [];
  const columns: number[] = [];
  for (let j = 0; j < (rows[0]?.length ?? 0); j++) {
    const pivot = left.find((row) => row[j] !== 0);
    if (pivot === undefined) continue;
    const clear = (row: Row): Row => lowest(row.map((v, l) => v * pivot[j] - row[j] * pivot[l]));
    left = left.filter((row) => row !== pivot).map(clear);
    reduced.splice(0, reduced.length, ...reduced.map(clear), pivot);
    columns.push(j);
  }
  return { columns, reduced };
}

/** The direction that k - 1 rows of length k are orthogonal to, up to sign; null where they are dependent. */
function normalTo(rows: readonly Row[], k: number): Row | null {
  const { columns, reduced } = pivotsOf(rows);
  if (columns.length < k - 1) return null;
  const free = Array.from({ length: k }, (_, j) => j).find((j) => !columns.includes(j)) ?? 0;
  const product = columns.reduce((all, column, i) => all * reduced[i][column], 1);
  const normal = Array.from({ length: k }, (_, j) => {
    const i = columns.indexOf(j);
    return i < 0 ? product : (-reduced[i][free] * product) / reduced[i][j] + 0;
  });
  const low = lowest(normal);
  return low[free] > 0 ? low : low.map((v) => 0 - v);
}

/** Divided by the greatest common divisor. */
function lowest(row: Row): Row {
  const divisor = row.reduce((a, b) => gcd(a, Math.abs(b)), 0);
  if (!(divisor <= Number.MAX_SAFE_INTEGER))
    throw new RangeError(`bestWeight: ${divisor} is too large to be exact`);
  return divisor > 1 ? row.map((v) => v / divisor) : row;
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
