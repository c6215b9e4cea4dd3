import type { ExactRows } from './exact-rows.ts';
import { exactDot } from './signs.ts';

/**
 * A direction that no row is orthogonal to: the intercept's where all rows have +-1 in a column, else the first column
 * without a zero, else the first of (1, t, t^2, ...), t = 2, 3, ..., that serves: a row rules out fewer than m of them.
 */
export function axisOf(rows: ExactRows): readonly bigint[] {
  const { n, m, numbers } = rows;
  const columns = Array.from({ length: m }, (_, j) => j);
  const holds = (j: number, test: (value: number) => boolean): boolean =>
    Array.from({ length: n }, (_, i) => numbers[i * m + j]).every(test);
  const column =
    columns.find((j) => holds(j, (v) => Math.abs(v) === 1)) ?? columns.find((j) => holds(j, (v) => v !== 0));
  if (column !== undefined) return columns.map((j) => (j === column ? 1n : 0n));
  for (let t = 2n; ; t++) {
    const axis = columns.map((j) => power(t, j));
    if (Array.from({ length: n }, (_, i) => i).every((i) => exactDot(rows, i, axis) !== 0n)) return axis;
  }
}

const power = (t: bigint, exponent: number): bigint =>
  Array.from({ length: exponent }).reduce((product: bigint) => product * t, 1n);
