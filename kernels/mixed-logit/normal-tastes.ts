import { exp } from '../math/exp.ts';
import { type Expected, expectedPeople, type TastePool } from './taste-pool.ts';
import { type GaussianTastes, type TastePrior, tastePrior } from './taste-posterior.ts';

/** A normal law of z on a pool, fitted. */
export interface NormalTastes extends Expected {
  readonly law: TastePrior;
}

const ROUNDS = 40;
const SETTLED = 0.005;

/** Normal tastes z ~ N(mean, covariance) by maximum likelihood on a pool, by the EM algorithm; null where the covariance becomes singular. */
export function normalTastes(pool: TastePool): NormalTastes | null {
  let law = tastePrior(standard(pool.d));
  for (let round = 0; round < ROUNDS && law !== null; round++) {
    const next = tastePrior(momentsOf(pool, expectedPeople(pool, normalWeights(pool, law)).people));
    const isLast = next !== null && isNear(law, next);
    law = next;
    if (isLast) break;
  }
  return law && { law, ...expectedPeople(pool, normalWeights(pool, law)) };
}

const standard = (d: number): GaussianTastes => ({
  mean: new Float64Array(d),
  covariance: Float64Array.from({ length: d * d }, (_, i) => (i % (d + 1) === 0 ? 1 : 0)),
});

function normalWeights(pool: TastePool, law: TastePrior): Float64Array {
  const { d, logRatios } = pool;
  let scale = 1;
  for (let j = 0; j < d; j++) scale /= law.factor[j * d + j];
  return squaresFrom(pool, law).map((square, r) => scale * exp(logRatios[r] - square / 2));
}

/** (z - mean)' covariance^-1 (z - mean) of each point. */
function squaresFrom(
  { d, points, logRatios }: TastePool,
  { mean, factor }: Pick<TastePrior, 'mean' | 'factor'>,
): Float64Array {
  const squares = new Float64Array(logRatios.length);
  const x = new Float64Array(d);
  const inverse = Float64Array.from({ length: d }, (_, j) => 1 / factor[j * d + j]);
  for (let r = 0, at = 0; r < squares.length; r++, at += d) {
    let square = 0;
    for (let i = 0; i < d; i++) {
      let value = points[at + i] - mean[i];
      for (let k = 0; k < i; k++) value -= factor[i * d + k] * x[k];
      x[i] = value * inverse[i];
      square += x[i] * x[i];
    }
    squares[r] = square;
  }
  return squares;
}

/** Mean and covariance of the points with these weights. */
function momentsOf({ d, points }: TastePool, people: Float64Array): GaussianTastes {
  const first = new Float64Array(d);
  const second = new Float64Array(d * d);
  let total = 0;
  for (let r = 0; r < people.length; r++) {
    const weight = people[r];
    total += weight;
    for (let j = 0; j < d; j++) {
      const weighted = weight * points[r * d + j];
      first[j] += weighted;
      for (let k = 0; k <= j; k++) second[j * d + k] += weighted * points[r * d + k];
    }
  }
  const mean = first.map((value) => value / total);
  const covariance = new Float64Array(d * d);
  for (let j = 0; j < d; j++) {
    for (let k = 0; k <= j; k++) {
      covariance[j * d + k] = second[j * d + k] / total - mean[j] * mean[k];
      covariance[k * d + j] = covariance[j * d + k];
    }
  }
  return { mean, covariance };
}

/** z is of spread 1 or so. */
const isNear = (a: GaussianTastes, b: GaussianTastes): boolean =>
  a.mean.every((value, j) => Math.abs(value - b.mean[j]) < SETTLED) &&
  a.covariance.every((value, i) => Math.abs(value - b.covariance[i]) < SETTLED);
