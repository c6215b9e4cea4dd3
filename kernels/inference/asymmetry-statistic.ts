import { cholesky, choleskySolve } from '../math/cholesky.ts';
import { type NormalTastes, normalTastes } from '../mixed-logit/normal-tastes.ts';
import { tasteDirections } from '../mixed-logit/taste-directions.ts';
import { inTastes, type TastePool } from '../mixed-logit/taste-pool.ts';
import { upperTimes } from '../mixed-logit/triangular.ts';

/** Directions looked at: that of the mean taste, and the widest across it. */
const DIRECTIONS = 6;
/** Share of the variance of tastes that choices must tell. */
const LEAST_RELIABILITY = 0.2;

export interface Asymmetry {
  readonly fitted: NormalTastes;
  /** The largest of |sum of r| / sqrt(sum of r^2), r the score of a chooser; 0 where choices tell too little of tastes. */
  readonly statistic: number;
  /** Directions that choices tell enough of. */
  readonly directions: number;
}

/**
 * How far choices are from those of symmetric tastes: Rao's score for a third cumulant of normal tastes, the mean over choosers of
 * E[t^3 - 3 t | choices] / 6, t the standardised a . beta, less its regression on the scores of what is fitted and of the fourth cumulant,
 * the largest over the direction a of the mean taste and the principal directions across it. Null where no normal law can be fitted.
 */
export function asymmetryStatistic(pool: TastePool): Asymmetry | null {
  const fitted = normalTastes(pool);
  if (fitted === null) return null;
  const found = tasteDirections(inTastes(pool, fitted.law));
  if (found === null) return null;
  const units = [found.along, ...found.across]
    .slice(0, DIRECTIONS)
    // a . beta = (F' a) . z, and z = mean + G e, so that t is along G' F' a.
    .map((a) => unitOf(upperTimes(fitted.law.factor, upperTimes(pool.place.factor, a, pool.d), pool.d)));
  const scores = scoresOf(pool, { fitted, units });
  const told = scores.filter(({ reliability }) => reliability >= LEAST_RELIABILITY);
  return {
    fitted,
    statistic: told.reduce((most, one) => Math.max(most, studentised(one)), 0),
    directions: told.length,
  };
}

interface Scores {
  /** E[t^3 - 3 t | choices] / 6 of each chooser. */
  readonly third: Float64Array;
  /** E[e_l | choices], E[t e_l - E t e_l | choices] and E[t^4 - 6 t^2 + 3 | choices] / 24, row-major choosers x (2 d + 1). */
  readonly others: Float64Array;
  /** Share of the variance of t that choices tell. */
  readonly reliability: number;
}

interface At {
  readonly fitted: NormalTastes;
  readonly units: readonly Float64Array[];
}

function scoresOf(pool: TastePool, { fitted, units }: At): readonly Scores[] {
  const { d, each } = pool;
  const choosers = fitted.people.length / each;
  const standardised = standardisedPoints(pool, fitted.law);
  const scores = units.map(() => ({
    third: new Float64Array(choosers),
    others: new Float64Array(choosers * (2 * d + 1)),
    reliability: 0,
  }));
  for (let u = 0; u < choosers; u++) {
    const people = fitted.people.subarray(u * each, (u + 1) * each);
    const e = standardised.subarray(u * each * d, (u + 1) * each * d);
    const moments = momentsOf(e, people, d);
    for (const [k, score] of scores.entries()) {
      const own = score.others.subarray(u * (2 * d + 1), (u + 1) * (2 * d + 1));
      const unit = units[k];
      let first = 0;
      let second = 0;
      for (let l = 0; l < d; l++) {
        let tilt = 0;
        for (let j = 0; j < d; j++) tilt += unit[j] * moments.second[j * d + l];
        own[l] = moments.first[l];
        own[d + l] = tilt - unit[l];
        first += unit[l] * moments.first[l];
        second += unit[l] * tilt;
      }
      const { third, fourth } = cumulantScores(e, people, unit);
      score.third[u] = third;
      own[2 * d] = fourth;
      score.reliability += (1 - second + first * first) / choosers;
    }
  }
  return scores;
}

/** e = G^-1 (z - mean) of each point, G G' the covariance of z. */
function standardisedPoints({ d, points }: TastePool, { mean, factor }: NormalTastes['law']): Float64Array {
  const out = new Float64Array(points.length);
  for (let at = 0; at < points.length; at += d) {
    for (let i = 0; i < d; i++) {
      let value = points[at + i] - mean[i];
      for (let k = 0; k < i; k++) value -= factor[i * d + k] * out[at + k];
      out[at + i] = value / factor[i * d + i];
    }
  }
  return out;
}

function momentsOf(e: Float64Array, people: Float64Array, d: number) {
  const first = new Float64Array(d);
  const second = new Float64Array(d * d);
  for (let r = 0, at = 0; r < people.length; r++, at += d) {
    for (let j = 0; j < d; j++) {
      const weighted = people[r] * e[at + j];
      first[j] += weighted;
      for (let k = 0; k <= j; k++) second[j * d + k] += weighted * e[at + k];
    }
  }
  for (let j = 0; j < d; j++) for (let k = 0; k < j; k++) second[k * d + j] = second[j * d + k];
  return { first, second };
}

/** E[t^3 - 3 t | choices] / 6 and E[t^4 - 6 t^2 + 3 | choices] / 24. */
function cumulantScores(e: Float64Array, people: Float64Array, unit: Float64Array) {
  const d = unit.length;
  let third = 0;
  let fourth = 0;
  for (let r = 0, at = 0; r < people.length; r++, at += d) {
    let t = 0;
    for (let j = 0; j < d; j++) t += unit[j] * e[at + j];
    const square = t * t;
    third += people[r] * t * (square - 3);
    fourth += people[r] * (square * (square - 6) + 3);
  }
  return { third: third / 6, fourth: fourth / 24 };
}

/** |sum of r| / sqrt(sum of r^2), r what the regression through 0 of the third scores on the others leaves. */
function studentised({ third, others }: Scores): number {
  const p = others.length / third.length;
  const products = new Float64Array(p * p);
  const right = new Float64Array(p);
  for (let u = 0; u < third.length; u++) {
    for (let l = 0, at = u * p; l < p; l++) {
      right[l] += others[at + l] * third[u];
      for (let m = 0; m <= l; m++) products[l * p + m] += others[at + l] * others[at + m];
    }
  }
  for (let l = 0; l < p; l++) products[l * p + l] *= 1 + 1e-9;
  const factor = cholesky(products, p);
  const slopes = factor === null ? new Float64Array(p) : choleskySolve(factor, right, p);
  let sum = 0;
  let square = 0;
  for (let u = 0; u < third.length; u++) {
    let left = third[u];
    for (let l = 0; l < p; l++) left -= slopes[l] * others[u * p + l];
    sum += left;
    square += left * left;
  }
  return Math.abs(sum) / Math.sqrt(square);
}

function unitOf(a: Float64Array): Float64Array {
  let square = 0;
  for (const value of a) square += value * value;
  return a.map((value) => value / Math.sqrt(square));
}
