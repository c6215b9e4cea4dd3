import { type Sample, sampleIndex } from '../arena.ts';
import { comparisonsLength } from '../comparisons.ts';
import { sampleLosses } from '../losses/linear-losses.ts';
import { dot, norm } from '../math/vectors.ts';
import { maximiseOnGreatCircle } from './great-circle.ts';

/** A direction and its sum of signs. */
export interface Place {
  readonly theta: Float64Array;
  readonly sum: number;
}

/** What polishing is made of; it counts its passes over the sample. */
export interface Polishing {
  readonly sample: Sample;
  /** A new random unit vector at every call. */
  readonly random: () => Float64Array;
  /** Rows near the boundary whose circles a round goes along. */
  readonly near: number;
  passes: number;
}

/** Lines through the direction itself that a round tries at random, for each dimension. */
const RANDOM_A_DIMENSION = 2;

/** The direction with its sum of signs. */
function placeAt(polishing: Polishing, theta: Float64Array): Place {
  polishing.passes++;
  const [sum] = sampleLosses(polishing.sample).score([theta]);
  return { theta, sum };
}

/**
 * Line searches along great circles until a whole round of them raises the sum of signs no more.
 *
 * A round goes through the direction along every coordinate and along random tangents; then along the circles on which
 * rows near the boundary vanish, nearest first, and across from the best arc of each: the cells on both sides of that
 * row's boundary, wherever they are. A line search that ends as high as it began moves too, so that a plateau is crossed.
 */
export function polished(polishing: Polishing, from: Float64Array): Place {
  let place = placeAt(polishing, from);
  for (;;) {
    const { sum } = place;
    place = alongRows(polishing, throughPlace(polishing, place));
    if (place.sum === sum) return place;
  }
}

function throughPlace(polishing: Polishing, from: Place): Place {
  const { d } = polishing.sample;
  let place = from;
  for (let j = 0; j < d; j++) {
    const axis = new Float64Array(d);
    axis[j] = 1;
    place = searched(polishing, place, axis);
  }
  for (let k = 0; k < RANDOM_A_DIMENSION * d; k++) place = searched(polishing, place, polishing.random());
  return place;
}

function alongRows(polishing: Polishing, from: Place): Place {
  const { sample } = polishing;
  let place = from;
  if (sample.d === 2) return place;
  for (const i of nearestRows(sample, from.theta, polishing.near)) {
    const row = rowOf(sample, i);
    const normal = row.map((v) => v / norm(row));
    const foot = without(place.theta, normal);
    if (foot === null) continue;
    const tangent = without(polishing.random(), normal, foot);
    if (tangent === null) continue;
    polishing.passes++;
    const { direction, best } = maximiseOnGreatCircle(sample, foot, tangent);
    // On its own circle the row counts 0, or what rounding makes of it; beside it, 1.
    if (best + 2 < place.sum) continue;
    polishing.passes++;
    const across = maximiseOnGreatCircle(sample, direction, normal);
    if (across.best >= place.sum) place = better(polishing, place, across.direction);
  }
  return place;
}

function searched(polishing: Polishing, place: Place, tangent: Float64Array): Place {
  if (without(tangent, place.theta) === null) return place;
  polishing.passes++;
  const { direction, best } = maximiseOnGreatCircle(polishing.sample, place.theta, tangent);
  return best >= place.sum ? better(polishing, place, direction) : place;
}

/** The line search saw rounded projections: what counts is the sum at the direction itself. */
function better(polishing: Polishing, place: Place, theta: Float64Array): Place {
  const there = placeAt(polishing, theta);
  return there.sum >= place.sum ? there : place;
}

/** Indices of the rows with the smallest |z_i . theta| / |z_i|, zero rows left out. */
function nearestRows(sample: Sample, theta: Float64Array, count: number): readonly number[] {
  const { arena, n, d, z } = sample;
  const data = arena.backend.f64(z, comparisonsLength(n, d));
  const sines = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let product = 0;
    let square = 0;
    for (let j = 0; j < d; j++) {
      const value = data[sampleIndex(i, j, d)];
      product += value * theta[j];
      square += value * value;
    }
    sines[i] = square > 0 ? Math.abs(product) / Math.sqrt(square) : Number.POSITIVE_INFINITY;
  }
  const last = sines.slice().sort()[Math.min(count, n) - 1];
  const near: number[] = [];
  for (let i = 0; i < n; i++) if (sines[i] <= last && sines[i] < Number.POSITIVE_INFINITY) near.push(i);
  return near.sort((a, b) => sines[a] - sines[b] || a - b).slice(0, count);
}

function rowOf({ arena, n, d, z }: Sample, i: number): Float64Array {
  const data = arena.backend.f64(z, comparisonsLength(n, d));
  return Float64Array.from({ length: d }, (_, j) => data[sampleIndex(i, j, d)]);
}

/** The unit vector along the part of v that is orthogonal to orthonormal others; null where there is next to none. */
function without(v: Float64Array, ...others: readonly Float64Array[]): Float64Array | null {
  let rest = v;
  for (let pass = 0; pass < 2; pass++) {
    for (const other of others) {
      const along = dot(rest, other);
      rest = rest.map((value, j) => value - along * other[j]);
    }
    const length = norm(rest);
    if (!(length > 1e-9)) return null;
    rest = rest.map((value) => value / length);
  }
  return rest;
}
