import { cholesky, choleskySolve } from '../math/cholesky.ts';
import { sandwichProduct } from '../math/sandwich.ts';
import { dot } from '../math/vectors.ts';
import type { Chart } from './chart.ts';
import type { SmoothedSums } from './smoothed-sums.ts';

/** A smooth objective near theta as a chart sees it, in the coordinates of R^d. */
export interface TangentModel {
  /** The gradient without its part along `fixed`. */
  readonly gradient: Float64Array;
  /**
   * M = P (kappa I - H) P + f f', P = I - f f', f = `fixed`, H the Hessian, kappa = gradient . theta on the sphere, else 0:
   * positive definite exactly where the second derivative on the chart is negative definite, and M^-1 of a vector orthogonal to f
   * is orthogonal to f. Row-major d x d.
   */
  readonly curvature: Float64Array;
  /** P S P, S the mean of the squared gradients of the rows. */
  readonly squares: Float64Array;
}

export function tangentModel(sums: SmoothedSums, theta: ArrayLike<number>, chart: Chart): TangentModel {
  const fixed = chart.fixed(theta);
  const d = theta.length;
  const along = dot(sums.gradient, fixed);
  const kappa = chart.bends ? dot(sums.gradient, theta) : 0;
  const curvature = projected(sums.hessian, fixed).map((value) => -value);
  for (let j = 0; j < d; j++) {
    for (let k = 0; k < d; k++) {
      const both = fixed[j] * fixed[k];
      curvature[j * d + k] += kappa * ((j === k ? 1 : 0) - both) + both;
    }
  }
  return {
    gradient: sums.gradient.map((g, j) => g - along * fixed[j]),
    curvature,
    squares: projected(sums.squares, fixed),
  };
}

/** P A P for a symmetric A. */
function projected(a: Float64Array, f: ArrayLike<number>): Float64Array {
  const d = f.length;
  const af = Float64Array.from({ length: d }, (_, j) => dot(a.subarray(j * d, j * d + d), f));
  const faf = dot(af, f);
  const at = (i: number): number => {
    const [j, k] = [Math.floor(i / d), i % d];
    return a[i] - af[j] * f[k] - f[j] * af[k] + faf * f[j] * f[k];
  };
  return Float64Array.from({ length: d * d }, (_, i) => at(i));
}

/** M^-1 v, or null where M is not positive definite. */
export function solved({ curvature }: TangentModel, v: ArrayLike<number>): Float64Array | null {
  const factor = cholesky(curvature, v.length);
  return factor === null ? null : choleskySolve(factor, v, v.length);
}

/**
 * The sandwich M^-1 (P S P) M^-1 / n, row-major d x d: the covariance of the maximiser (Horowitz's Q^-1 D Q^-1 / (n h)); null
 * where M is not positive definite.
 */
export function sandwich(model: TangentModel, n: number): Float64Array | null {
  const d = model.gradient.length;
  const factor = cholesky(model.curvature, d);
  if (factor === null) return null;
  return sandwichProduct(factor, model.squares, d).map((value) => value / n);
}
