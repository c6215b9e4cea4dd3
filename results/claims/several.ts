import { cautiousIntervalOf, type Estimate, type Interval } from './interval.ts';

/** An interval and the number it is about. */
export interface Bounded {
  readonly interval: Interval;
  readonly estimate: number;
}

/**
 * The interval of the least of several parameters: below, the least of the parts' own lower ends, which errs only where the part that is the
 * least errs; above, the least of their upper ends at the level divided among them, any of which may err.
 */
export function least(parts: readonly Estimate[], level: number): Bounded {
  const lower = parts.map((part) => cautiousIntervalOf(part, level)[0]);
  const upper = parts.map((part) => cautiousIntervalOf(part, level / parts.length)[1]);
  return {
    interval: [Math.min(...lower), Math.min(...upper)],
    estimate: Math.min(...parts.map(({ value }) => value)),
  };
}

/**
 * Of several intervals, which hold together since each has its share of the level, the one that lies furthest from the centre of
 * a margin: where it is inside the margin all are, and where any is outside this one is.
 */
export function furthest(parts: readonly Bounded[], [low, high]: Interval): Bounded {
  const centre = (low + high) / 2;
  const nearEnd = ({ interval: [from, to] }: Bounded): number => Math.max(from - centre, centre - to);
  const farEnd = ({ interval: [from, to] }: Bounded): number => Math.max(centre - from, to - centre);
  const outside = parts.filter((part) => nearEnd(part) > (high - low) / 2);
  const [measure, among] = outside.length > 0 ? [nearEnd, outside] : [farEnd, parts];
  return among.reduce((most, part) => (measure(part) > measure(most) ? part : most));
}
