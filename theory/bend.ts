import { sincos } from '../kernels/math/trigonometry.ts';
import { dot } from '../kernels/math/vectors.ts';
import type { SlopeAround } from './slice-score.ts';

/** What M does at its maximum: fall like a square, fall at once (a kink), or neither, so that its curvature is no number. */
export type Bend = 'smooth' | 'kink' | 'unbounded';

/** A turn, in radians, over which only a jump of the slope shows. */
const NEAR = 1e-7;
/** A jump is no rounding error if it is this share of the most that it could be. */
const LEAST = 1e-4;

/**
 * Whether a score of d > 2 features has a kink at its maximum u (T11): where choices are no even chances at the boundary, M' . e falls from above 0 to below 0
 * in one step along every axis e of the tangent, so that one axis tells.
 */
export function hasKink({ u, slope, jump }: Pick<SlopeAround, 'u' | 'slope' | 'jump'>): boolean {
  const e = tangentAxis(u);
  const along = (turn: number): number => {
    const { sin, cos } = sincos(turn);
    const ahead = u.map((value, j) => cos * e[j] - sin * value);
    return dot(slope(u.map((value, j) => cos * value + sin * e[j])), ahead);
  };
  return along(-NEAR) - along(NEAR) > LEAST * jump(u, e);
}

/** A unit vector across u: what is left of the coordinate that it fills least. */
function tangentAxis(u: readonly number[]): readonly number[] {
  const sizes = u.map(Math.abs);
  const k = sizes.indexOf(Math.min(...sizes));
  const rest = u.map((value, j) => (j === k ? 1 : 0) - u[k] * value);
  const size = Math.sqrt(dot(rest, rest));
  return rest.map((value) => value / size);
}
