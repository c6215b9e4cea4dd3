import type { Sample } from '../arena.ts';
import { PI } from '../math/trigonometry.ts';
import { dot, norm } from '../math/vectors.ts';
import { type Integral, integrateArcs } from './arcs.ts';
import { type Optimum, optimalArcs } from './optimal-arcs.ts';

/** The maximum of the 0-1 score on one great circle. */
export interface GreatCircleMaximum {
  /** Unit vector, length d: the middle of the widest optimal arc. */
  readonly direction: Float64Array;
  /** sum sign(z_i . direction), the largest on the circle. */
  readonly best: number;
  /** Length of that arc in radians. */
  readonly width: number;
}

/**
 * The exact line search of the sign estimator: the maximiser of sum sign(z_i . theta) over the whole great circle through
 * `theta` in the direction of `tangent`, any d.
 *
 * On the circle z . (cos(phi) theta + sin(phi) e) is the plane's z' . (cos(phi), sin(phi)), z' = (z . theta, z . e), so
 * that the sweep of d = 2 finds all optimal arcs in O(n d): no step length, no surrogate. Exact means exact for the
 * projections z' as float64 rounds them: a row closer than that to a boundary may count for the other side of it.
 *
 * `theta` and `tangent` have any length and any angle to each other but 0 or pi, else a RangeError. Where the score is
 * the same all round, the direction is theta and the width 2 pi; where float64 tells no two boundaries apart, theta, the
 * width 0 and the best -Infinity.
 */
export function maximiseOnGreatCircle(
  sample: Sample,
  theta: ArrayLike<number>,
  tangent: ArrayLike<number>,
): GreatCircleMaximum {
  const { arena, d, blocks, z } = sample;
  const [start, across] = orthonormal(theta, tangent);
  const release = arena.mark();
  const plane = arena.scratch(128 * blocks);
  arena.backend.project(z, blocks, d, arena.copy(start), arena.copy(across), plane);
  const optimum = optimalArcs({ ...sample, d: 2, z: plane }, 'circle');
  release();
  const { best } = optimum;
  if (optimum.constant) return { direction: start, best, width: 2 * PI };
  // Projections so alike that float64 has no direction between their boundaries.
  if (optimum.arcs.length === 0) return { direction: start, best: Number.NEGATIVE_INFINITY, width: 0 };
  const { x, y, width } = widest(optimum);
  const length = Math.sqrt(x * x + y * y);
  const direction = start.map((v, j) => (x * v + y * across[j]) / length);
  return { direction: unit(direction), best, width };
}

/** The first of the widest arcs, as the integral of theta over it, which points to its middle. */
function widest({ arcs, joined }: Optimum): Integral {
  const last = arcs.length - 1;
  const whole = joined
    ? [[arcs[last], arcs[0]], ...arcs.slice(1, last).map((arc) => [arc])]
    : arcs.map((arc) => [arc]);
  return whole
    .map(integrateArcs)
    .reduce((most, candidate) => (candidate.width > most.width ? candidate : most));
}

const unit = (v: Float64Array): Float64Array => {
  const length = norm(v);
  return v.map((value) => value / length);
};

/** Unit vectors along theta and along the part of the tangent that is orthogonal to it. */
function orthonormal(
  theta: ArrayLike<number>,
  tangent: ArrayLike<number>,
): readonly [Float64Array, Float64Array] {
  const start = unit(Float64Array.from(theta));
  let across = unit(Float64Array.from(tangent));
  // Twice: what rounding leaves of theta after the first time is taken away by the second.
  for (let pass = 0; pass < 2; pass++) {
    const along = dot(across, start);
    across = across.map((v, j) => v - along * start[j]);
    if (!(norm(across) > 1e-12)) {
      throw new RangeError('maximiseOnGreatCircle: theta and the tangent span no plane');
    }
    across = unit(across);
  }
  return [start, across];
}
