import { sincos } from '../kernels/math/trigonometry.ts';
import { dot } from '../kernels/math/vectors.ts';
import type { Matrix } from '../kernels/populations/population.ts';
import type { SlopeAround } from './slice-score.ts';

/** What M does at its maximum: fall like a square, fall at once (a kink), or neither, so that its curvature is no number. */
export type Bend = 'smooth' | 'kink' | 'unknown';

/** Turns, in radians, over which the fall of the slope is read: one that only a jump shows in, and one on the scale of the curvature. */
const NEAR = 1e-7;
const FAR = 2e-3;
/** A jump is no rounding error if it is this share of the most that it could be. */
const LEAST = 1e-4;
/** The curvature and what the slope falls by over FAR agree to this share where M is smooth. */
const AGREE = 0.15;

/**
 * How a score of d > 2 features bends at its maximum u, from its slope beside it along two axes of the tangent (T11). Where choices are no even
 * chances at the boundary, M' . e falls from above 0 to below 0 in one step, along every axis. Where the size of the noise vanishes on a part of the
 * boundary, the curvature is infinite, and a sample says any number.
 *
 * curvature: the d x d matrix that is said to be -M'' at u; sharpness: the length of the longest taste in units of the noise.
 */
export function bendAt({ u, slope, jump }: SlopeAround, curvature: Matrix, sharpness: number): Bend {
  const fallOver = (e: readonly number[], turn: number): number =>
    slopeAlong(slope, u, { e, turn: -turn }) - slopeAlong(slope, u, { e, turn });
  const axes = tangentAxes(u);
  if (axes.some((e) => fallOver(e, NEAR) > LEAST * jump(u, e))) return 'kink';
  const far = FAR / (1 + sharpness);
  const agrees = (e: readonly number[]): boolean => {
    const said = dot(
      curvature.map((row) => dot(row, e)),
      e,
    );
    return Math.abs(fallOver(e, far) / (2 * far) - said) <= AGREE * (Math.abs(said) + jump(u, e) / 10);
  };
  return axes.every(agrees) ? 'smooth' : 'unknown';
}

interface Turned {
  readonly e: readonly number[];
  readonly turn: number;
}

function slopeAlong(slope: SlopeAround['slope'], u: readonly number[], { e, turn }: Turned): number {
  const { sin, cos } = sincos(turn);
  const at = slope(u.map((value, j) => cos * value + sin * e[j]));
  return dot(
    at,
    u.map((value, j) => cos * e[j] - sin * value),
  );
}

/** Two orthonormal axes across u: what is left of the coordinates that it fills least. */
function tangentAxes(u: readonly number[]): readonly (readonly number[])[] {
  const order = u.map((_, j) => j).sort((i, j) => Math.abs(u[i]) - Math.abs(u[j]));
  const axes: (readonly number[])[] = [];
  for (const k of order.slice(0, 2)) {
    let rest: number[] = u.map((_, j) => (j === k ? 1 : 0));
    for (const one of [u, ...axes]) {
      const part = dot(rest, one);
      rest = rest.map((value, j) => value - part * one[j]);
    }
    const size = Math.sqrt(dot(rest, rest));
    axes.push(rest.map((value) => value / size));
  }
  return axes;
}
