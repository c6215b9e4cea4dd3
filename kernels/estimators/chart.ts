import { norm } from '../math/vectors.ts';

/** Which directions compete, and how they are written: |theta| = 1, or theta_1 = 1. */
export type Normalisation = 'unit' | 'first';

/** A maximisation on one normalisation, in the coordinates of R^d: steps are orthogonal to `fixed`. */
export interface Chart {
  /** Writes a direction so; null where it cannot be written so, its first coordinate not being positive. */
  readonly place: (direction: ArrayLike<number>) => Float64Array | null;
  /** theta moved by a step. */
  readonly move: (theta: ArrayLike<number>, step: ArrayLike<number>, fraction: number) => Float64Array;
  /** The unit vector that steps are orthogonal to at theta. */
  readonly fixed: (theta: ArrayLike<number>) => ArrayLike<number>;
  /** What the curvature of the set itself takes off the second derivative: gradient . theta on the sphere. */
  readonly bends: boolean;
}

const moved = (theta: ArrayLike<number>, step: ArrayLike<number>, fraction: number): Float64Array =>
  Float64Array.from(theta, (v, j) => v + fraction * step[j]);

function scaled(v: ArrayLike<number>, length: number): Float64Array {
  return Float64Array.from(v, (x) => x / length);
}

const UNIT: Chart = {
  place: (direction) => scaled(direction, norm(direction)),
  move(theta, step, fraction) {
    const next = moved(theta, step, fraction);
    return scaled(next, norm(next));
  },
  fixed: (theta) => theta,
  bends: true,
};

const FIRST: Chart = {
  place: (direction) => (direction[0] > 0 ? scaled(direction, direction[0]) : null),
  move: moved,
  fixed: (theta) => Float64Array.from(theta, (_, j) => (j === 0 ? 1 : 0)),
  bends: false,
};

export const chartOf = (normalisation: Normalisation): Chart => (normalisation === 'unit' ? UNIT : FIRST);
