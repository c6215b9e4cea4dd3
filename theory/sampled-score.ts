import { dot, norm } from '../kernels/math/vectors.ts';
import type { Matrix, Population } from '../kernels/populations/population.ts';
import { choiceMean } from './choice-mean.ts';
import { elliptical } from './elliptical.ts';
import { COARSE, FINE, hyperplane } from './hyperplane.ts';
import { BATCHES, latticeRows } from './lattice-rows.ts';
import { identity, transposedTimes } from './linear-algebra.ts';
import { noiseOf } from './noise.ts';
import { tangential, tangentSolve } from './sphere-maximum.ts';
import { tasteComponents } from './tastes.ts';
import { hasUnboundedCurvature } from './vanishing-noise.ts';

/** The population score about one direction u of d > 2 features, on the tangent at u (T8, T8b). */
export interface ScoreAround {
  readonly slope: readonly number[];
  /** -M'' as a d x d matrix that is 0 along u. */
  readonly curvature: Matrix;
  /** Radians by which the zero of the slope may be off: the standard error of a mean of eight lattices. */
  readonly error: number;
}

/** The population score of any law by means over a fixed sample of its hyperplanes, in the coordinates in which elliptical features are symmetric. */
export interface SampledScore {
  readonly lower: Matrix;
  readonly slope: (u: readonly number[]) => readonly number[];
  readonly around: (u: readonly number[]) => ScoreAround;
  /** Var(B(u + v) - B(u)) for a small v: 4 Int |x . v| over the hyperplane of u. */
  readonly jump: (u: readonly number[], v: readonly number[]) => number;
  /** M at a direction, a mean over rows of all features: off by 1 % where they are Student, by less elsewhere. */
  readonly height: (u: readonly number[]) => number;
  /** Whether the curvature at a direction is infinite. */
  readonly isUnbounded: (u: readonly number[]) => boolean;
}

/**
 * M' . v = 2 Int h (x . v) f and -M''(v, w) = 2 Int d_n(h f) (x . v)(x . w) over the hyperplane x . u = 0, n . u = 1, both as means over hyperplane.ts. For d > 2 where
 * no closed form is known: features that are not elliptical, noise whose size depends on x, Gaussian tastes with features or noise that are not normal.
 *
 * most: rows of each of eight batches. @returns null for a file, a singular covariance, and where fewer than two columns vary
 */
export function sampledScore({ features, users, choice }: Population, most = FINE): SampledScore | null {
  const plane = hyperplane(features, most);
  if (plane === null) return null;
  const d = plane.dimension;
  const lower = elliptical(features)?.lower ?? identity(d);
  const components = tasteComponents(users, { lower, scale: noiseOf(choice).scale, coarse: true });
  const along =
    typeof choice === 'object' && choice.law === 'heteroskedastic'
      ? transposedTimes(lower, choice.along)
      : null;
  const mean = choiceMean(components, choice, along);
  const slope = (u: readonly number[]): number[] => {
    const sum = new Array<number>(d).fill(0);
    plane.rows(u, ({ x, weight }) => add(sum, x, (2 * weight * mean.value(x)) / BATCHES));
    return sum;
  };
  const jump = (u: readonly number[], v: readonly number[]): number => {
    let sum = 0;
    plane.rows(u, ({ x, weight }) => {
      sum += (4 * weight * Math.abs(dot(x, v))) / BATCHES;
    });
    return sum;
  };
  const isUnbounded = (u: readonly number[]): boolean =>
    hasUnboundedCurvature({ features, choice, components, along, u });
  const height = (u: readonly number[]): number => {
    const count = BATCHES * Math.max(COARSE, Math.min(4 * most, Math.floor(2e5 / d)));
    const rows = latticeRows(features, count);
    if (rows === null) return Number.NaN;
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const x = Array.from(rows.subarray(i * d, i * d + d));
      sum += mean.value(x) * Math.sign(dot(x, u));
    }
    return sum / count;
  };
  return { lower, slope, around, jump, height, isUnbounded };

  function around(u: readonly number[]): ScoreAround {
    const n = plane?.normal(u) ?? u;
    const bend = Array.from({ length: d }, () => new Array<number>(d).fill(0));
    const slopes = Array.from({ length: BATCHES }, () => new Array<number>(d).fill(0));
    plane?.rows(u, ({ x, weight, lean, batch }) => {
      const [h, rise] = mean.along(x, n);
      add(slopes[batch], x, 2 * weight * h);
      addSquare(bend, x, (2 * weight * (rise + lean * h)) / BATCHES);
    });
    plane?.edges(u, ({ x, weight }) => addSquare(bend, x, (2 * weight * mean.value(x)) / BATCHES));
    const total = u.map((_, j) => slopes.reduce((sum, one) => sum + one[j], 0) / BATCHES);
    const tilt = n.map((value, j) => value - u[j]);
    const full = bend.map((row, i) =>
      row.map((value, j) => (i >= j ? value : bend[j][i]) + tilt[i] * total[j] + total[i] * tilt[j]),
    );
    const curvature = tangential(full, u);
    return {
      slope: total,
      curvature,
      error: spreadOf(slopes, total, { curvature, u }),
    };
  }
}

function add(sum: number[], x: readonly number[], by: number): void {
  for (let j = 0; j < sum.length; j++) sum[j] += by * x[j];
}

/** The lower triangle of by x x'. */
function addSquare(sum: number[][], x: readonly number[], by: number): void {
  for (let i = 0; i < x.length; i++) {
    const [row, scaled] = [sum[i], by * x[i]];
    for (let j = 0; j <= i; j++) row[j] += scaled * x[j];
  }
}

/** The standard error of the mean of the moves that each batch asks for; infinite where there is no maximum. */
function spreadOf(
  slopes: readonly (readonly number[])[],
  total: readonly number[],
  { curvature, u }: { readonly curvature: Matrix; readonly u: readonly number[] },
): number {
  const solve = tangentSolve(curvature, u);
  if (solve === null) return Number.POSITIVE_INFINITY;
  const moves = slopes.map((one) => norm(solve(one.map((value, j) => value - total[j]))));
  return Math.sqrt(moves.reduce((sum, move) => sum + move * move, 0) / (BATCHES * (BATCHES - 1)));
}
