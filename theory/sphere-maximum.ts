import { dot, norm } from '../kernels/math/vectors.ts';
import type { Matrix } from '../kernels/populations/population.ts';
import { lowerFactor, solveLower, solveLowerTransposed, unit } from './linear-algebra.ts';

/** A function on the sphere about one direction u, on the tangent there. */
interface Concave {
  readonly slope: readonly number[];
  /** Minus the second derivative as a d x d matrix that is 0 along u. */
  readonly curvature: Matrix;
  /** Radians by which the zero of the slope may be off. */
  readonly error: number;
}

/** P M P, P = I - u u'. */
export function tangential(matrix: Matrix, u: readonly number[]): Matrix {
  const moved = matrix.map((row) => dot(row, u));
  const own = dot(moved, u);
  return matrix.map((row, i) =>
    row.map((value, j) => value - moved[i] * u[j] - u[i] * moved[j] + own * u[i] * u[j]),
  );
}

/** V^-1 g on the tangent at u; null where V is not positive definite there. */
export function tangentSolve(
  curvature: Matrix,
  u: readonly number[],
): ((g: readonly number[]) => number[]) | null {
  const size = Math.max(...curvature.map((row, i) => Math.abs(row[i])));
  const factor = lowerFactor(curvature.map((row, i) => row.map((value, j) => value + size * u[i] * u[j])));
  return factor === null ? null : (g) => solveLowerTransposed(factor, solveLower(factor, g));
}

/** Steps of Newton's method, each at most half a radian. */
const MOST_STEPS = 40;
const LONGEST = 0.5;
/** Steps in which a smooth score has settled. */
const SOON = 10;

/** A local maximum near a start: Newton's method on the sphere, uphill where the score is not concave; null where it does not settle. */
export function sphereMaximum<Around extends Concave>(
  around: (u: readonly number[]) => Around,
  start: readonly number[],
): { readonly u: readonly number[]; readonly at: Around } | null {
  let u = start;
  for (let step = 0; step < MOST_STEPS; step++) {
    const at = around(u);
    const solve = tangentSolve(at.curvature, u);
    const newton = solve === null ? null : solve(at.slope);
    const uphill = norm(at.slope);
    const move = newton ?? at.slope.map((value) => (0.2 * value) / uphill);
    const size = norm(move);
    if (!Number.isFinite(size)) return null;
    // A row that enters or leaves a box moves the zero by some of its error, so that steps need not shrink below that.
    const enough = (step < SOON ? 0.01 : 0.5) * at.error;
    if (newton !== null && size <= Math.max(1e-10, enough)) return { u, at };
    const short = Math.min(1, LONGEST / size);
    u = unit(u.map((value, j) => value + short * move[j]));
  }
  return null;
}
