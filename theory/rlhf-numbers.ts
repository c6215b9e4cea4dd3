import { atan2 } from '../kernels/math/trigonometry.ts';
import { dot, norm } from '../kernels/math/vectors.ts';
import { meanTaste } from '../kernels/populations/mean-taste.ts';
import type { ChoiceLaw, Matrix, Population } from '../kernels/populations/population.ts';
import { NO_TABLES, type Tables } from '../kernels/populations/table.ts';
import { choiceMean } from './choice-mean.ts';
import { featureSample } from './feature-sample.ts';
import { BATCHES } from './lattice-rows.ts';
import { form, identity, solveLowerTransposed, transposedTimes, unit } from './linear-algebra.ts';
import { linkOf } from './link.ts';
import { batchMoves, type LogisticFit, logisticFit, type WeightedRows } from './logistic-fit.ts';
import { noiseOf } from './noise.ts';
import { planeChoices } from './plane-choices.ts';
import { directionAt } from './plane-score.ts';
import { sampledChoices } from './sampled-choices.ts';
import { signedChoice } from './special-functions.ts';
import type { WhitenedTastes } from './tastes.ts';

/** RLHF's limit where only numbers give it. */
export interface RlhfNumbers {
  readonly parameter: readonly number[];
  readonly rootNSd: number;
  readonly crossEntropy: number;
  /** Relative error. */
  readonly error: number;
  /** Radians by which the direction may be off, where a fixed sample stands behind it. */
  readonly angleError?: number;
}

/** Relative error of a mean over features with tails that fall like a power. */
export const HEAVY_TAILS = 5e-5;

/** The limit and the noise in d = 2 by quadrature over the features (T9, T9b), any population; null where it does not settle. */
export function planeRlhf(population: Population, tables: Tables = NO_TABLES): RlhfNumbers | null {
  const plane = planeChoices(population, tables);
  if (plane === null) return null;
  const { lower, rule, choice, rate } = plane;
  const [u, v] = transposedTimes(lower, meanTaste(population.users));
  const phi = atan2(v, u);
  const [c, s] = directionAt(phi);
  const list: number[] = [];
  const x = [0, 0];
  const resolution = { alongRate: rate([c, s]), acrossRate: rate([-s, c]), reach: Number.POSITIVE_INFINITY };
  rule(phi, resolution, (along, across, weight) => {
    if (weight < 1e-20) return;
    x[0] = c * along - s * across;
    x[1] = s * along + c * across;
    list.push(x[0], x[1], weight, choice.value(x));
  });
  const count = list.length / 4;
  const rows: WeightedRows = {
    d: 2,
    x: Float64Array.from({ length: 2 * count }, (_, i) => list[4 * (i >> 1) + (i & 1)]),
    weight: Float64Array.from({ length: count }, (_, i) => list[4 * i + 2]),
    choice: Float64Array.from({ length: count }, (_, i) => list[4 * i + 3]),
  };
  const mass = rows.weight.reduce((sum, weight) => sum + weight, 0);
  const fit = logisticFit(rows);
  const heavy = ['student', 'independent'].includes(population.features.law);
  return fit === null
    ? null
    : numbersOf(fit, lower, Math.max(heavy ? HEAVY_TAILS : 1e-6, Math.abs(mass - 1)));
}

/** Parameter and noise in the coordinates of the features, from those of symmetric ones. */
function numbersOf(
  { parameter, covariance, crossEntropy }: LogisticFit,
  lower: Matrix,
  error: number,
): RlhfNumbers {
  const theta = solveLowerTransposed(lower, parameter);
  return {
    parameter: theta,
    rootNSd: Math.sqrt(tangentTrace(covariance, lower, theta)),
    crossEntropy,
    error,
  };
}

/** Trace over the tangent at theta of the covariance of L^-T b, divided by |theta|^2. */
function tangentTrace(covariance: Matrix, lower: Matrix, theta: readonly number[]): number {
  const d = theta.length;
  const columns = identity(d).map((axis) => solveLowerTransposed(lower, axis));
  // rows[i][j] = (L^-T)_ij
  const rows = columns.map((_, i) => columns.map((column) => column[i]));
  const own = unit(theta);
  const trace = rows.reduce((sum, row) => sum + form(row, covariance, row), 0);
  const along = transposedTimes(rows, own);
  return (trace - form(along, covariance, along)) / dot(theta, theta);
}

