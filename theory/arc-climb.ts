import { acos, sincos } from '../kernels/math/trigonometry.ts';
import { dot } from '../kernels/math/vectors.ts';
import { unit } from './linear-algebra.ts';

const PANELS = 64;

/** M(to) - M(from) from the slope of M at each direction: its integral along the arc between two unit vectors; Simpson's rule with 129 slopes. */
export function climbAlong(
  slope: (u: readonly number[]) => readonly number[],
  from: readonly number[],
  to: readonly number[],
): number {
  const turn = acos(Math.max(-1, Math.min(1, dot(from, to))));
  if (turn < 1e-9) return 0;
  const across = unit(to.map((value, j) => value - dot(from, to) * from[j]));
  let sum = 0;
  for (let i = 0; i <= 2 * PANELS; i++) {
    const { sin, cos } = sincos((turn * i) / (2 * PANELS));
    const at = slope(from.map((value, j) => cos * value + sin * across[j]));
    const ahead = across.map((value, j) => cos * value - sin * from[j]);
    sum += (i === 0 || i === 2 * PANELS ? 1 : i % 2 === 1 ? 4 : 2) * dot(at, ahead);
  }
  return (sum * turn) / (6 * PANELS);
}
