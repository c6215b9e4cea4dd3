import { log } from '../../kernels/math/log.ts';
import type { LocalSlope } from '../summary.ts';
import type { LogRatio } from './log-ratio.ts';
import { NORMAL_975 } from './proportion.ts';
import { type Coefficient, slopeDrift, type WeightedPoint, weightedSlope } from './weighted-line.ts';

/** An error measure at one sample size. */
export interface ErrorAtSize {
  readonly n: number;
  /** Positive. */
  readonly value: number;
  /** Positive. */
  readonly mcse: number;
  /** log(root mean square / mean) of the errors; null where unknown. */
  readonly shape: LogRatio | null;
}

/** A power law value = constant * n^slope and where it holds. */
export interface PowerLaw {
  readonly slope: number;
  readonly se: number;
  readonly ci: readonly [number, number];
  readonly from: number;
  readonly localSlopes: readonly LocalSlope[];
  readonly preAsymptotic: boolean;
}

/** Fewer sizes determine no drift. */
const FEWEST_SIZES = 3;
/** A drift this many standard errors from zero is noise once in 1,000 fits of a true power law. */
const CERTAIN_Z = 3.29;
/** A drift beyond this many makes the fit start later: starting late costs precision, starting early costs truth. */
const SUSPECT_Z = 2;
/** Changes of the local slope over the range that are too small to matter: the answers at stake differ by 1/6. */
const MATERIAL_DRIFT = 0.03;
/** Slope of log(rms / mean) on log n, the difference of the two measures' own slopes, too small to matter. */
const MATERIAL_SHAPE = 0.02;
/** After a drift the remaining one halves or better in a factor of ten of n, the fit's distance from it. */
const SAFETY = 10;
/** Ratio of sizes (two decades, less the rounding of sizes) over which a stable tail is believed. */
const LONG_TAIL = 90;
/** A tail must fall faster than n^-0.05 to be a rate and not a plateau. */
const PLATEAU = -0.05;

/**
 * The power law of an error measure in n: slope of log value on log n by weighted least squares with delta-method
 * weights (value / mcse)^2, over the sizes >= `from`.
 *
 * A law holds over a range when nothing drifts in it: (1) the local slope, by the parabola in log n; (2) the shape of
 * the errors' law, by log(rms / mean) against log n, since in a cube-root (or any) regime the scaled errors have one
 * limit law and all their measures fall alike. The second sees a regime change with a fraction of the replicates,
 * because the two measures come from the same errors. A drift counts when it is beyond noise and material.
 *
 * `from`: the smallest size from which no drift beyond 2 standard errors remains and three sizes do; where sizes had to
 * be dropped, a factor of ten further (three sizes remaining), as a drift just below the test's sight still bends a
 * slope by more than its standard error.
 * `preAsymptotic`: the whole range drifts (beyond 3.29 standard errors, one false alarm in 1,000 for each test), and no
 * tail without drift makes up for it. A tail does when it spans two decades and falls; a plateau after a fall
 * is a bias, and no slope describes it. Where true, `from` is the best effort.
 *
 * points: in increasing n. Null for fewer than three.
 */
export function fitPowerLaw(points: readonly ErrorAtSize[]): PowerLaw | null {
  if (points.length < FEWEST_SIZES) return null;
  const start = startOfStableTail(points);
  const from = start === 0 ? 0 : furtherBySafety(points, start);
  const slope = weightedSlope(points.slice(from).map(logPoint));
  const half = NORMAL_975 * slope.se;
  return {
    slope: slope.value,
    se: slope.se,
    ci: [slope.value - half, slope.value + half],
    from: points[from].n,
    localSlopes: localSlopes(points),
    preAsymptotic: drifts(points, CERTAIN_Z) && !isRate(points.slice(start)),
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

function drifts(points: readonly ErrorAtSize[], z: number): boolean {
  if (isBeyond(slopeDrift(points.map(logPoint)), z, MATERIAL_DRIFT)) return true;
  const shapes = points.flatMap(shapePoint);
  return shapes.length >= FEWEST_SIZES && isBeyond(weightedSlope(shapes), z, MATERIAL_SHAPE);
}

const isBeyond = (drift: Coefficient, z: number, material: number): boolean =>
  Math.abs(drift.value) > z * drift.se && Math.abs(drift.value) > material;

function isRate(tail: readonly ErrorAtSize[]): boolean {
  if (tail[tail.length - 1].n < LONG_TAIL * tail[0].n || drifts(tail, SUSPECT_Z)) return false;
  const slope = weightedSlope(tail.map(logPoint));
  return slope.value + NORMAL_975 * slope.se < PLATEAU;
}

function localSlopes(points: readonly ErrorAtSize[]): readonly LocalSlope[] {
  return points.slice(1).map((upper, i) => {
    const { value, se } = weightedSlope([logPoint(points[i]), logPoint(upper)]);
    return { n: Math.round(Math.sqrt(points[i].n * upper.n)), slope: value, se };
  });
}

/** Delta method: the standard error of log value is mcse / value. */
const logPoint = ({ n, value, mcse }: ErrorAtSize): WeightedPoint => ({
  x: log(n),
  y: log(value),
  se: mcse / value,
});

const shapePoint = ({ n, shape }: ErrorAtSize): readonly WeightedPoint[] =>
  shape !== null && shape.se > 0 ? [{ x: log(n), y: shape.value, se: shape.se }] : [];
