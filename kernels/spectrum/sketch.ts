import { symmetricEigen } from '../math/symmetric-eigen.ts';
import { dot, norm } from '../math/vectors.ts';
import { philox4x32 } from '../random/philox.ts';
import { laneBlocks, laneVector, orthonormalBasis, removeParts } from './orthonormal.ts';

/** Directions that are looked for; the last of them are found badly and not reported. */
const SKETCHED = 24;
const PROBES = 8;
/** Keeps these words apart from those of studies. */
const SKETCH_KEY = [0x736b6574, 0x6368] as const;

/** Random signs to begin with, as blocks. */
export const startingBlocks = (d: number): Float64Array =>
  laneBlocks(
    Array.from({ length: Math.min(SKETCHED, d) }, (_, c) => signs(d, c)),
    d,
  );

/** The directions of M V, made orthonormal: the next V of the iteration. */
export function nextDirections(product: Float64Array, d: number): readonly Float64Array[] {
  const count = Math.min(SKETCHED, d);
  return orthonormalBasis(Array.from({ length: count }, (_, c) => laneVector(product, d, c)));
}

/** Blocks of the last pass: the directions, and probes of what they leave out. */
export function lastBlocks(directions: readonly Float64Array[], d: number): Float64Array {
  const probes = Array.from({ length: PROBES }, (_, c) => {
    const probe = signs(d, SKETCHED + c);
    removeParts(probe, directions);
    return probe;
  });
  return laneBlocks([...directions, ...probes], d);
}

/** The largest eigenvalues of M as far as they were found. */
export interface Sketch {
  /** Largest first; each is at most the true one of its place. */
  readonly values: readonly number[];
  /** |M u - value u| for the unit vector u of each value: M has an eigenvalue that near. */
  readonly residuals: readonly number[];
  /** sum of the squares of all eigenvalues, estimated without bias: those of the directions, and of the rest from eight probes. */
  readonly sumOfSquares: number;
}

/**
 * Rayleigh and Ritz on the directions Q of an iterated random sketch.
 *
 * Source: Halko, Martinsson & Tropp (2011), "Finding structure with randomness"; Meyer, Musco, Musco & Woodruff (2021), "Hutch++", for the sum of squares.
 *
 * @param product M [Q, probes], as blocks.
 */
export function sketchOf(directions: readonly Float64Array[], product: Float64Array, d: number): Sketch {
  const k = directions.length;
  const images = directions.map((_, c) => laneVector(product, d, c));
  const small = directions.flatMap((q, i) =>
    directions.map((p, j) => (dot(q, images[j]) + dot(p, images[i])) / 2),
  );
  const pairs = symmetricEigen(small, k);
  const squares = images.reduce((sum, image) => sum + dot(image, image), 0);
  const rest = Array.from({ length: PROBES }, (_, c) => laneVector(product, d, k + c)).reduce(
    (sum, image) => sum + dot(image, image),
    0,
  );
  return {
    values: pairs.map(({ value }) => value),
    residuals: pairs.map(({ value, vector }) => residual({ value, vector, directions, images })),
    sumOfSquares: squares + rest / PROBES,
  };
}

interface RitzPair {
  readonly value: number;
  readonly vector: Float64Array;
  readonly directions: readonly Float64Array[];
  readonly images: readonly Float64Array[];
}

function residual({ value, vector, directions, images }: RitzPair): number {
  const rest = new Float64Array(images[0].length);
  for (let c = 0; c < images.length; c++) {
    for (let j = 0; j < rest.length; j++) rest[j] += vector[c] * (images[c][j] - value * directions[c][j]);
  }
  return norm(rest);
}

/** d fair signs, those of vector `index`. */
function signs(d: number, index: number): Float64Array {
  const words = new Uint32Array(4);
  return Float64Array.from({ length: d }, (_, j) => {
    if (j % 128 === 0) philox4x32([index, j / 128, 0, 0], SKETCH_KEY, words);
    return (words[(j % 128) >>> 5] >>> (j & 31)) & 1 ? 1 : -1;
  });
}
