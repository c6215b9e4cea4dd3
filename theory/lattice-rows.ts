import { normalQuantile } from '../kernels/math/normal-quantile.ts';
import { studentCdf, studentDensity } from '../kernels/math/student-cdf.ts';
import type { ColumnLaw, FeaturesLaw } from '../kernels/populations/population.ts';
import { ownRandom } from '../kernels/random/own-random.ts';
import { featureSample } from './feature-sample.ts';

/** Lattices this size apart are batches, whose spread says how good their mean is. */
export const BATCHES = 8;
/** Beyond so many features a lattice fills space no better than chance. */
const MOST_FEATURES = 16;
const PRIMES = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53];

/**
 * Rows of features in the coordinates in which elliptical ones are symmetric, row-major n x d: eight shifted Richtmyer lattices
 * (i sqrt p_j + shift) mod 1, row i of batch i mod 8, taken through the quantile function of each column; up to 16 features. A mean of a smooth function over them is some ten times
 * nearer than over as many random rows in three dimensions. Student rows, whose radius has no quantile function here, and more features come from the
 * fixed sample of feature-sample.ts. Null for a file.
 */
export function latticeRows(features: FeaturesLaw, n: number): Float64Array | null {
  if (features.law === 'file') return null;
  const d = features.dimension;
  const columns = d <= MOST_FEATURES ? columnsOf(features) : null;
  if (columns === null) return featureSample(symmetric(features), n);
  const rows = new Float64Array(n * d);
  const shifts = shiftsOf(d);
  for (let i = 0; i < n; i++) {
    const batch = i % BATCHES;
    const step = (i - batch) / BATCHES + 0.5;
    for (let j = 0; j < d; j++) {
      const share = step * Math.sqrt(PRIMES[j]) + shifts[batch * d + j];
      rows[i * d + j] = quantile(columns[j], share - Math.floor(share));
    }
  }
  if (features.law === 'sphere') for (let i = 0; i < n; i++) normalise(rows.subarray(i * d, i * d + d));
  return rows;
}

/** Drawn once and for all and each for itself: shifts in a row of steps would leave all batches with the same error where a wave of the integrand fits them. */
function shiftsOf(d: number): readonly number[] {
  const { uniforms } = ownRandom();
  return Array.from({ length: BATCHES * d }, (_, k) => uniforms(Math.floor(k / d), k % d)[0]);
}

const STANDARD: ColumnLaw = { law: 'normal', mean: 0, sd: 1 };
const UNIT_BOX: ColumnLaw = { law: 'uniform', low: -1, high: 1 };

function columnsOf(features: Exclude<FeaturesLaw, { law: 'file' }>): readonly ColumnLaw[] | null {
  const { dimension, law } = features;
  switch (law) {
    case 'gaussian':
    case 'power':
    case 'sphere':
      return new Array<ColumnLaw>(dimension).fill(STANDARD);
    case 'box':
      return new Array<ColumnLaw>(dimension).fill(UNIT_BOX);
    case 'independent':
      return features.columns;
    case 'student':
      return null;
    default:
      return law satisfies never;
  }
}

const symmetric = (features: FeaturesLaw): FeaturesLaw =>
  features.law === 'gaussian' || features.law === 'power'
    ? { law: 'gaussian', dimension: features.dimension, covariance: null }
    : features;

function quantile(law: ColumnLaw, share: number): number {
  switch (law.law) {
    case 'normal':
      return law.mean + law.sd * normalAt(share);
    case 'uniform':
      return law.low + share * (law.high - law.low);
    case 'student':
      return law.location + law.scale * studentAt(share, law.degrees);
    default:
      return law satisfies never;
  }
}

const normalAt = (share: number): number =>
  share < 0.5 ? -normalQuantile(share) : normalQuantile(1 - share);

/** By bisection on the distribution function in t / (1 + |t|), then Newton steps. */
function studentAt(share: number, degrees: number): number {
  let [low, high] = [-1, 1];
  const at = (place: number): number => place / (1 - Math.abs(place));
  while (high - low > 1e-3) {
    const middle = (low + high) / 2;
    if (studentCdf(at(middle), degrees) < share) low = middle;
    else high = middle;
  }
  const density = studentDensity(degrees);
  let t = at((low + high) / 2);
  for (let step = 0; step < 3; step++) {
    const next = t - (studentCdf(t, degrees) - share) / density(t);
    // Far out in the tail a straight line says little: a place of the bisection is near enough.
    if (!(next > at(low) && next < at(high))) break;
    t = next;
  }
  return t;
}

function normalise(row: Float64Array): void {
  const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
  for (let j = 0; j < row.length; j++) row[j] /= length;
}
