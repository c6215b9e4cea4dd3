import type { Chart } from './chart.ts';
import type { Cone } from './cones.ts';
import { createEvents, createSorter, type Events, type Sorter, sortedEvents } from './events.ts';

/** Working arrays of one search; a nested search has its own. */
export interface Scratch {
  /** features_i . V_j of the active rows of the cone at hand, q to a row. */
  readonly projections: Float64Array;
  /** Bounds of features_i . V over a cone, one to an active row. */
  readonly lo: Float64Array;
  readonly hi: Float64Array;
  readonly undecided: Int32Array;
  readonly events: Events;
  readonly sorter: Sorter;
}

export const createScratch = (n: number, q: number): Scratch => ({
  projections: new Float64Array(n * q),
  lo: new Float64Array(n),
  hi: new Float64Array(n),
  undecided: new Int32Array(n),
  events: createEvents(n),
  sorter: createSorter(n),
});

/** features_i . V_j for the cone's active rows and its vertices. */
export function project({ features, q }: Chart, { active, vertices }: Cone, { projections }: Scratch): void {
  for (let a = 0; a < active.length; a++) {
    const row = active[a] * q;
    for (let j = 0; j < q; j++) {
      let sum = 0;
      for (let l = 0; l < q; l++) sum += features[row + l] * vertices[j * q + l];
      projections[a * q + j] = sum;
    }
  }
}

/** An edge of the cone by its ends; a child keeps one and has the midpoint for the other. */
export interface Edge {
  readonly keep: number;
  readonly drop: number;
}

/** lo and hi over the whole cone, or over the child on one side of the middle of an edge. */
export function span(chart: Chart, cone: Cone, scratch: Scratch, edge?: Edge): void {
  const { q, widening, exactBits } = chart;
  const { active, bits } = cone;
  const { projections, lo, hi } = scratch;
  const widened = bits + 1 > exactBits;
  const keep = edge?.keep ?? 0;
  const drop = edge?.drop ?? 0;
  for (let a = 0; a < active.length; a++) {
    const row = a * q;
    let least = (projections[row + keep] + projections[row + drop]) / 2;
    let most = least;
    for (let j = 0; j < q; j++) {
      if (j === drop) continue;
      const value = projections[row + j];
      if (value < least) least = value;
      if (value > most) most = value;
    }
    const extra = widened ? widening[active[a]] : 0;
    lo[a] = least - extra;
    hi[a] = most + extra;
  }
}

/**
 * The parts of a cone, or of a child of it, that may have fewer than `limit` errors, in what follows c.
 *
 * A row with sign +1 is wrong all over where c <= -hi and right all over where c >= -lo; one with sign -1 wrong where
 * c >= hi, right where c <= lo: the cone is open, and so is every interval of c that is kept. The best cells are open
 * too, so that nothing is lost. Between two neighbours among the numbers at which rows become surely wrong, the weight of
 * those that are is a lower bound; the parts are the longest intervals on which it is below the limit, joined where little
 * lies between them: fewer cones are then worth more rows in each.
 */
export function promising(
  chart: Chart,
  cone: Cone,
  scratch: Scratch,
  child: { readonly vertices: Float64Array; readonly bits: number; readonly limit: number },
): readonly Cone[] {
  const { from, to } = cone;
  const intervals = joined(openIntervals(chart, cone, scratch, child.limit));
  const kept: Cone[] = [];
  for (const interval of intervals) {
    const part = within(chart, cone, scratch, interval);
    const bound = Math.max(interval.bound, part.errors);
    if (bound < child.limit) kept.push({ ...child, ...part, bound });
  }
  return from < to ? kept : [];
}

/** A gap of at most this share of all intervals' extent is no reason for two cones; measured. */
const GAP = 0.5;

function joined(intervals: readonly Interval[]): readonly Interval[] {
  if (intervals.length < 2) return intervals;
  const extent = intervals[intervals.length - 1].to - intervals[0].from;
  const parts: Interval[] = [];
  for (const next of intervals) {
    const last = parts[parts.length - 1];
    if (last !== undefined && next.from - last.to <= GAP * extent) {
      parts[parts.length - 1] = { from: last.from, to: next.to, bound: Math.min(last.bound, next.bound) };
    } else parts.push(next);
  }
  return parts;
}

interface Interval {
  readonly from: number;
  readonly to: number;
  readonly bound: number;
}

function openIntervals(chart: Chart, cone: Cone, scratch: Scratch, limit: number): readonly Interval[] {
  const start = collect(chart, cone, scratch, limit);
  if (start >= Number.POSITIVE_INFINITY) return [];
  const events = sortedEvents(scratch.events, scratch.sorter);
  const { keys, changes, size } = events;
  const intervals: Interval[] = [];
  let value = start;
  let from = cone.from;
  let begun = from;
  let bound = Number.POSITIVE_INFINITY;
  for (let k = 0; ; ) {
    const key = k < size ? keys[k] : cone.to;
    if (key > from) {
      // The interval (from, key), on which the bound is `value`.
      if (value < limit) {
        if (bound === Number.POSITIVE_INFINITY) begun = from;
        if (value < bound) bound = value;
      } else if (bound < Number.POSITIVE_INFINITY) {
        intervals.push({ from: begun, to: from, bound });
        bound = Number.POSITIVE_INFINITY;
      }
      from = key;
    }
    if (k >= size) break;
    value += changes[k++];
  }
  if (bound < Number.POSITIVE_INFINITY) intervals.push({ from: begun, to: cone.to, bound });
  return intervals;
}

/** Fills the events; returns the bound just above the cone's lower end, or Infinity where it reaches the limit all over. */
function collect(chart: Chart, cone: Cone, { hi, events }: Scratch, limit: number): number {
  const { signs, rows } = chart;
  const { active, from, to } = cone;
  const { keys, changes } = events;
  const { weights } = rows;
  let always = cone.errors;
  let start = 0;
  let size = 0;
  for (let a = 0; a < active.length; a++) {
    const i = active[a];
    const weight = weights[i];
    if (signs[i] > 0) {
      const key = -hi[a];
      if (key >= to) always += weight;
      else if (key > from) {
        start += weight;
        keys[size] = key;
        changes[size++] = -weight;
      }
    } else {
      const key = hi[a];
      if (key <= from) always += weight;
      else if (key < to) {
        keys[size] = key;
        changes[size++] = weight;
      }
    }
  }
  events.size = size;
  return always >= limit ? Number.POSITIVE_INFINITY : always + start;
}

/** The rows that an interval leaves undecided, and the errors of those it decides. */
function within(
  { signs, rows }: Chart,
  cone: Cone,
  { lo, hi, undecided }: Scratch,
  { from, to }: Interval,
): Pick<Cone, 'active' | 'errors' | 'from' | 'to'> {
  const { active } = cone;
  let size = 0;
  let errors = cone.errors;
  for (let a = 0; a < active.length; a++) {
    const i = active[a];
    const positive = signs[i] > 0;
    const wrong = positive ? to <= -hi[a] : from >= hi[a];
    const right = positive ? from >= -lo[a] : to <= lo[a];
    if (wrong) errors += rows.weights[i];
    else if (!right) undecided[size++] = i;
  }
  return { active: undecided.slice(0, size), errors, from, to };
}
