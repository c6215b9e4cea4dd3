import type { LoadedComparisons } from '../losses/contract.ts';
import { dot } from '../math/vectors.ts';
import { type SphereSum, surrogateSum } from './sphere-objective.ts';

/** What all rows have at one direction. */
interface AllRows {
  readonly n: number;
  /** Unit vector. */
  readonly direction: Float64Array;
  /** The surrogate's mean, and the tangent part of its gradient. */
  readonly value: number;
  readonly gradient: Float64Array;
}

/**
 * The surrogate's sum over all rows when only those near the boundary z . theta = 0 are read: theirs as it is, and that of
 * the far ones, where tanh is flat, by its tangent at one direction. In value and tangent gradient it is exact there; what it
 * lacks of the curvature is at most 2 exp(-c) (lambda |z|)^2 a row with |lambda z . theta| >= c.
 */
export function boundarySum(near: LoadedComparisons, lambda: number, all: AllRows): SphereSum {
  const { n, direction, value } = all;
  const { at } = surrogateSum(near, lambda);
  const part = at(direction);
  const radial = dot(part.gradient, direction);
  const slope = all.gradient.map((g, j) => n * g - (part.gradient[j] - radial * direction[j]));
  const offset = n * value - part.sum - dot(slope, direction);
  return {
    n,
    rows: near.n,
    at(theta) {
      const { sum, gradient } = at(theta);
      return { sum: sum + (offset + dot(slope, theta)), gradient: gradient.map((g, j) => g + slope[j]) };
    },
  };
}
