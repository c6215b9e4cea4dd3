import { exp } from '../kernels/math/exp.ts';
import { norm } from '../kernels/math/vectors.ts';
import type { Matrix, Population } from '../kernels/populations/population.ts';
import type { Tables } from '../kernels/populations/table.ts';
import { BATCHES } from './lattice-rows.ts';
import { times, transposedTimes } from './linear-algebra.ts';
import { sampledChoices } from './sampled-choices.ts';
import { tangential, tangentSolve } from './sphere-maximum.ts';

/** The surrogate's objective Q about a unit direction theta, on the tangent there (T10). */
export interface SurrogateAround {
  readonly slope: readonly number[];
  /** -Q'', and the mean square of one term's slope; both 0 along theta. */
  readonly curvature: Matrix;
  readonly variance: Matrix;
  /** Radians by which the maximum may be off. */
  readonly error: number;
}

/** Rows of the sample: as many as some tenths of a second allow at every step. */
const rowsFor = (d: number): number => BATCHES * Math.max(250, Math.min(2048, Math.floor(1e5 / (d * d))));

/**
 * Q(theta) = E[h(x) tanh(lambda x . theta / 2)] as a mean over a fixed sample of features, or over the rows of a file, which are the law itself. Error: the standard error over eight batches of the sample,
 * none for a file.
 *
 * @returns null for a file whose table is not given, and for a singular covariance
 */
export function sampledSurrogate(
  population: Population,
  tables: Tables,
): ((theta: readonly number[], lambda: number) => SurrogateAround) | null {
  const sample = sampledChoices(population, tables, rowsFor);
  if (sample === null) return null;
  const { d, x, choices, lower, isFile } = sample;
  return (theta, lambda) => {
    const sums = summed({ x, choices, d }, transposedTimes(lower, theta), lambda);
    const out = (matrix: readonly (readonly number[])[]): Matrix => {
      const half = matrix.map((row) => times(lower, row));
      return tangential(
        half[0].map((_, j) =>
          times(
            lower,
            half.map((row) => row[j]),
          ),
        ),
        theta,
      );
    };
    const slopes = sums.slopes.map((slope) => times(lower, slope));
    const full = theta.map((_, j) => slopes.reduce((sum, one) => sum + one[j], 0) / BATCHES);
    const radial = full.reduce((sum, value, j) => sum + value * theta[j], 0);
    const slope = full.map((value, j) => value - radial * theta[j]);
    const curvature = tangential(
      out(sums.bend).map((row, i) => row.map((value, j) => (i === j ? radial : 0) - value)),
      theta,
    );
    const solve = isFile ? null : tangentSolve(curvature, theta);
    const moves =
      solve === null ? [] : slopes.map((one) => norm(solve(across(one, theta).map((v, j) => v - slope[j]))));
    const error = Math.sqrt(moves.reduce((sum, move) => sum + move * move, 0) / (BATCHES * (BATCHES - 1)));
    return { slope, curvature, variance: out(sums.spread), error };
  };
}

function across(a: readonly number[], theta: readonly number[]): number[] {
  const own = a.reduce((sum, value, j) => sum + value * theta[j], 0);
  return a.map((value, j) => value - own * theta[j]);
}

interface Rows {
  readonly x: Float64Array;
  readonly choices: Float64Array;
  readonly d: number;
}

/** Sums over the rows of h K' x by batch, h K'' x x' and K'^2 x x'. */
function summed({ x, choices, d }: Rows, u: readonly number[], lambda: number) {
  const slopes = Array.from({ length: BATCHES }, () => new Array<number>(d).fill(0));
  const [bend, spread] = [0, 1].map(() => Array.from({ length: d }, () => new Array<number>(d).fill(0)));
  const n = choices.length;
  for (let i = 0; i < n; i++) {
    let z = 0;
    for (let j = 0; j < d; j++) z += u[j] * x[i * d + j];
    const e = exp(-Math.abs(lambda * z));
    if (e === 0) continue;
    const rise = (2 * lambda * e) / ((1 + e) * (1 + e));
    const fall = (-lambda * rise * (z < 0 ? e - 1 : 1 - e)) / (1 + e);
    const [first, second, third] = [choices[i] * rise, (choices[i] * fall) / n, (rise * rise) / n];
    const batch = slopes[i % BATCHES];
    for (let j = 0; j < d; j++) {
      const value = x[i * d + j];
      batch[j] += (first * value * BATCHES) / n;
      const [one, two] = [bend[j], spread[j]];
      for (let k = 0; k <= j; k++) {
        one[k] += second * value * x[i * d + k];
        two[k] += third * value * x[i * d + k];
      }
    }
  }
  const mirrored = (a: number[][]): number[][] =>
    a.map((row, j) => row.map((v, k) => (k <= j ? v : a[k][j])));
  return { slopes, bend: mirrored(bend), spread: mirrored(spread) };
}
