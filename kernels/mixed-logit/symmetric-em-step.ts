import { exp } from '../math/exp.ts';
import { dot } from '../math/vectors.ts';
import { type Expected, expectedPeople, type TastePool } from './taste-pool.ts';
import { type TastePrior, tastePrior } from './taste-posterior.ts';
import { lowerSolve } from './triangular.ts';

/**
 * A law of z that is symmetric about `centre`, with density
 * middle N(centre, stretch C) + (1 - middle) (N(centre + offset, C) + N(centre - offset, C)) / 2.
 *
 * It holds the normal law, even mixtures of two types, three types on a line, and laws with tails heavier than normal.
 */
export interface SymmetricTastes {
  readonly centre: Float64Array;
  readonly offset: Float64Array;
  /** Normal law of mean 0 with the covariance C. */
  readonly shape: TastePrior;
  readonly middle: number;
  readonly stretch: number;
}

/** Added to variances of z, so that no type is narrower than the pool can hold. */
const NARROWEST = 0.005;
/** Share of the people of the middle type below which the two others are gone. */
const GONE = 1e-9;
const STRETCHES = [0.05, 20] as const;

export interface EmStep {
  /** Null where C becomes singular. */
  readonly next: SymmetricTastes | null;
  /** Before the step, but for a constant of the pool. */
  readonly logLikelihood: number;
}

/** A step of the EM algorithm (ECM: centre and offset, then the stretch, then C), which never lowers the likelihood but for `NARROWEST`. */
export function emStep(pool: TastePool, tastes: SymmetricTastes): EmStep {
  const shared = sharedPeople(pool, tastes);
  return { next: maximised(typeSums(pool, shared), tastes), logLikelihood: shared.logLikelihood };
}

/** The E step. */
export interface SharedPeople extends Expected {
  /** Densities of the types with their shares, times exp(log ratio). */
  readonly parts: Three;
  /** Their sum. */
  readonly total: Float64Array;
}

/** The law of each chooser's taste and type given the choices: people times parts / total. */
export function sharedPeople(pool: TastePool, tastes: SymmetricTastes): SharedPeople {
  const parts = componentWeights(pool, tastes);
  const [none, upper, lower] = parts;
  const total = none.map((value, r) => value + upper[r] + lower[r]);
  return { parts, total, ...expectedPeople(pool, total) };
}

/** Of the middle, the upper and the lower type. */
type Three = readonly [Float64Array, Float64Array, Float64Array];

function componentWeights(
  { d, points, logRatios }: TastePool,
  { centre, offset, shape: { factor }, middle, stretch }: SymmetricTastes,
): Three {
  const count = logRatios.length;
  const parts: Three = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  const half = lowerSolve(factor, offset, d);
  const apart = dot(half, half);
  let scale = 1;
  for (let j = 0; j < d; j++) scale /= factor[j * d + j];
  let stretched = middle * scale;
  for (let j = 0; j < d; j++) stretched /= Math.sqrt(stretch);
  const paired = ((1 - middle) / 2) * scale;
  const x = new Float64Array(d);
  for (let r = 0, at = 0; r < count; r++, at += d) {
    let square = 0;
    let along = 0;
    for (let i = 0; i < d; i++) {
      let value = points[at + i] - centre[i];
      for (let k = 0; k < i; k++) value -= factor[i * d + k] * x[k];
      x[i] = value / factor[i * d + i];
      square += x[i] * x[i];
      along += x[i] * half[i];
    }
    parts[0][r] = stretched * exp(logRatios[r] - square / stretch / 2);
    const shared = logRatios[r] - (square + apart) / 2;
    parts[1][r] = paired * exp(shared + along);
    parts[2][r] = paired * exp(shared - along);
  }
  return parts;
}

/** Sums over the points of the people of a type, times 1, z and z z'. */
interface TypeSums {
  /** Of the middle, the upper and the lower type. */
  readonly counts: readonly [number, number, number];
  readonly firsts: Three;
  /** Of the middle type, and of the two others together; row-major. */
  readonly middle: Float64Array;
  readonly paired: Float64Array;
}

