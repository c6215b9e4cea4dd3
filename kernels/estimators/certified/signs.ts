import { scaledToUnit } from './dyadic.ts';
import { type ExactRows, entry } from './exact-rows.ts';

/** z_i . theta, exact. */
export function exactDot(rows: ExactRows, row: number, theta: readonly bigint[]): bigint {
  let sum = 0n;
  for (let j = 0; j < rows.m; j++) sum += entry(rows, row * rows.m + j) * theta[j];
  return sum;
}

/**
 * Exact signs of z_i . theta for all rows: float64 where its error bound settles the sign, big integers for the rest.
 *
 * The approximate entries and theta are each within a relative 2^-52, so that the sum of m products is within
 * (m + 6) 2^-52 sum |z_j theta_j| of the true one, up to the unit that theta was scaled by.
 */
export function signsAt(rows: ExactRows, theta: readonly bigint[]): Int8Array {
  const { n, m, numbers } = rows;
  const near = scaledToUnit(theta);
  const signs = new Int8Array(n);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    let size = 0;
    for (let j = 0; j < m; j++) {
      const term = numbers[i * m + j] * near[j];
      sum += term;
      size += Math.abs(term);
    }
    const clear = Math.abs(sum) > ROUNDING * (m + 6) * size;
    signs[i] = clear ? Math.sign(sum) : signOf(exactDot(rows, i, theta));
  }
  return signs;
}

/** 2^-50: a factor of four above the bound. */
const ROUNDING = 8.881784197001252e-16;

const signOf = (value: bigint): number => (value > 0n ? 1 : value < 0n ? -1 : 0);

/** Weight of the rows that theta does not get strictly right. */
export function errorsAt(rows: ExactRows, theta: readonly bigint[]): number {
  const signs = signsAt(rows, theta);
  let errors = 0;
  for (let i = 0; i < rows.n; i++) if (signs[i] <= 0) errors += rows.weights[i];
  return errors;
}
