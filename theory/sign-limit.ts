import { exp } from '../kernels/math/exp.ts';
import { log } from '../kernels/math/log.ts';
import { PI, sincos } from '../kernels/math/trigonometry.ts';
import { signedAngle } from '../kernels/metrics/signed-angle.ts';
import { meanTaste } from '../kernels/populations/mean-taste.ts';
import type { FeaturesLaw, Population, UsersLaw } from '../kernels/populations/population.ts';
import { unit } from './linear-algebra.ts';
import { scoreSlope } from './score-slope.ts';
import { unwhitened, type WhitenedTastes, whiten } from './tastes.ts';

/** Where the sign estimator goes as n grows, and how fast. */
export interface SignLimit {
  /** The maximiser of the population score; the first of `optima`. */
  readonly direction: readonly number[];
  /** Every global maximiser: more than one beyond a pitchfork, where no single limit exists. */
  readonly optima: readonly (readonly number[])[];
  /** Angle from the mean taste: counter-clockwise positive in d = 2, unsigned otherwise; radians. */
  readonly bias: number;
  /** V of T6, in the whitened angle; null in d > 2 and where it has no closed form here. */
  readonly curvature: number | null;
  /** c of T6 in the Euclidean angle; null in d > 2, at tied optima and where V is not positive. */
  readonly constant: number | null;
}

/** A = 4 Int |s| f_X(s theta_perp) ds: 4/pi for N(0, I) and for the circle alike. */
const JUMP_INTENSITY = 4 / PI;
const GRID = 1440;
/** Scores that differ by less are tied. */
const TIE = 1e-9;

/**
 * The population limit of the sign estimator (T1, T6).
 *
 * d = 2: the global maximum of M over the circle, by a scan of M' in steps of a quarter degree and bisection; bias exact to 1e-12.
 * d > 2, and features or choices that have no closed form here: the mean direction where the tastes are symmetric about
 * their mean or share one direction, since every noise of a choice is symmetric, and where the features tell it from every other.
 *
 * @returns null where it is not known, or where the mean taste is zero and no target exists
 */
export function signLimit(population: Population): SignLimit | null {
  const target = unit(meanTaste(population.users));
  if (!target.every(Number.isFinite)) return null;
  const tastes = population.choice === 'logit' ? whiten(population) : null;
  if (population.features.dimension !== 2 || tastes === null) return symmetricLimit(population, target);
  return planarLimit(population.features, tastes, target);
}

/** c of T6 in radians of Euclidean angle: n^(1/3) times the error tends to c times Chernoff's law. Null where not known. */
export const cubeRootConstant = (population: Population): number | null =>
  signLimit(population)?.constant ?? null;

function symmetricLimit({ users, features }: Population, target: readonly number[]): SignLimit | null {
  if (!isSymmetric(users) || !tellsDirections(features)) return null;
  return { direction: target, optima: [target], bias: 0, curvature: null, constant: null };
}

/** Symmetric about the mean taste, or all in one direction. */
function isSymmetric(users: UsersLaw): boolean {
  if (users.law === 'gamma') return users.skew === 0;
  if (users.law !== 'mixture' || users.types.length === 1) return true;
  return users.types.length === 2 && users.weights[0] === users.weights[1];
}

/**
 * Whether any two directions disagree on some features, so that the score has one maximiser: all laws of which some ball about
 * the origin is the support, or a plane where one column is constant. The rows of a table and columns of one sign do not.
 */
function tellsDirections(features: FeaturesLaw): boolean {
  if (features.law === 'file') return false;
  if (features.law !== 'independent') return true;
  const plane = features.columns.some((column) => column.law === 'normal' && column.sd === 0);
  return features.columns.every(
    (column) => column.law !== 'uniform' || (!plane && column.low < 0 && column.high > 0),
  );
}

function planarLimit(
  features: FeaturesLaw,
  tastes: WhitenedTastes,
  target: readonly number[],
): SignLimit | null {
  const law = features.law === 'sphere' ? 'circle' : 'gaussian';
  const slopeAt = (phi: number): number => scoreSlope(law, tastes.components, phi).slope;
  const angles = globalMaxima(slopeAt);
  if (angles.length === 0) return null;
  const optima = angles.map((phi) => unwhitened(tastes, directionAt(phi)).direction);
  const { curvature } = scoreSlope(law, tastes.components, angles[0]);
  const regular = angles.length === 1 && curvature > 1e-9;
  return {
    direction: optima[0],
    optima,
    bias: signedAngle(optima[0], target),
    curvature,
    constant: regular
      ? exp(log((4 * JUMP_INTENSITY) / (curvature * curvature)) / 3) *
        unwhitened(tastes, directionAt(angles[0])).stretch
      : null,
  };
}

function directionAt(phi: number): readonly number[] {
  const { sin, cos } = sincos(phi);
  return [cos, sin];
}

/** Angles at which a periodic function with the given slope is largest: its falling zeros, compared by the area between them. */
function globalMaxima(slopeAt: (phi: number) => number): number[] {
  const step = (2 * PI) / GRID;
  const slopes = Array.from({ length: GRID + 1 }, (_, i) => slopeAt(i * step));
  const maxima: { phi: number; height: number }[] = [];
  let height = 0;
  for (let i = 0; i < GRID; i++) {
    const [left, right] = [slopes[i], slopes[i + 1]];
    if (left > 0 && right <= 0) {
      const phi = fallingZero(slopeAt, i * step, (i + 1) * step);
      maxima.push({ phi, height: height + area(slopeAt, i * step, phi) });
    }
    height += area(slopeAt, i * step, (i + 1) * step, left, right);
  }
  const top = Math.max(...maxima.map((maximum) => maximum.height));
  return maxima.filter((maximum) => maximum.height >= top - TIE).map((maximum) => maximum.phi);
}

/** Simpson's rule on one step of the grid. */
function area(
  f: (x: number) => number,
  from: number,
  to: number,
  left: number = f(from),
  right: number = f(to),
): number {
  return ((to - from) / 6) * (left + 4 * f((from + to) / 2) + right);
}

function fallingZero(f: (x: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  for (let halving = 0; halving < 50; halving++) {
    const middle = (low + high) / 2;
    if (f(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