function typeSums({ d, points }: TastePool, { parts, total, people }: SharedPeople): TypeSums {
  const counts: [number, number, number] = [0, 0, 0];
  const firsts: Three = [new Float64Array(d), new Float64Array(d), new Float64Array(d)];
  const seconds = [new Float64Array(d * d), new Float64Array(d * d)] as const;
  for (let r = 0, at = 0; r < people.length; r++, at += d) {
    const per = total[r] > 0 ? people[r] / total[r] : 0;
    const [a, b, c] = [per * parts[0][r], per * parts[1][r], per * parts[2][r]];
    counts[0] += a;
    counts[1] += b;
    counts[2] += c;
    for (let j = 0; j < d; j++) {
      const z = points[at + j];
      firsts[0][j] += a * z;
      firsts[1][j] += b * z;
      firsts[2][j] += c * z;
      const [middle, paired] = [a * z, (b + c) * z];
      for (let k = 0; k <= j; k++) {
        seconds[0][j * d + k] += middle * points[at + k];
        seconds[1][j * d + k] += paired * points[at + k];
      }
    }
  }
  for (const second of seconds) mirror(second, d);
  return { counts, firsts, middle: seconds[0], paired: seconds[1] };
}

function mirror(matrix: Float64Array, d: number): void {
  for (let j = 0; j < d; j++) for (let k = 0; k < j; k++) matrix[k * d + j] = matrix[j * d + k];
}

/**
 * The M step. Centre and offset solve the weighted least squares A centre + B offset = sum_k a_k M_k and B centre + C offset = M_1 - M_2,
 * a the precision of a type and M its sum of points.
 */
function maximised(sums: TypeSums, before: SymmetricTastes): SymmetricTastes | null {
  const { centre, offset } = centreAndOffset(sums, 1 / before.stretch);
  const [none, upper, lower] = sums.counts;
  const d = centre.length;
  const middle = around(sums.middle, { first: sums.firsts[0], count: none, centre });
  let square = 0;
  for (let i = 0; i < d * d; i++) square += before.shape.precision[i] * middle[i];
  const best = none > 0 ? square / (d * none) : before.stretch;
  const stretch = Math.min(STRETCHES[1], Math.max(STRETCHES[0], best));
  const both = around(sums.paired, {
    first: sums.firsts[1].map((value, j) => value + sums.firsts[2][j]),
    count: upper + lower,
    centre,
  });
  const total = none + upper + lower;
  const tilt = sums.firsts[1].map((value, j) => value - sums.firsts[2][j] - (upper - lower) * centre[j]);
  const covariance = both.map((value, i) => {
    const [j, k] = [Math.floor(i / d), i % d];
    const moved = (upper + lower) * offset[j] * offset[k] - tilt[j] * offset[k] - offset[j] * tilt[k];
    return (value + moved + middle[i] / stretch) / total + (j === k ? NARROWEST : 0);
  });
  const shape = tastePrior({ mean: new Float64Array(d), covariance });
  return shape && { centre, offset, shape, middle: none / total, stretch };
}

function centreAndOffset({ counts: [none, upper, lower], firsts }: TypeSums, a: number) {
  const weight = a * none + upper + lower;
  const tilt = upper - lower;
  const paired = upper + lower;
  const determinant = weight * paired - tilt * tilt;
  const d = firsts[0].length;
  if (!(paired > GONE * none))
    return { centre: firsts[0].map((value) => value / none), offset: new Float64Array(d) };
  const centre = new Float64Array(d);
  const offset = new Float64Array(d);
  for (let j = 0; j < d; j++) {
    const all = a * firsts[0][j] + firsts[1][j] + firsts[2][j];
    const difference = firsts[1][j] - firsts[2][j];
    centre[j] = (paired * all - tilt * difference) / determinant;
    offset[j] = (weight * difference - tilt * all) / determinant;
  }
  return { centre, offset };
}

interface Moved {
  readonly first: Float64Array;
  readonly count: number;
  readonly centre: Float64Array;
}

/** sum (z - centre)(z - centre)' from sum z z'. */
function around(second: Float64Array, { first, count, centre }: Moved): Float64Array {
  const d = first.length;
  return second.map((value, i) => {
    const [j, k] = [Math.floor(i / d), i % d];
    return value - first[j] * centre[k] - centre[j] * first[k] + count * centre[j] * centre[k];
  });
}
