import type { Sample } from '../arena.ts';
import { sampleLosses } from '../losses/linear-losses.ts';
import { PI } from '../math/trigonometry.ts';
import { dot, norm, unit } from '../math/vectors.ts';
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
  const [start, across] = orthonormal(theta, tangent);
  for (let turn = 0; ; turn++) {
    const basis = turn === 0 ? { first: start, second: across } : turned(start, across, turn);
    const optimum = arcsInPlane(sample, basis);
    const { best } = optimum;
    if (optimum.constant) return { direction: start, best, width: 2 * PI };
    const { x, y, width } = optimum.arcs.length === 0 ? NOWHERE : widest(optimum);
    const length = Math.sqrt(x * x + y * y);
    // Boundaries within rounding of each other or of the first axis can leave the best arc without a length: not so from another axis.
    if (!(length > 0) && turn < MOST_TURNS) continue;
    if (!(length > 0)) return { direction: start, best: scoreSum(sample, start), width: 0 };
    const direction = basis.first.map((v, j) => (x * v + y * basis.second[j]) / length);
    return { direction: unit(direction), best, width };
  }
}

const MOST_TURNS = 3;

const NOWHERE = { x: 0, y: 0, width: 0 };

interface Basis {
  readonly first: Float64Array;
  readonly second: Float64Array;
}

function arcsInPlane(sample: Sample, { first, second }: Basis): Optimum {
  const { arena, d, blocks, z } = sample;
  const release = arena.mark();
  const plane = arena.scratch(128 * blocks);
  arena.backend.project(z, blocks, d, arena.copy(first), arena.copy(second), plane);
  const optimum = optimalArcs({ ...sample, d: 2, z: plane }, 'circle');
  release();
  return optimum;
}

/** The basis turned by so many times the angle of the triangle 5, 12, 13, which is no part of a turn. */
function turned(first: Float64Array, second: Float64Array, times: number): Basis {
  let basis = { first, second };
  for (let k = 0; k < times; k++) {
    const { first: a, second: b } = basis;
    basis = {
      first: a.map((v, j) => (12 * v + 5 * b[j]) / 13),
      second: b.map((v, j) => (12 * v - 5 * a[j]) / 13),
    };
  }
  return basis;
}

function scoreSum(sample: Sample, theta: Float64Array): number {
  const [sum] = sampleLosses(sample).score([theta]);
  return sum;
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
