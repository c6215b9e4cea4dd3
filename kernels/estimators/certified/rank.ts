import { type ExactRows, PRIME } from './exact-rows.ts';

/** Independent rows, and columns in which they are independent: as many as the rank modulo PRIME. */
export interface Basis {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

/**
 * Independent rows among those listed, found modulo a prime: rows that are independent modulo it are independent, so
 * that the rank is never overstated, and understated with a probability near 1 / PRIME. Ends at rank `enough`.
 */
export function basisOf(rows: ExactRows, listed: ArrayLike<number>, enough = rows.m): Basis {
  const { m, residues } = rows;
  const reduced: number[][] = [];
  const columns: number[] = [];
  const chosen: number[] = [];
  for (let a = 0; a < listed.length && chosen.length < enough; a++) {
    const vector: number[] = [];
    for (let j = 0; j < m; j++) vector.push(residues[listed[a] * m + j]);
    for (let k = 0; k < reduced.length; k++) {
      const factor = vector[columns[k]];
      if (factor === 0) continue;
      const other = reduced[k];
      for (let j = 0; j < m; j++) vector[j] = (vector[j] + (PRIME - factor) * other[j]) % PRIME;
    }
    const pivot = vector.findIndex((v) => v !== 0);
    if (pivot < 0) continue;
    const inverse = inverseOf(vector[pivot]);
    for (let j = 0; j < m; j++) vector[j] = (vector[j] * inverse) % PRIME;
    reduced.push(vector);
    columns.push(pivot);
    chosen.push(listed[a]);
  }
  return { rows: chosen, columns: [...columns].sort((a, b) => a - b) };
}

/** The inverse modulo PRIME, by the extended Euclidean algorithm. */
function inverseOf(value: number): number {
  let [a, b, x, y] = [value, PRIME, 1, 0];
  while (b !== 0) {
    const quotient = Math.floor(a / b);
    [a, b] = [b, a - quotient * b];
    [x, y] = [y, x - quotient * y];
  }
  return ((x % PRIME) + PRIME) % PRIME;
}
