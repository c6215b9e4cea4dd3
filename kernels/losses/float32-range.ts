import type { BlockSource } from '../comparisons.ts';
import { checkFinite, readBlocks } from './checks.ts';
import type { LoadedComparisons, Losses } from './contract.ts';

/** Largest features between which float32 has the sums of their fourth powers: 2^24 and its reciprocal. */
const LARGE = 16_777_216;
const SMALL = 1 / LARGE;

/** The most that a coordinate of lambda theta is, beside a largest feature of 2^24; past it |v| is beyond what float32 tells apart. */
const FARTHEST = 1e27;

/** Reached only by features below 10^-277, whose powers of two leave float64. */
const LARGEST_SCALE = 1e270;

/**
 * Losses in float32 that take features of any size that float64 has: where the largest |z_ij| is above 2^24 or below 2^-24, a
 * power of two times the features is loaded instead, the points are divided by it and the results are in the caller's unit.
 *
 * A power of two changes exponents only, so that the digits are those of float32 without a limit to its exponents. Within a
 * data set float32's range remains: beside the largest feature, one 2^126 times smaller loses digits; and |v| above 2^114
 * counts as that. Throws a RangeError for a feature that is not finite.
 */
export const inFloat32Range = (losses: Losses): Losses => ({
  ...losses,
  load(source, weights) {
    const scale = scaleFor(largestFeature(source));
    if (scale === 1) return losses.load(source, weights);
    return inUnit(losses.load(times(source, scale), weights), scale);
  },
});

function largestFeature(source: BlockSource): number {
  let largest = 0;
  readBlocks(source, (values) => {
    checkFinite(values);
    for (let k = 0; k < values.length; k++) {
      const size = Math.abs(values[k]);
      if (size > largest) largest = size;
    }
  });
  return largest;
}

/** The power of two, 1 where it can be, that takes the largest feature to 2^-24 .. 2^24. */
function scaleFor(largest: number): number {
  let scale = 1;
  while (largest * scale > LARGE) scale /= 2;
  while (largest > 0 && largest * scale < SMALL && scale < LARGEST_SCALE) scale *= 2;
  return scale;
}

const times = ({ n, d, blocks }: BlockSource, scale: number): BlockSource => ({
  n,
  d,
  blocks: (first, count) => blocks(first, count).map((value) => value * scale),
});

/** Comparisons z that were loaded as scale z. */
function inUnit(loaded: LoadedComparisons, scale: number): LoadedComparisons {
  const near = (theta: ArrayLike<number>, lambda: number): Float64Array => {
    const limit = FARTHEST / Math.abs(lambda);
    return Float64Array.from(theta, (value) => Math.max(-limit, Math.min(limit, value / scale)));
  };
  const back = (values: Float64Array): Float64Array => values.map((value) => value / scale);
  return {
    ...loaded,
    annealed: (points) =>
      loaded
        .annealed(points.map(({ direction, lambda }) => ({ direction: near(direction, lambda), lambda })))
        .map(({ sum, gradient }) => ({ sum, gradient: back(gradient) })),
    score: (directions) => loaded.score(directions.map(unitSized)),
    logistic: (points) =>
      loaded
        .logistic(points.map((theta) => near(theta, 1)))
        .map(({ sum, gradient }) => ({ sum, gradient: back(gradient) })),
    logisticCurvature: (points, stride) =>
      loaded
        .logisticCurvature(
          points.map((theta) => near(theta, 1)),
          stride,
        )
        .map(({ rows, gradient, hessian, second, fourth }) => ({
          rows,
          gradient: back(gradient),
          hessian: back(back(hessian)),
          second: second / scale / scale,
          fourth: fourth / scale / scale / scale / scale,
        })),
  };
}

/** The direction times the power of two that takes its largest coordinate to 1 .. 2: the same sides, at any length. */
function unitSized(theta: ArrayLike<number>): Float64Array {
  let largest = 0;
  for (let j = 0; j < theta.length; j++) largest = Math.max(largest, Math.abs(theta[j]));
  let factor = 1;
  while (largest * factor >= 2) factor /= 2;
  while (largest > 0 && largest * factor < 1 && factor < LARGEST_SCALE) factor *= 2;
  return Float64Array.from(theta, (value) => value * factor);
}
