import type { LoadedComparisons } from '../losses/contract.ts';
import { norm, unit } from '../math/vectors.ts';
import { curvaturePairs } from './curvature-pairs.ts';
import type { OnStep } from './fit.ts';
import type { Objective, PointValued } from './line-ascent.ts';
import { type Ascent, quasiNewton } from './quasi-newton.ts';
import type { RowShape } from './row-shape.ts';
import { logisticObjective, type SphereSum, sphereObjective } from './sphere-objective.ts';

/** A climb on the sphere: each stage goes on where the one before ended, with what that taught of the curvature. */
export interface Climb {
  /** A unit vector. */
  direction(): Float64Array;
  go(stage: Stage): Summit;
}

/** The surrogate at one lambda on some rows. */
interface Stage {
  readonly sum: SphereSum;
  readonly lambda: number;
  /** The slope at which the climb ends. */
  readonly enough: number;
  /** Where another climb ended on the same objective: this one ends there too, once it is near and lower. */
  readonly other?: Summit | undefined;
  readonly maxSteps?: number;
}

/** What a direction of RLHF is found on. */
type Losses = Pick<LoadedComparisons, 'n' | 'd' | 'logistic'>;

/** Where a climb has come. */
export interface Summit {
  readonly status: Ascent['status'];
  /** Unit vector. */
  readonly direction: Float64Array;
  readonly value: number;
  /** On the sphere, orthogonal to the direction. */
  readonly gradient: Float64Array;
  /** Its length, a change of value a radian. */
  readonly slope: number;
  /** Whether it came to the other climb's summit. */
  readonly met: boolean;
}

/** The climbs of one fit, whose evaluations are counted together. */
export interface Climbs {
  from(direction: ArrayLike<number>): Climb;
  /** About the direction of the logistic likelihood's maximum, or far out towards one that does not exist. */
  rlhfDirection(losses: Losses): Float64Array;
  /** Counts rows that were read, and gives the number so far. */
  visited(rows?: number): number;
}

const PAIRS = 20;
const MOST_STEPS = 500;
/** A step turns by about this many radians at most. */
const TURN = 0.5;
/** A start needs no more: steps, and the slope relative to the median row. */
const RLHF_STEPS = 30;
const RLHF_TOLERANCE = 1e-3;
/** Summits this near, in units of sqrt(d) / (lambda |z|), are one: the surrogate has no features so small. */
const NEAR = 0.1;
/** What rounding does to a mean of tanh. */
const ROUNDING = 1e-13;

/** `medianLength` of the shape is positive; `rounding` is that of means of tanh, where they are not in float64. */
export function climbs(
  { medianLength, precondition }: RowShape,
  onStep?: OnStep,
  rounding = ROUNDING,
): Climbs {
  let visited = 0;
  const counted = (rows: number, objective: Objective): Objective => {
    return (point) => {
      visited += rows;
      return objective(point);
    };
  };
  const climb = (start: ArrayLike<number>): Climb => {
    const pairs = curvaturePairs(PAIRS, precondition);
    let point: Float64Array = Float64Array.from(start);
    return {
      direction: () => unit(point),
      go({ sum, lambda, enough, other, maxSteps = MOST_STEPS }) {
        const stretch = (lambda * medianLength) / Math.sqrt(point.length);
        let met = false;
        const reached = (at: PointValued): boolean => {
          const slope = slopeOf(at);
          onStep?.({ lambda, rows: sum.rows, objective: at.value, gradient: slope / lambda });
          met =
            other !== undefined && at.value <= other.value + rounding && angle(at, other) <= NEAR / stretch;
          return met || slope <= enough;
        };
        const goal = { pairs, maxSteps, longest: turning, reached, rounding };
        const { status, end } = quasiNewton(counted(sum.rows, sphereObjective(sum)), point, goal);
        point = end.point;
        const length = norm(point);
        const gradient = end.gradient.map((v) => v * length);
        return { status, direction: unit(point), value: end.value, gradient, slope: norm(gradient), met };
      },
    };
  };
  return {
    from: climb,
    rlhfDirection(losses) {
      const pairs = curvaturePairs(PAIRS, precondition);
      const reached = ({ gradient }: PointValued): boolean => norm(gradient) <= RLHF_TOLERANCE * medianLength;
      const longest = (): number => Number.POSITIVE_INFINITY;
      const objective = counted(losses.n, logisticObjective(losses));
      const goal = { pairs, maxSteps: RLHF_STEPS, longest, reached };
      return unit(quasiNewton(objective, new Float64Array(losses.d), goal).end.point);
    },
    visited(rows = 0) {
      visited += rows;
      return visited;
    },
  };
}

const turning = (point: Float64Array): number => TURN * norm(point);

const slopeOf = ({ point, gradient }: PointValued): number => norm(gradient) * norm(point);

const angle = ({ point }: PointValued, { direction }: Summit): number => {
  const length = norm(point);
  return norm(point.map((v, j) => v / length - direction[j]));
};
