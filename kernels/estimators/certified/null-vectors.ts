import { primitiveVector } from './exact-rows.ts';

/** A basis of the null space of integer rows of length `width`, exact, by elimination without fractions. */
export function nullVectors(
  matrix: readonly (readonly bigint[])[],
  width: number,
): readonly (readonly bigint[])[] {
  const rows = matrix.map((row) => [...row]);
  const pivots: number[] = [];
  for (let column = 0; column < width && pivots.length < rows.length; column++) {
    const rank = pivots.length;
    const at = rows.findIndex((row, i) => i >= rank && row[column] !== 0n);
    if (at < 0) continue;
    [rows[rank], rows[at]] = [rows[at], rows[rank]];
    clearColumn(rows, rank, column);
    pivots.push(column);
  }
  const free = Array.from({ length: width }, (_, j) => j).filter((j) => !pivots.includes(j));
  return free.map((column) => solution(rows, pivots, { column, width }));
}

/** Makes a column zero above and below its pivot. */
function clearColumn(rows: bigint[][], rank: number, column: number): void {
  const pivot = rows[rank];
  for (let i = 0; i < rows.length; i++) {
    const factor = rows[i][column];
    if (i === rank || factor === 0n) continue;
    rows[i] = [...primitiveVector(rows[i].map((v, j) => v * pivot[column] - factor * pivot[j]))];
  }
}

/** The reduced rows say p_k x_k + f_k x_free = 0: x_free is the product of the pivots, the other free ones are 0. */
function solution(
  rows: readonly (readonly bigint[])[],
  pivots: readonly number[],
  { column, width }: { readonly column: number; readonly width: number },
): readonly bigint[] {
  const product = pivots.reduce((all, pivot, k) => all * rows[k][pivot], 1n);
  const vector = new Array<bigint>(width).fill(0n);
  vector[column] = product;
  pivots.forEach((pivot, k) => {
    vector[pivot] = (-rows[k][column] * product) / rows[k][pivot];
  });
  return primitiveVector(vector);
}
