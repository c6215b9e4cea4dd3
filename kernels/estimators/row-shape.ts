import { type Sample, sampleIndex } from '../arena.ts';
import { comparisonsLength } from '../comparisons.ts';
import { cholesky, choleskySolve } from '../math/cholesky.ts';
import type { Precondition } from './curvature-pairs.ts';

/** What the sizes and directions of rows are like. */
export interface RowShape {
  /** The median of |z| over some rows that are not zero; 0 where all of them are. */
  readonly medianLength: number;
  /** Solves M x = g, M the mean of z z' / |z|^2, its diagonal where d > 64, and a little of the identity. */
  readonly precondition: Precondition;
}

/** Above this many features a matrix of them costs more than the steps that it saves. */
const MATRIX_FEATURES = 64;
/** Part of the mean diagonal that is added to the diagonal, so that rows that span less than R^d do no harm. */
const RIDGE = 1e-7;

/**
 * Shape of the rows of a sample, from 16 d + 64 of them at most, spread evenly. Of each only the direction counts in M, so
 * that one long row of a law with heavy tails does not decide. As the features turn, so does M.
 */
export function rowShape({ arena, n, d, z }: Sample): RowShape {
  const data = arena.backend.f64(z, comparisonsLength(n, d));
  const rows = Math.min(n, 16 * d + 64);
  const full = d <= MATRIX_FEATURES;
  const moment = new Float64Array(full ? d * d : d);
  const lengths: number[] = [];
  const row = new Float64Array(d);
  for (let k = 0; k < rows; k++) {
    const i = Math.floor((k * n) / rows);
    let square = 0;
    for (let j = 0; j < d; j++) {
      row[j] = data[sampleIndex(i, j, d)];
      square += row[j] * row[j];
    }
    if (!(square > 0 && square < Number.POSITIVE_INFINITY)) continue;
    lengths.push(Math.sqrt(square));
    if (full) addSquare(moment, row, 1 / square);
    else for (let j = 0; j < d; j++) moment[j] += (row[j] * row[j]) / square;
  }
  lengths.sort((a, b) => a - b);
  const precondition = full ? byMatrix(moment, lengths.length, d) : byDiagonal(moment, lengths.length);
  return { medianLength: lengths[lengths.length >> 1] ?? 0, precondition };
}

/** Adds factor z z' to the lower triangle. */
function addSquare(moment: Float64Array, row: Float64Array, factor: number): void {
  const d = row.length;
  for (let j = 0; j < d; j++) {
    const value = factor * row[j];
    for (let k = 0; k <= j; k++) moment[j * d + k] += value * row[k];
  }
}

/** The trace of the mean of z z' / |z|^2 is 1. */
function byMatrix(sum: Float64Array, rows: number, d: number): Precondition {
  const mean = sum.map((v, k) => v / rows + (k % (d + 1) === 0 ? RIDGE / d : 0));
  const factor = cholesky(mean, d);
  return factor === null ? (gradient) => gradient.slice() : (gradient) => choleskySolve(factor, gradient, d);
}

function byDiagonal(sum: Float64Array, rows: number): Precondition {
  const mean = sum.map((v) => v / rows + RIDGE / sum.length);
  return (gradient) => gradient.map((v, j) => v / mean[j]);
}
