import type { LocalSlope } from '../summary.ts';
import { drifts, type ErrorAtSize, FEWEST_SIZES, logPoint } from './drift.ts';
import { errorSlope } from './error-slope.ts';
import { NORMAL_975 } from './proportion.ts';
import { studentQuantile } from './student-quantile.ts';
import { weightedSlope } from './weighted-line.ts';

/** A power law value = constant * n^slope and where it holds. */
export interface PowerLaw {
  readonly slope: number;
  readonly se: number;
  readonly ci: readonly [number, number];
  readonly from: number;
  readonly localSlopes: readonly LocalSlope[];
  readonly preAsymptotic: boolean;
}

/** A drift this many standard errors from zero is noise once in 1,000 fits. */
const CERTAIN_Z = 3.29;
/** A drift beyond this many makes the fit start later: starting late costs precision, starting early costs truth. */
const SUSPECT_Z = 2;
/** How much further in n a fit starts than the first size without visible drift. */
const SAFETY = 10;
/** Ratio of sizes (two decades, less the rounding of sizes) that make a tail without drift worth believing. */
const LONG_TAIL = 90;
/** A tail must fall faster than n^-0.05 to be a rate and not a plateau. */
const PLATEAU = -0.05;

/**
 * The power law of an error measure in n: slope of log value on log n by weighted least squares with delta-method
 * weights (value / mcse)^2, over the sizes >= `from`.
 *
 * `from`: the smallest size from which no drift (drift.ts) beyond 2 standard errors remains and three sizes do; where
 * sizes had to be dropped, a factor of ten further (three sizes remaining), as a drift just below the test's sight
 * still bends a slope by more than its standard error.
 * `preAsymptotic`: the whole range drifts beyond 3.29 standard errors (on a true power law, 3 times in 1,000 at most as
 * measured), and so does every tail of two decades or more that falls. A tail that does not fall is no rate: a plateau
 * after a fall is a bias, and no slope describes both. Where true, `from` is the best effort.
 *
 * `ci`: 95 % by Student's law with a standard error that allows for the noise of the weights (error-slope.ts). Where `from` was moved by a
 * drift that may be noise (between 2 and 3.29 standard errors), it holds for all the tails that might have been chosen at once
 * (Bonferroni): a tail that noise has chosen misses far more often than 5 %. docs/claims.md has the coverage as measured.
 * points: in increasing n. Null for fewer than three.
 */
export function fitPowerLaw(points: readonly ErrorAtSize[]): PowerLaw | null {
  if (points.length < FEWEST_SIZES) return null;
  const start = startOfStableTail(points);
  const from = start === 0 ? 0 : furtherBySafety(points, start);
  const { value, se, widened, freedom } = errorSlope(points.slice(from));
  const certain = drifts(points, CERTAIN_Z);
  // A start that noise may have chosen: the interval holds for every tail that it might have chosen.
  const tails = from > 0 && !certain ? points.length - FEWEST_SIZES + 1 : 1;
  const half = studentQuantile(0.025 / tails, freedom) * widened;
  return {
    slope: value,
    se,
    ci: [value - half, value + half],
    from: points[from].n,
    localSlopes: localSlopes(points),
    preAsymptotic: certain && !points.some((_, i) => isRate(points.slice(i))),
  };
}

/** First index from which no drift is suspected, at most three sizes from the end. */
function startOfStableTail(points: readonly ErrorAtSize[]): number {
  const last = points.length - FEWEST_SIZES;
  let start = 0;
  while (start < last && drifts(points.slice(start), SUSPECT_Z)) start++;
  return start;
}

function furtherBySafety(points: readonly ErrorAtSize[], start: number): number {
  const last = points.length - FEWEST_SIZES;
  const enough = 0.9 * SAFETY * points[start].n;
  let from = start;
  while (from < last && points[from].n < enough) from++;
  return from;
}

/** A long tail without certain drift that falls. */
function isRate(tail: readonly ErrorAtSize[]): boolean {
  if (tail.length < FEWEST_SIZES || tail[tail.length - 1].n < LONG_TAIL * tail[0].n) return false;
  if (drifts(tail, CERTAIN_Z)) return false;
  const slope = weightedSlope(tail.map(logPoint));
  return slope.value + NORMAL_975 * slope.se < PLATEAU;
}

function localSlopes(points: readonly ErrorAtSize[]): readonly LocalSlope[] {
  return points.slice(1).map((upper, i) => {
    const { value, se } = weightedSlope([logPoint(points[i]), logPoint(upper)]);
    return { n: Math.round(Math.sqrt(points[i].n * upper.n)), slope: value, se };
  });
}