/** Rows of the fixed sample: as many as a second or two allow, and eight batches of one size. */
const rowsFor = (d: number): number =>
  BATCHES * Math.ceil(Math.max(4000, Math.min(40000, Math.floor(4e6 / (d * d)) * d)) / BATCHES);

/**
 * The limit and the noise in d > 2 on a fixed sample of features (lattice-rows.ts), or on the rows of a file, which are the law itself. The sample's
 * eight batches say how far the direction may be off.
 */
export function sampledRlhf(population: Population, tables: Tables = NO_TABLES): RlhfNumbers | null {
  const sample = sampledChoices(population, tables, rowsFor);
  if (sample === null) return null;
  const { d, n, x, choices, lower, isFile } = sample;
  const weight = new Float64Array(n).fill(1 / n);
  const rows = { d, x: Float64Array.from(x), weight, choice: choices };
  const fit = logisticFit(rows);
  if (fit === null) return null;
  const numbers = numbersOf(fit, lower, isFile ? 1e-9 : 2 * Math.sqrt(d / n));
  return isFile ? numbers : { ...numbers, angleError: angleErrorOf(rows, fit, lower) };
}

/** Standard error of the direction: the spread of what the batches would move it by, across it. */
function angleErrorOf(rows: WeightedRows, { parameter }: LogisticFit, lower: Matrix): number {
  const theta = solveLowerTransposed(lower, parameter);
  const own = unit(theta);
  const squares = batchMoves(rows, parameter, BATCHES).map((move) => {
    const moved = solveLowerTransposed(lower, move);
    const part = dot(moved, own);
    return dot(moved, moved) - part * part;
  });
  const total = squares.reduce((sum, square) => sum + square, 0);
  return Math.sqrt(total / (BATCHES * (BATCHES - 1))) / norm(theta);
}

/**
 * The root of the mean square of sqrt(n) times the angle of RLHF in d > 2 for elliptical features (T9b): across the parameter the
 * information is k'-like and the same in every direction, so one mean over a fixed sample is enough; relative error about 2 %.
 */
export function sampledSpread(
  { features, lower, components }: WhitenedTastes,
  whitened: readonly number[],
  choice: ChoiceLaw,
): number | null {
  const d = whitened.length;
  // The choice that Gaussian tastes make costs d^2 operations a row.
  const isSpread = components.some(({ covariance }) => covariance !== null);
  const n = Math.max(2000, Math.min(20000, Math.floor(isSpread ? 1.3e8 / (d * d) : 2e6 / d)));
  const x = featureSample(symmetricFeatures(features.law, features.along, d), n);
  if (x === null) return null;
  const t = norm(whitened);
  const information = linkOf(features.along, noiseOf('logit')).rate(t);
  const mean = choiceMean(components, choice, null);
  const theta = solveLowerTransposed(lower, whitened);
  const own = unit(theta);
  const direction = unit(whitened);
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const row = Array.from(x.subarray(i * d, i * d + d));
    const z = dot(row, direction);
    const tanh = signedChoice(t * z);
    const spread = (1 - 2 * mean.value(row) * tanh + tanh * tanh) / 4;
    const moved = solveLowerTransposed(
      lower,
      row.map((value, j) => value - z * direction[j]),
    );
    const along = dot(moved, own);
    sum += spread * (dot(moved, moved) - along * along);
  }
  return Math.sqrt(sum / n) / (information * norm(theta));
}

const symmetricFeatures = (
  law: WhitenedTastes['features']['law'],
  along: WhitenedTastes['features']['along'],
  dimension: number,
): Population['features'] => {
  if (law === 'student' && along.law === 'student')
    return { law: 'student', dimension, degrees: along.degrees };
  return law === 'sphere' ? { law: 'sphere', dimension } : { law: 'gaussian', dimension, covariance: null };
};
