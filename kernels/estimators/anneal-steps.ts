import { dot, norm } from '../math/vectors.ts';

/** Moves theta in place along the tangent gradient, and back to |theta| = 1; false where it has no direction any more. */
export type Move = (theta: Float64Array, slope: Float64Array, size: number) => boolean;

/** A step turns the direction by at most this many radians, and the first one by a fifth of it. */
const MAX_TURN = 0.5;
/** The step grows by this factor while successive gradients agree, and shrinks by the other when they oppose. */
const GROWTH = 1.1;
const SHRINKAGE = 0.5;

/**
 * Steps that find their own length: it grows by a tenth while the tangent gradients of successive steps agree and is halved
 * when they oppose, which keeps it near 1 / curvature for features of any size.
 *
 * Source: Vogl et al. (1988).
 */
export function adaptiveSteps(d: number): Move {
  const before = new Float64Array(d);
  let step = 0;
  return (theta, slope, size) => {
    if (size === 0) return true;
    if (step === 0) step = (0.2 * MAX_TURN) / size;
    else step = Math.min(step * (dot(before, slope) < 0 ? SHRINKAGE : GROWTH), MAX_TURN / size);
    before.set(slope);
    return moved(theta, slope, step);
  };
}

/** Steps of one length: theta + step times the tangent gradient. Stable below 2 / curvature, docs/estimators.md. */
export const fixedSteps =
  (step: number): Move =>
  (theta, slope) =>
    moved(theta, slope, step);

const FIRST_DECAY = 0.9;
const SECOND_DECAY = 0.999;
const FLOOR = 1e-8;

/**
 * Adam on the tangent gradient, its rate falling in equal differences from `rate` at the first of `steps` steps to
 * rate / steps at the last; radians a step and coordinate, about.
 *
 * Source: Kingma & Ba (2015), with their decays 0.9 and 0.999.
 */
export function adamSteps(d: number, rate: number, steps: number): Move {
  const first = new Float64Array(d);
  const second = new Float64Array(d);
  const along = new Float64Array(d);
  let [t, firstLeft, secondLeft] = [0, 1, 1];
  return (theta, slope) => {
    firstLeft *= FIRST_DECAY;
    secondLeft *= SECOND_DECAY;
    for (let j = 0; j < d; j++) {
      first[j] = FIRST_DECAY * first[j] + (1 - FIRST_DECAY) * slope[j];
      second[j] = SECOND_DECAY * second[j] + (1 - SECOND_DECAY) * slope[j] * slope[j];
      along[j] = first[j] / (1 - firstLeft) / (Math.sqrt(second[j] / (1 - secondLeft)) + FLOOR);
    }
    return moved(theta, along, rate * (1 - t++ / steps));
  };
}

function moved(theta: Float64Array, along: Float64Array, step: number): boolean {
  for (let j = 0; j < theta.length; j++) theta[j] += step * along[j];
  return normalised(theta);
}

/** Divides theta by its length in place; false, and theta as it was, where that is 0 or not finite. */
export function normalised(theta: Float64Array): boolean {
  const length = norm(theta);
  if (!(length > 0 && Number.isFinite(length))) return false;
  for (let j = 0; j < theta.length; j++) theta[j] /= length;
  return true;
}
