import { PI } from '../kernels/math/trigonometry.ts';
import { climbAlong } from './arc-climb.ts';
import type { SignLimit } from './sign-limit.ts';

/** Intervals of Simpson's rule over half a turn. */
const INTERVALS = 1440;

/**
 * M at the limit of the sign estimator, the largest mean of s sign(x . theta) that any direction has in the population (T1), in [0, 1].
 *
 * M turns its sign with theta, so that M at the top is half of what it climbs from the opposite direction: the integral of M' over half a turn. Error about 1e-8 in
 * d = 2, 1e-3 where it has kinks elsewhere; 1e-5 in d > 2, but 0.2 %, and 1 % for Student features,
 * where a sample stands behind the limit. Null where the score is not known beyond its maximum.
 */
export function peakScore({ plane, around }: SignLimit): number | null {
  if (plane !== null) return halfTurn(plane.top, (phi) => plane.score.quick(phi).slope) / 2;
  if (around === null) return null;
  if (around.height !== undefined) return around.height();
  const { u, slope, axes } = around;
  const [{ e }] = axes;
  const behind = u.map((value) => -value);
  return (climbAlong(slope, behind, e) + climbAlong(slope, e, u)) / 2;
}

/** The integral of the slope from the antipode of the top to the top. */
function halfTurn(top: number, slope: (phi: number) => number): number {
  const step = PI / INTERVALS;
  let sum = 0;
  for (let i = 0; i <= INTERVALS; i++) {
    const share = i === 0 || i === INTERVALS ? 1 : i % 2 === 1 ? 4 : 2;
    // At a kink the slope on the near side of either end counts.
    const inside = i === 0 ? 1e-9 : i === INTERVALS ? -1e-9 : 0;
    sum += share * slope(top - PI + i * step + inside);
  }
  return (sum * step) / 3;
}
