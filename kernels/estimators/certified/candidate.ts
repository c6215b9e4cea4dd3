import type { Scratch } from './bounding.ts';
import type { Chart } from './chart.ts';
import type { Cone } from './cones.ts';
import { sortedEvents } from './events.ts';

/** An interval of c at the centroid of a cone, and the errors there as float64 counts them. */
export interface CentreCandidate {
  readonly from: number;
  readonly to: number;
  readonly errors: number;
}

/**
 * The interval of c with the fewest errors at the centroid of the cone's simplex, the widest of those; the cone's rows
 * are projected. A hint only: who takes it counts exactly.
 */
export function centreCandidate(chart: Chart, cone: Cone, scratch: Scratch): CentreCandidate {
  const { q, signs, rows } = chart;
  const { active, from, to } = cone;
  const { events, projections } = scratch;
  let value = cone.errors;
  let size = 0;
  for (let a = 0; a < active.length; a++) {
    const i = active[a];
    let sum = 0;
    for (let j = 0; j < q; j++) sum += projections[a * q + j];
    const positive = signs[i] > 0;
    const key = positive ? -sum / q : sum / q;
    if (positive ? key >= to : key <= from) value += rows.weights[i];
    if (key <= from || key >= to) continue;
    if (positive) value += rows.weights[i];
    events.keys[size] = key;
    events.changes[size++] = positive ? -rows.weights[i] : rows.weights[i];
  }
  events.size = size;
  return fewest(sortedEvents(events, scratch.sorter), { from, to, errors: value });
}

function fewest(
  { keys, changes, size }: ReturnType<typeof sortedEvents>,
  { from, to, errors }: CentreCandidate,
): CentreCandidate {
  let value = errors;
  let start = from;
  let best: CentreCandidate = { from, to, errors: Number.POSITIVE_INFINITY };
  for (let k = 0; k <= size; k++) {
    const key = k < size ? keys[k] : to;
    const wider = value === best.errors && key - start > best.to - best.from;
    if (key > start && (value < best.errors || wider)) best = { from: start, to: key, errors: value };
    start = key;
    if (k < size) value += changes[k];
  }
  return best;
}
