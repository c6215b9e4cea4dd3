import type { ValueOf } from './choice-data.ts';
import { DataError } from './data-error.ts';
import type { Scales } from './scales.ts';

/** What is left of a column's square beside the columns before it, when it is a combination of them. */
const COLLINEAR = 1e-11;
/** Rows looked at together. */
const ROWS = 4096;

export interface Columns {
  readonly n: number;
  readonly names: readonly string[];
  readonly value: ValueOf;
  readonly scales: Scales;
}

/**
 * Throws DataError where a feature is a combination of others, or where there are more features than comparisons.
 *
 * Cholesky's factor of the Gram matrix of the scaled columns, in the order of the columns: a pivot is the squared distance
 * of a column from the span of those before it, and its row solves for the combination.
 */
export function checkIndependent({ n, names, value, scales }: Columns): void {
  const d = names.length;
  if (n < d) throw new DataError(`has ${n} comparisons for ${d} features; more comparisons are needed.`);
  const factor = gram({ n, names, value, scales });
  for (let j = 0; j < d; j++) {
    for (let k = 0; k < j; k++) {
      let sum = factor[j * d + k];
      for (let l = 0; l < k; l++) sum -= factor[j * d + l] * factor[k * d + l];
      factor[j * d + k] = sum / factor[k * d + k];
    }
    let pivot = factor[j * d + j];
    for (let l = 0; l < j; l++) pivot -= factor[j * d + l] * factor[j * d + l];
    if (pivot <= COLLINEAR * factor[j * d + j])
      throw new DataError(combination({ names, scales, factor }, j));
    factor[j * d + j] = Math.sqrt(pivot);
  }
}

/** Row-major d x d means of products of scaled columns, the lower triangle. */
function gram({ n, names, value, scales }: Columns): Float64Array {
  const d = names.length;
  const products = new Float64Array(d * d);
  const columns = Array.from({ length: d }, () => new Float64Array(Math.min(ROWS, n)));
  for (let start = 0; start < n; start += ROWS) {
    const rows = Math.min(ROWS, n - start);
    for (let j = 0; j < d; j++) {
      for (let i = 0; i < rows; i++) {
        columns[j][i] = (value(start + i, j) - scales.centre[j]) / scales.spread[j];
      }
    }
    for (let j = 0; j < d; j++) {
      for (let k = 0; k <= j; k++) products[j * d + k] += dotOf(columns[j], columns[k], rows) / n;
    }
  }
  return products;
}

function dotOf(a: Float64Array, b: Float64Array, length: number): number {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += a[i] * b[i];
  return sum;
}

interface Factored {
  readonly names: readonly string[];
  readonly scales: Scales;
  readonly factor: Float64Array;
}

/** Says of which columns column j is a combination: the solution of L' c = l. */
function combination({ names, scales, factor }: Factored, j: number): string {
  const d = names.length;
  const shares = new Float64Array(j);
  for (let k = j - 1; k >= 0; k--) {
    let sum = factor[j * d + k];
    for (let l = k + 1; l < j; l++) sum -= factor[l * d + k] * shares[l];
    shares[k] = sum / factor[k * d + k];
  }
  const parts = Array.from(shares.keys())
    .filter((k) => Math.abs(shares[k]) > 1e-6)
    .map(
      (k) => `${Number(((shares[k] * scales.spread[j]) / scales.spread[k]).toPrecision(4))} x ${names[k]}`,
    );
  const more = parts.length > 6 ? ` + ${parts.length - 6} more` : '';
  return `has a column ${names[j]} that is a combination of others (${parts.slice(0, 6).join(' + ')}${more}); their coefficients cannot be told apart, so leave one of them out, as with --without ${names[j]}.`;
}
