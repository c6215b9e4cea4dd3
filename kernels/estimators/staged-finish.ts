import type { Sample } from '../arena.ts';
import { sampleLosses } from '../losses/linear-losses.ts';
import { boundarySum } from './boundary-sum.ts';
import { fewAreNear, meanShift, nearRows } from './near-rows.ts';
import { searchLosses } from './search-losses.ts';
import { surrogateSum } from './sphere-objective.ts';
import type { Climb, Climbs, Summit } from './staged-climb.ts';

/** Slopes at which a climb on all rows ends: for good, and where other arithmetic searches. */
const TOLERANCE = 1e-8;
const SEARCHED = 1e-5;
/** Rows with |lambda z . theta| above this are set aside where few are nearer. */
const FAR = 8;
/** Root mean square change of lambda z . theta after which they are chosen anew. */
const SHIFT = 2;
const MOST_ROUNDS = 8;
/** A round brings the slope down to this part: more would be spoiled by what is set aside. */
const NEARER = 3e-3;

export interface Course {
  readonly sample: Sample;
  /** Some of its rows, spread over it, or itself. */
  readonly few: Sample;
  readonly lambda: number;
  /** What slopes are relative to. */
  readonly scale: number;
  readonly visited: Climbs['visited'];
}

/**
 * The end of a climb on all rows: on the losses that search first, then on the rows near the boundary where those are few, and
 * last in float64 on all rows, whose evaluation certifies it.
 */
export function finished(climb: Climb, course: Course, other?: Summit): Summit {
  const { sample, few, lambda, scale } = course;
  if (sample.search !== undefined) {
    climb.go({ sum: surrogateSum(searchLosses(sample), lambda), lambda, enough: SEARCHED * scale, other });
  }
  if (few !== sample && fewAreNear(few, climb.direction(), FAR / lambda)) climbNear(climb, course, other);
  return climb.go({
    sum: surrogateSum(sampleLosses(sample), lambda),
    lambda,
    enough: TOLERANCE * scale,
    other,
  });
}

/** Rows that are near the boundary of a direction. */
interface Near {
  readonly rows: Sample;
  readonly of: Float64Array;
}

/**
 * Rounds of a climb on the rows near the boundary, the far ones set aside but for their tangent. Each begins with an
 * evaluation of all rows; where that is below the one before, the rounds end.
 */
function climbNear(climb: Climb, { sample, few, lambda, scale, visited }: Course, other?: Summit): void {
  const sum = surrogateSum(sampleLosses(sample), lambda);
  const enough = TOLERANCE * scale;
  let near: Near = { rows: sample, of: new Float64Array(sample.d) };
  let before = Number.NEGATIVE_INFINITY;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const at = climb.go({ sum, lambda, enough, other, maxSteps: 0 });
    if (at.status !== 'limit' || at.value < before) return;
    before = at.value;
    const { direction } = at;
    const shift = direction.map((v, j) => v - near.of[j]);
    if (round === 0 || lambda * meanShift(few, shift) > SHIFT) {
      near = { rows: nearRows(sample, direction, FAR / lambda), of: direction };
      visited(sample.n);
    }
    visited(near.rows.n);
    const part = boundarySum(sampleLosses(near.rows), lambda, { ...at, n: sample.n });
    climb.go({ sum: part, lambda, enough: Math.max(enough / 2, NEARER * at.slope) });
  }
}
