import type { FileFeatures } from '../../populations/population.ts';
import type { Tables } from '../../populations/table.ts';
import type { Disagreement } from './evaluator.ts';

/** The rows of a table: the share of them on which the signs differ, exactly; a row on both boundaries counts as equal. */
export function tableDisagreement(
  { path, sha256 }: FileFeatures,
  tables: Tables,
  target: ArrayLike<number>,
): Disagreement {
  const table = tables.get(sha256);
  if (table === undefined) {
    throw new RangeError(`disagreement: the table of ${path} (SHA-256 ${sha256}) was not given`);
  }
  const { rows, dimension, values } = table;
  const signOf = (v: ArrayLike<number>, row: number): number => {
    let sum = 0;
    for (let j = 0; j < dimension; j++) sum += values[row * dimension + j] * v[j];
    return Math.sign(sum);
  };
  const signs = Int8Array.from({ length: rows }, (_, row) => signOf(target, row));
  return (direction) => {
    let differ = 0;
    for (let row = 0; row < rows; row++) if (signOf(direction, row) !== signs[row]) differ++;
    return differ / rows;
  };
}
