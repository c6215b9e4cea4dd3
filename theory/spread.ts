import { exp } from '../kernels/math/exp.ts';
import { log } from '../kernels/math/log.ts';
import { dot, norm } from '../kernels/math/vectors.ts';
import type { Matrix } from '../kernels/populations/population.ts';
import { eigenvalues } from './eigenvalues.ts';
import { levyMean, levyRms } from './levy-argmax.ts';
import { solveLowerTransposed, unit } from './linear-algebra.ts';

/** n^(1/3) times the error in d > 2: its mean and root mean square, and by what share they may be off. */
export interface Spread {
  readonly mean: number;
  readonly rms: number;
  readonly error: number;
  /** c of n^(1/3) xi -> c Z_(d-1) where V = v I and the noise is the same along all axes; null elsewhere. */
  readonly constant: number | null;
}

/** One or several axes of the tangent with one curvature, in the coordinates in which elliptical features are symmetric. */
export interface TangentAxis {
  /** One of them, a unit vector. */
  readonly e: readonly number[];
  readonly count: number;
  /** c^2 = (4 A / v^2)^(2/3) of each axis alone. */
  readonly square: number;
  /** By what a small squared angle grows on its way to the features' own space. */
  readonly stretch: number;
}

/** Curvature and the size of the error about a maximum. */
export interface Scale {
  /** Mean over the axes of the tangent. */
  readonly curvature: number;
  /** Null where the curvature is not positive definite. */
  readonly spread: Spread | null;
  readonly axes: readonly TangentAxis[];
}

/** Relative error where the axes are alike, that of the constants of levy-argmax.ts, and where they are not; smaller ones for two axes. */
const PLANE_ERROR = 0.005;
const ALIKE_ERROR = 0.025;
const UNLIKE_PLANE_ERROR = 0.03;
const UNLIKE_ERROR = 0.1;

/**
 * The size of the error at the rate n^(1/3) (T8b). Where all axes are alike, c times the argmax Z_m of Levy's Brownian field minus a parabola, m = d - 1. Else each axis is taken to
 * have c_i^2 E|Z_k|^2 / k, k = (sum c_i^2)^2 / sum c_i^4 the number of axes that count: exact for one axis and for equal ones, within 2 % for two axes by simulation; stated error 3 % for
 * two and 10 % for more.
 */
export function scaleOf(curvature: number, axes: readonly TangentAxis[], alike: boolean): Scale {
  const m = axes.reduce((sum, { count }) => sum + count, 0);
  const total = axes.reduce((sum, { count, square, stretch }) => sum + count * square * stretch, 0);
  const counted = alike ? m : axesThatCount(axes);
  const constant = Math.sqrt(total / counted);
  const spread = {
    mean: constant * levyMean(counted),
    rms: constant * levyRms(counted),
    error: alike ? (m === 2 ? PLANE_ERROR : ALIKE_ERROR) : m === 2 ? UNLIKE_PLANE_ERROR : UNLIKE_ERROR,
    constant: alike ? constant : null,
  };
  return { curvature, spread, axes };
}

/** (sum c_i^2)^2 / sum c_i^4, by which the axes of the tangent count as that many equal ones. */
function axesThatCount(axes: readonly TangentAxis[]): number {
  const total = axes.reduce((sum, { count, square }) => sum + count * square, 0);
  const fourth = axes.reduce((sum, { count, square }) => sum + count * square * square, 0);
  return (total * total) / fourth;
}

/** By what the squared length of a small angle along e grows on its way from the sphere of u to that of theta = L^-T u. */
export function stretchAt(lower: Matrix, u: readonly number[]): (e: readonly number[]) => number {
  const moved = solveLowerTransposed(lower, u);
  const [size, own] = [norm(moved), unit(moved)];
  return (e) => {
    const seen = solveLowerTransposed(lower, e);
    const along = dot(seen, own);
    return (dot(seen, seen) - along * along) / (size * size);
  };
}

/** L is a multiple of the identity: the features have the same variance in all directions. */
export const isMultiple = (lower: Matrix): boolean =>
  lower.every((row, i) => row.every((value, j) => Math.abs(value - (i === j ? lower[0][0] : 0)) < 1e-9));

interface Curved {
  readonly lower: Matrix;
  readonly u: readonly number[];
  /** A along an axis: 4/pi for elliptical features. */
  readonly jump: (axis: readonly number[]) => number;
  /** Curvatures closer than this share of the largest are taken for equal. */
  readonly tolerance: number;
}

/** A curvature on the tangent at u as a d x d matrix that is 0 along u. */
export function scaleOfCurvature(curvature: Matrix, { lower, u, jump, tolerance }: Curved): Scale {
  const { values, vectors } = eigenvalues(curvature);
  // The eigenvector along u has the eigenvalue 0, which is no curvature.
  const shares = vectors.map((e) => Math.abs(dot(e, u)));
  const own = shares.indexOf(Math.max(...shares));
  const found = values.map((value, i) => ({ value, e: vectors[i] })).filter((_, i) => i !== own);
  const mean = found.reduce((sum, { value }) => sum + value, 0) / found.length;
  if (!found.every(({ value }) => value > 1e-7 * Math.abs(mean)))
    return { curvature: mean, spread: null, axes: [] };
  const stretch = stretchAt(lower, u);
  const jumps = found.map(({ e }) => jump(e));
  const axes = found.map(({ value, e }, i) => ({
    e,
    count: 1,
    square: exp((2 / 3) * log((4 * jumps[i]) / (value * value))),
    stretch: stretch(e),
  }));
  const near = (list: readonly number[]): boolean =>
    Math.max(...list) - Math.min(...list) <= tolerance * Math.max(...list);
  const alike = near(found.map(({ value }) => value)) && near(jumps) && isMultiple(lower);
  return scaleOf(mean, axes, alike);
}
