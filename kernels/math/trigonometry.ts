import { ATAN, COS, SIN } from './coefficients.ts';
import { ROUND } from './exp.ts';
import { polynomial6 } from './polynomial.ts';

const [A0, A1, A2, A3, A4, A5, A6, A7, A8, A9, A10, A11] = ATAN;

export const PI = Math.PI;
const PI_LOW = 1.2246467991473532e-16;
const TAN_PI_8 = Math.SQRT2 - 1;

/** sin and cos of 2 pi f for |f| <= 1/8, error below 2e-16, in the operation order of the vector kernel. */
export function eighthTurn(f: number): { readonly sin: number; readonly cos: number } {
  const y = f * f;
  return { sin: polynomial6(SIN, y) * f, cos: polynomial6(COS, y) * y + 1 };
}

/** sin and cos of 2 pi u for |u| < 2^50: the quarter turn is split off exactly; absolute error below 2e-16. */
export function sincosTurn(u: number): { readonly sin: number; readonly cos: number } {
  const quarter = u * 4 + ROUND - ROUND;
  const { sin, cos } = eighthTurn(u - quarter * 0.25);
  switch (quarter & 3) {
    case 0:
      return { sin, cos };
    case 1:
      return { sin: cos, cos: -sin };
    case 2:
      return { sin: -sin, cos: -cos };
    default:
      return { sin: -cos, cos: sin };
  }
}

/** sin and cos of an angle in radians, |x| <= 1000; absolute error below 1e-15 (1 + |x|). */
export const sincos = (x: number): { readonly sin: number; readonly cos: number } => sincosTurn(x / (2 * PI));

/** atan(t) for t in [0, 1]. */
function arctangent(t: number): number {
  const reduced = t > TAN_PI_8 ? (t - 1) / (t + 1) : t;
  const z = reduced * reduced;
  const a =
    ((((((((((A11 * z + A10) * z + A9) * z + A8) * z + A7) * z + A6) * z + A5) * z + A4) * z + A3) * z + A2) *
      z +
      A1) *
      z +
    A0;
  const core = reduced + reduced * (z * a);
  return t > TAN_PI_8 ? PI / 4 + (core + PI_LOW / 4) : core;
}

/** The angle of (x, y) in (-pi, pi], relative error below 4e-16; 0 at the origin, signs of zeros as in `Math.atan2`. */
export function atan2(y: number, x: number): number {
  const ay = Math.abs(y);
  const ax = Math.abs(x);
  if (Number.isNaN(ax + ay)) return Number.NaN;
  let angle = 0;
  if (ay === Number.POSITIVE_INFINITY && ax === ay) angle = PI / 4;
  else if (ay > ax) angle = PI / 2 - (arctangent(ax / ay) - PI_LOW / 2);
  else if (ay > 0) angle = arctangent(ay / ax);
  if (x < 0 || Object.is(x, -0)) angle = PI - (angle - PI_LOW);
  return y < 0 || Object.is(y, -0) ? -angle : angle;
}

/** acos(x) for x in [-1, 1], in [0, pi]; NaN elsewhere. Stable near +-1 through atan2. */
export const acos = (x: number): number => atan2(Math.sqrt((1 - x) * (1 + x)), x);
