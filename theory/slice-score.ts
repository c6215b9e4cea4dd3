import { PI, sincos } from '../kernels/math/trigonometry.ts';
import { dot } from '../kernels/math/vectors.ts';
import type { Matrix } from '../kernels/populations/population.ts';
import { identity } from './linear-algebra.ts';
import { directionAt, type PlaneScore, type ScoreAt } from './plane-score.ts';

/** The population score in d > 2 about one direction, in the coordinates in which elliptical features are symmetric. */
export interface SlopeAround {
  readonly u: readonly number[];
  readonly lower: Matrix;
  /** M' on the tangent at any direction. */
  readonly slope: (u: readonly number[]) => readonly number[];
  /** The same along e on the great circle from u, by angle, where that is quicker. */
  readonly slice?: (e: readonly number[]) => (phi: number) => number;
  /** Var(B(u + v) - B(u)) for a small v across u. */
  readonly jump: (u: readonly number[], v: readonly number[]) => number;
  /** M at u, where its slopes are too rough to be summed. */
  readonly height?: () => number;
  /** Slopes take long and vary slowly: some of them, joined by a trigonometric polynomial, stand for all. */
  readonly smooth: boolean;
}

/** Points on half a turn for a smooth slope: odd harmonics up to this number. */
const POINTS = 48;

/** The score on the great circle from u along e as a score of two features: place 0 is u, M(phi + pi) = -M(phi). */
export function sliceScore({ u, slope, slice, jump, smooth }: SlopeAround, e: readonly number[]): PlaneScore {
  const along = slice?.(e);
  const direct = (phi: number): Pick<ScoreAt, 'slope' | 'jump'> => {
    const { sin, cos } = sincos(phi);
    const at = u.map((value, j) => cos * value + sin * e[j]);
    const ahead = u.map((value, j) => cos * e[j] - sin * value);
    return { slope: along?.(phi) ?? dot(slope(at), ahead), jump: jump(at, ahead) };
  };
  const quick = smooth ? joined(direct) : direct;
  return {
    lower: identity(2),
    quick,
    at: (phi) => ({
      ...quick(phi),
      curvature: (quick(phi - TURN).slope - quick(phi + TURN).slope) / (2 * TURN),
    }),
    direction: (phi) => ({ direction: directionAt(phi), stretch: 1 }),
    error: 1e-6,
  };
}

/** A turn over which a difference of slopes stands for a curvature. */
const TURN = 1e-3;

/** f(phi + pi) = -f(phi) through its values at 48 points of half a turn; the jump, which is even, linear between them. */
function joined(
  direct: (phi: number) => Pick<ScoreAt, 'slope' | 'jump'>,
): (phi: number) => Pick<ScoreAt, 'slope' | 'jump'> {
  const step = PI / POINTS;
  const values = Array.from({ length: POINTS }, (_, i) => direct(i * step));
  const waves = Array.from({ length: POINTS / 2 }, (_, k) => {
    let [a, b] = [0, 0];
    values.forEach(({ slope }, i) => {
      const { sin, cos } = sincos((2 * k + 1) * i * step);
      a += (2 * slope * cos) / POINTS;
      b += (2 * slope * sin) / POINTS;
    });
    return { a, b };
  });
  return (phi) => {
    const { sin, cos } = sincos(phi);
    const [turnedSin, turnedCos] = [2 * sin * cos, cos * cos - sin * sin];
    let [s, c, slope] = [sin, cos, 0];
    for (const { a, b } of waves) {
      slope += a * c + b * s;
      [s, c] = [s * turnedCos + c * turnedSin, c * turnedCos - s * turnedSin];
    }
    const place = phi / step - POINTS * Math.floor(phi / PI);
    const index = Math.min(POINTS - 1, Math.floor(place));
    const [left, right] = [values[index].jump, values[(index + 1) % POINTS].jump];
    return { slope, jump: left + (place - index) * (right - left) };
  };
}
