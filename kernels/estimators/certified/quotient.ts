import { type ExactRows, entry, type Merged, subRows } from './exact-rows.ts';
import { nullVectors } from './null-vectors.ts';
import type { Basis } from './rank.ts';
import { exactDot } from './signs.ts';

/** A problem of fewer dimensions: its rows, what they force, and the axis that its chart is built around. */
export interface Reduced extends Merged {
  readonly axis: readonly bigint[];
  /** A direction of the reduced problem in the coordinates of the whole one. */
  readonly lift: (direction: readonly bigint[]) => readonly bigint[];
}

/** The listed rows, which r is orthogonal to, on directions modulo r: theta without a coordinate in which r is not 0. */
export function modulo(
  rows: ExactRows,
  axis: readonly bigint[],
  { listed, point }: { readonly listed: readonly number[]; readonly point: readonly bigint[] },
): Reduced {
  const dropped = droppedColumn(axis, point);
  const columns = point.map((_, j) => j).filter((j) => j !== dropped);
  const pivot = point[dropped];
  // axis - (axis_j / r_j) r, times |r_j|: on the listed rows it has the signs of the axis.
  const side = pivot > 0n ? 1n : -1n;
  const projected = columns.map((j) => side * (axis[j] * pivot - axis[dropped] * point[j]));
  return { ...subRows(rows, listed, columns), axis: projected, lift: lifting(columns, rows.m) };
}

/** Not the column in which the axis is largest, if possible: an intercept stays. */
function droppedColumn(axis: readonly bigint[], point: readonly bigint[]): number {
  const size = (v: bigint): bigint => (v < 0n ? -v : v);
  const kept = axis.reduce((best, v, j) => (size(v) > size(axis[best]) ? j : best), 0);
  return point.reduce(
    (best, v, j) => (j !== kept && size(v) > (best === kept ? 0n : size(point[best])) ? j : best),
    kept,
  );
}

/**
 * The listed rows in the columns of a basis of them, which tell the rows' signs at every theta: a problem that is no
 * harder. Null where the rank modulo a prime was below the true one, so that they do not.
 */
export function spanned(
  rows: ExactRows,
  axis: readonly bigint[],
  { listed, basis }: { readonly listed: ArrayLike<number>; readonly basis: Basis },
): Reduced | null {
  if (!isBasisOf(rows, basis, listed)) return null;
  const { columns } = basis;
  const [vector] = nullVectors(
    basis.rows.map((i) => [...columns.map((j) => entry(rows, i * rows.m + j)), -exactDot(rows, i, axis)]),
    columns.length + 1,
  );
  const side = vector[columns.length] > 0n ? 1n : -1n;
  const projected = vector.slice(0, -1).map((v) => side * v);
  return { ...subRows(rows, Array.from(listed), columns), axis: projected, lift: lifting(columns, rows.m) };
}

/** Whether the listed rows are, exactly, combinations of the basis. */
export function isBasisOf(rows: ExactRows, basis: Basis, listed: ArrayLike<number>): boolean {
  const columns = Array.from({ length: rows.m }, (_, j) => j);
  const normals = nullVectors(
    basis.rows.map((i) => columns.map((j) => entry(rows, i * rows.m + j))),
    rows.m,
  );
  return Array.from(listed).every((i) => normals.every((normal) => exactDot(rows, i, normal) === 0n));
}

/** Directions in some of m columns, 0 in the others. */
export const lifting =
  (columns: readonly number[], m: number): Reduced['lift'] =>
  (direction) => {
    const theta = new Array<bigint>(m).fill(0n);
    columns.forEach((column, j) => {
      theta[column] = direction[j];
    });
    return theta;
  };
