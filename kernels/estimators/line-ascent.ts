import { dot } from '../math/vectors.ts';

/** An objective to be maximised: its value and gradient at a point. */
export type Objective = (point: Float64Array) => Valued;

interface Valued {
  readonly value: number;
  readonly gradient: Float64Array;
}

export interface PointValued extends Valued {
  readonly point: Float64Array;
}

export interface Line {
  readonly from: PointValued;
  /** A direction of ascent. */
  readonly step: Float64Array;
  /** The largest multiple of it that may be taken. */
  readonly most: number;
  /** By how much, relative to 1 or to the value, values differ by rounding alone; 1e-13 where absent, as in float64. */
  readonly rounding?: number;
}

/** A place on the line: its share of the step, the value there and the slope along the step. */
interface Place {
  readonly share: number;
  readonly value: number;
  readonly slope: number;
}

/** The value must grow by this part of what the slope promises, and the slope must fall to this part of what it was. */
const GROWTH = 1e-4;
const FLATTER = 0.9;
/** Where values differ by rounding alone, relative to 1 (a mean of tanh) or to the value, slopes decide. */
const ROUNDING = 1e-13;
const MOST_PLACES = 20;

/**
 * A point on the line where the objective has grown and its slope has fallen enough for a quasi-Newton update (the weak
 * Wolfe conditions); null where twenty evaluations find none. Near the maximum values are equal to rounding, and the
 * slope at both ends is the condition.
 *
 * Source: Nocedal & Wright (2006), conditions 3.6; Hager & Zhang (2005), the approximate conditions.
 */
export function lineAscent(
  objective: Objective,
  { from, step, most, rounding = ROUNDING }: Line,
): PointValued | null {
  const start: Place = { share: 0, value: from.value, slope: dot(from.gradient, step) };
  let low = start;
  let high: Place | null = null;
  let share = Math.min(1, most);
  for (let k = 0; k < MOST_PLACES; k++) {
    const along = share;
    const point = from.point.map((v, j) => v + along * step[j]);
    const { value, gradient } = objective(point);
    const place: Place = { share, value, slope: dot(gradient, step) };
    const flat = place.slope <= FLATTER * start.slope;
    if (!hasGrown(start, place, rounding)) high = place;
    else if (flat || share === most) return { point, value, gradient };
    else low = place;
    share = high === null ? Math.min(most, further(low, start)) : between(low, high);
  }
  return null;
}

function hasGrown(start: Place, { share, value, slope }: Place, relative: number): boolean {
  if (!Number.isFinite(value)) return false;
  if (value >= start.value + GROWTH * share * start.slope) return true;
  const rounding = relative * Math.max(1, Math.abs(start.value));
  return value >= start.value - rounding && Math.abs(slope) <= (1 - 2 * GROWTH) * start.slope;
}

/** Where the slope would vanish if it went on changing so, at least twice and at most ten times as far. */
function further({ share, slope }: Place, start: Place): number {
  const vanishes = slope < start.slope ? (share * start.slope) / (start.slope - slope) : 10 * share;
  return Math.min(10 * share, Math.max(2 * share, vanishes));
}

/** The maximum of the cubic through both places, kept away from them; the middle where it has none. */
function between(low: Place, high: Place): number {
  const width = high.share - low.share;
  const chord = (3 * (low.value - high.value)) / width + low.slope + high.slope;
  const root = Math.sqrt(Math.max(0, chord * chord - low.slope * high.slope));
  const part = 1 - (root - high.slope - chord) / (low.slope - high.slope + 2 * root);
  return low.share + width * (part >= 0.1 && part <= 0.9 ? part : part < 0.1 ? 0.1 : 0.5);
}
