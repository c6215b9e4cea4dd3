import { angle } from '../metrics/angle.ts';
import { climbSmoothed, type Smoothed, type Summit } from './smoothed-climb.ts';
import type { Starts } from './smoothed-starts.ts';

/** The highest of the summits found. */
export interface Highest extends Summit {
  /** Different maxima among them. */
  readonly summits: number;
}

/** Bandwidths, in units of the last, that the climb from the mean of z goes through. */
const WIDE = [8, 4, 2];
/** How near the maxima on the way to the last bandwidth are approached. */
const ON_THE_WAY = 1e-2;
/** Maxima closer than this are one. */
const SAME = 1e-6;

/** Climbs from every start, and from the mean of z with a bandwidth that is halved three times on the way. */
export function highestSummit(problem: Smoothed, { directions, mean }: Starts): Highest {
  let passes = 0;
  const climbed = (h: number, start: Float64Array, tolerance?: number): Summit => {
    const summit = climbSmoothed({ ...problem, h }, start, tolerance);
    passes += summit.passes;
    return summit;
  };
  const found = directions.map((start) => climbed(problem.h, start));
  if (mean !== null) {
    const start = WIDE.reduce((at, factor) => climbed(factor * problem.h, at, ON_THE_WAY).theta, mean);
    found.push(climbed(problem.h, start));
  }
  const reached = found.filter(({ status }) => status === 'ok');
  const best = (reached.length === 0 ? found : reached).reduce((a, b) => (b.value > a.value ? b : a));
  const different = reached.filter(
    ({ theta }, i) => !reached.slice(0, i).some((other) => angle(other.theta, theta) < SAME),
  );
  return { ...best, passes, summits: different.length };
}
