import { cholesky, choleskySolve } from '../math/cholesky.ts';
import { type SymmetricTastes, sharedPeople } from '../mixed-logit/symmetric-em-step.ts';
import { parameterCount, symmetricScores } from '../mixed-logit/symmetric-scores.ts';
import { tasteDirections } from '../mixed-logit/taste-directions.ts';
import { inTastes, type TastePool } from '../mixed-logit/taste-pool.ts';
import type { GaussianTastes } from '../mixed-logit/taste-posterior.ts';
import { upperTimes } from '../mixed-logit/triangular.ts';

/** Directions looked at: that of the mean taste, and the widest across it. */
const DIRECTIONS = 6;
/** Share of the variance of tastes that choices must tell. */
const LEAST_RELIABILITY = 0.2;

export interface Asymmetry {
  /** The largest of |sum of r| / sqrt(sum of r^2), r the efficient score of a chooser; 0 where choices tell too little of tastes. */
  readonly statistic: number;
  /** Directions that choices tell enough of. */
  readonly directions: number;
}

/**
 * How far choices are from those of tastes of a symmetric law f, fitted to them: Neyman's C(alpha) for f (1 + e g), with g(t) = t (t^2 - 3) / (1 + t^4 / 9)
 * odd and t the a . beta of mean 0 and variance 1. The score of e is E[g(t) | choices], whose expectation is 0 for any symmetric f; its regression on the scores of
 * the parameters of f is taken off, so that the errors of these move it only in the second order. The largest over the direction a of the
 * mean taste and the principal directions across it. Null where tastes have no direction.
 *
 * Source: Neyman (1959), Optimal asymptotic tests of composite statistical hypotheses.
 */
export function asymmetryStatistic(pool: TastePool, law: SymmetricTastes): Asymmetry | null {
  const moments = { mean: law.centre, covariance: covarianceOf(law) };
  const found = tasteDirections(inTastes(pool, moments));
  if (found === null) return null;
  // a . beta = (F' a) . z but for a constant.
  const units = [found.along, ...found.across]
    .slice(0, DIRECTIONS)
    .map((a) => ofSpreadOne(upperTimes(pool.place.factor, a, pool.d), moments.covariance));
  const shared = sharedPeople(pool, law);
  const told = oddScores(pool, { people: shared.people, moments, units }).filter(
    ({ reliability }) => reliability >= LEAST_RELIABILITY,
  );
  const explained = projection(symmetricScores(pool, law, shared), parameterCount(pool.d));
  return {
    statistic: told.reduce((most, { odd }) => Math.max(most, studentised(explained(odd))), 0),
    directions: told.length,
  };
}

/** Of the mixture of three. */
function covarianceOf({ offset, shape, middle, stretch }: SymmetricTastes): Float64Array {
  const d = offset.length;
  return shape.covariance.map(
    (value, i) =>
      (1 - middle + middle * stretch) * value + (1 - middle) * offset[Math.floor(i / d)] * offset[i % d],
  );
}

function ofSpreadOne(b: Float64Array, covariance: Float64Array): Float64Array {
  const d = b.length;
  let variance = 0;
  for (let i = 0; i < d * d; i++) variance += b[Math.floor(i / d)] * covariance[i] * b[i % d];
  return b.map((value) => value / Math.sqrt(variance));
}

interface OddScores {
  /** E[g(t) | choices] of each chooser. */
  readonly odd: Float64Array;
  /** Share of the variance of t that choices tell. */
  readonly reliability: number;
}

interface At {
  readonly people: Float64Array;
  readonly moments: GaussianTastes;
  /** b of t = b . (z - mean). */
  readonly units: readonly Float64Array[];
}

function oddScores(
  { d, each, points }: TastePool,
  { people, moments: { mean }, units }: At,
): readonly OddScores[] {
  const choosers = people.length / each;
  return units.map((unit) => {
    const odd = new Float64Array(choosers);
    let untold = 0;
    for (let u = 0; u < choosers; u++) {
      let first = 0;
      let second = 0;
      for (let r = u * each; r < (u + 1) * each; r++) {
        let t = 0;
        for (let j = 0; j < d; j++) t += unit[j] * (points[r * d + j] - mean[j]);
        first += people[r] * t;
        second += people[r] * t * t;
        odd[u] += people[r] * lopsided(t);
      }
      untold += second - first * first;
    }
    return { odd, reliability: 1 - untold / choosers };
  });
}

/** Like the third Hermite polynomial near 0, and bounded: a few people of extreme tastes do not decide the test. */
function lopsided(t: number): number {
  const square = t * t;
  return (t * (square - 3)) / (1 + (square * square) / 9);
}

/** Takes off the regression through 0 on `others`, row-major choosers x p. Columns that are 0, as where there is no offset, explain nothing. */
function projection(others: Float64Array, p: number): (scores: Float64Array) => Float64Array {
  const choosers = others.length / p;
  const products = new Float64Array(p * p);
  for (let at = 0; at < others.length; at += p) {
    for (let l = 0; l < p; l++)
      for (let m = 0; m <= l; m++) products[l * p + m] += others[at + l] * others[at + m];
  }
  for (let l = 0; l < p; l++) products[l * p + l] = products[l * p + l] * (1 + RIDGE) + RIDGE;
  const factor = cholesky(products, p);
  return (scores) => {
    const right = new Float64Array(p);
    for (let u = 0; u < choosers; u++) for (let l = 0; l < p; l++) right[l] += others[u * p + l] * scores[u];
    const slopes = factor === null ? right.fill(0) : choleskySolve(factor, right, p);
    return scores.map((score, u) => {
      let left = score;
      for (let l = 0; l < p; l++) left -= slopes[l] * others[u * p + l];
      return left;
    });
  };
}

const RIDGE = 1e-7;

/** |sum| / sqrt(sum of squares). */
function studentised(scores: Float64Array): number {
  let sum = 0;
  let square = 0;
  for (const score of scores) {
    sum += score;
    square += score * score;
  }
  return square > 0 ? Math.abs(sum) / Math.sqrt(square) : 0;
}
