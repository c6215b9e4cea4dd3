import { dot, norm } from '../math/vectors.ts';
import type { CurvaturePairs } from './curvature-pairs.ts';
import { lineAscent, type Objective, type PointValued } from './line-ascent.ts';

export interface Ascent {
  /** `stalled` where no step along the ascent direction improves, `limit` where maxSteps were taken. */
  readonly status: 'reached' | 'stalled' | 'limit' | 'diverged';
  readonly end: PointValued;
}

export interface AscentGoal {
  readonly pairs: CurvaturePairs;
  readonly maxSteps: number;
  /** Length of the longest step from a point. */
  readonly longest: (point: Float64Array) => number;
  /** Asked at every point, the first too: whether the ascent ends here. */
  readonly reached: (at: PointValued) => boolean;
  /** As in `Line`. */
  readonly rounding?: number;
}

/** L-BFGS ascent from a point; the pairs learn on the way, and may have learnt of a similar objective before. */
export function quasiNewton(objective: Objective, start: Float64Array, goal: AscentGoal): Ascent {
  const { pairs, maxSteps, longest, reached, ...line } = goal;
  let at: PointValued = { point: start, ...objective(start) };
  for (let k = 0; ; k++) {
    if (!Number.isFinite(at.value + norm(at.gradient))) return { status: 'diverged', end: at };
    if (reached(at)) return { status: 'reached', end: at };
    if (k === maxSteps) return { status: 'limit', end: at };
    const step = pairs.ascentStep(at.gradient);
    const most = longest(at.point) / norm(step);
    const next = dot(step, at.gradient) > 0 ? lineAscent(objective, { ...line, from: at, step, most }) : null;
    if (next === null) return { status: 'stalled', end: at };
    const { point, gradient } = at;
    pairs.learn(
      next.point.map((v, j) => v - point[j]),
      gradient.map((v, j) => v - next.gradient[j]),
    );
    at = next;
  }
}
