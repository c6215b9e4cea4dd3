import type { Sample } from '../arena.ts';
import { unit } from '../math/vectors.ts';
import { ownRandom } from '../random/own-random.ts';
import { type Polishing, polished } from './circle-polish.ts';
import { type Fit, type FitCall, failedFit } from './fit.ts';
import { scaledColumns } from './scaled-columns.ts';

/** Raised when numbers change. */
export const SIGN_GREAT_CIRCLE_REVISION = 1;

export interface GreatCircleOptions {
  /** Polishings beside the first: by turns from near the best direction so far and from a random one. */
  readonly restarts: number;
  /** Rows near the boundary whose circles a round of polishing goes along. */
  readonly near: number;
}

/** The direction that a polishing begins with. */
export type Start = (sample: Sample, call: FitCall) => Fit;

/**
 * The sign estimator by exact line searches: sum sign(z_i . theta) (T1) raised along great circles until a round of them
 * raises it no more (circle-polish.ts), from `start` and again from `restarts` other directions; any d.
 *
 * Nothing but the 0-1 score is looked at, so that the end is a maximum along many circles, not a certified one. In d = 3 the circles
 * of the rows near the boundary hold all cells around them. The direction is a point of one optimal cell, not the
 * centroid of all. Columns are scaled by powers of two first. The random tangents are of the coordinate system: rotated
 * features give rotated estimates in law only. Where the start fails, a random direction takes its place.
 *
 * `degenerate` where no direction met has a positive score. Diagnostics: `objective`, the score; `gained`, what was gained on
 * the start's score; `attained`, how many of the restarts + 1 polishings ended at it. Steps, one a polishing: `start`, from 0,
 * and `objective`.
 *
 * Source: line searches on the maximum score are Manski & Thompson's (1986); here each is exact, by the sweep of d = 2.
 */
export function signGreatCircle(
  sample: Sample,
  { restarts, near }: GreatCircleOptions,
  start: Start,
  call: FitCall = {},
): Fit {
  const release = sample.arena.mark();
  const fit = fitted(sample, { restarts, near, start }, call);
  release();
  return fit;
}

function fitted(
  sample: Sample,
  { restarts, near, start }: GreatCircleOptions & { readonly start: Start },
  { stream, onStep, outOfTime }: FitCall,
): Fit {
  const { n, d } = sample;
  const begun = start(sample, stream === undefined ? {} : { stream });
  const { sample: scaled, factors } = scaledColumns(sample);
  const random = openDirections(stream, d);
  const polishing: Polishing = { sample: scaled, random, near, passes: 0 };
  const first = begun.status === 'ok' ? begun.direction.map((v, j) => v / factors[j]) : random();
  let best = polished(polishing, unit(first));
  let attained = 1;
  onStep?.({ start: 0, objective: best.sum / n });
  for (let k = 1; k <= restarts && outOfTime?.() !== true; k++) {
    const found = polished(polishing, k % 2 === 1 ? nearby(polishing, best.theta) : random());
    onStep?.({ start: k, objective: found.sum / n });
    if (found.sum === best.sum) attained++;
    if (found.sum <= best.sum) continue;
    best = found;
    attained = 1;
  }
  const evaluations = begun.evaluations + polishing.passes;
  if (!(best.sum > 0)) return failedFit('degenerate', d, evaluations, { objective: best.sum / n });
  const score = best.sum / n;
  return {
    status: 'ok',
    direction: unit(best.theta.map((v, j) => v * factors[j])),
    score,
    evaluations,
    diagnostics: {
      objective: score,
      gained: begun.status === 'ok' ? score - begun.score : score,
      attained,
    },
  };
}

/** One random direction after the other. */
function openDirections(stream: FitCall['stream'], d: number): () => Float64Array {
  const numbers = ownRandom(stream);
  let drawn = 0;
  return () => numbers.direction(drawn++, d);
}

/** A direction about n^(-1/3) away, as far as the maximum of the sample is from that of the population. */
function nearby({ random, sample }: Polishing, theta: Float64Array): Float64Array {
  const size = 1 / cubeRoot(sample.n);
  const away = random();
  return unit(theta.map((v, j) => v + size * away[j]));
}

/** By Newton's method: the same digits on every machine. */
function cubeRoot(n: number): number {
  let root = Math.max(1, n / 3);
  for (let step = 0; step < 60; step++) root = (2 * root + n / (root * root)) / 3;
  return root;
}
