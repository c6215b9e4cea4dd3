import { cubeRoot } from '../kernels/math/cube-root.ts';
import { atan2, PI } from '../kernels/math/trigonometry.ts';
import { signedAngle } from '../kernels/metrics/signed-angle.ts';
import { meanTaste } from '../kernels/populations/mean-taste.ts';
import type { Population } from '../kernels/populations/population.ts';
import { NO_TABLES, type Tables } from '../kernels/populations/table.ts';
import { highest, localMaxima, type Maximum } from './circle-maxima.ts';
import { type Kink, kinkAt } from './kink.ts';
import { transposedTimes, unit } from './linear-algebra.ts';
import { directionAt, type PlaneScore, planeScore } from './plane-score.ts';
import { manyFeaturesLimit } from './sign-many.ts';
import { tableLimit } from './sign-table.ts';
import type { SlopeAround } from './slice-score.ts';
import type { Spread, TangentAxis } from './spread.ts';
import { symmetricTastes } from './symmetric-tastes.ts';
import { tasteComponents } from './tastes.ts';
import { hasUnboundedCurvature } from './vanishing-noise.ts';

/** What the prediction of a population may depend on beside it. */
export interface TheoryOptions {
  /** The first coefficient is fixed at 1: directions with a positive first coordinate compete. */
  readonly normalise?: 'first' | undefined;
  /** Tables of features, for populations of the law `file`. */
  readonly tables?: Tables | undefined;
}

/** Where the sign estimator goes as n grows, and how fast. */
export interface SignLimit {
  /** The maximiser of the population score; the first of `optima`. */
  readonly direction: readonly number[];
  /** Every global maximiser: more than one beyond a pitchfork, where no single limit exists. */
  readonly optima: readonly (readonly number[])[];
  /** Angle from the mean taste: counter-clockwise positive in d = 2, unsigned otherwise; radians. */
  readonly bias: number;
  /** V of T6, in the angle in which elliptical features are isotropic; d > 2: its mean over the axes of the tangent. Null at a kink and where it is not known. */
  readonly curvature: number | null;
  /** c of T6 in the Euclidean angle; null in d > 2, at tied optima and where V is not positive. */
  readonly constant: number | null;
  /** V = 0 at the optimum: the rate is n^(-1/7), not n^(-1/3). */
  readonly degenerate: boolean;
  /** d = 2: M has no curvature at the optimum but a kink: the rate is 1/n (T11). Null elsewhere. */
  readonly kink: Kink | null;
  /** d > 2: M has a kink at the optimum; the rate is 1/n too, the law is not known. */
  readonly sharp?: true;
  /** d > 2: the size of the angle times n^(1/3), about; its relative error. Null elsewhere and where it is not known. */
  readonly spread: Spread | null;
  /** d > 2: the score about the limit, from which errors at finite n follow; null where `spread` is. */
  readonly around: (SlopeAround & { readonly axes: readonly TangentAxis[] }) | null;
  /** Radians by which the direction may be off where a fixed sample stands behind it. */
  readonly error?: number;
  /** d = 2: the score itself with its local maxima, from which the law at finite n follows. */
  readonly plane: {
    readonly score: PlaneScore;
    readonly maxima: readonly Maximum[];
    readonly top: number;
  } | null;
}

/** A maximum this close to the target is the target where tastes are symmetric about it: what it is off by is what quadrature does to the slope. */
const CLOSE = 0.01;

/** Below this share of the intensity A a curvature is none: its error is of that size near a pitchfork. */
const FLAT = 1e-7;

/**
 * Radians within which a flat optimum cannot be told from the target. About the target M' = V t + K t^3 / 6 with K of the order of A; where
 * a fork has opened by t the curvature at its arms is -2 V = K t^2 / 3, which is none up to FLAT A.
 */
export const FLAT_PLACE = Math.sqrt(3 * FLAT);

/**
 * The population limit of the sign estimator (T1, T6).
 *
 * d = 2: the global maxima of M over the circle, by a scan of M' in steps of half a degree and bisection; the bias has the accuracy of
 * M' (1e-11 for closed forms, `PlaneScore.error` elsewhere). d > 2: sign-many.ts. Features of a file: sign-table.ts.
 *
 * @returns null where it is not known, or where the mean taste is zero and no target exists
 */
export function signLimit(population: Population, options: TheoryOptions = {}): SignLimit | null {
  const target = unit(meanTaste(population.users));
  if (!target.every(Number.isFinite)) return null;
  const { features } = population;
  if (features.law === 'file') return tableLimit(population, target, options.tables ?? NO_TABLES);
  const score = features.dimension === 2 ? planeScore(population) : null;
  return score === null
    ? manyFeaturesLimit(population, target)
    : planarLimit(score, population, target, options);
}

/** c of T6 in radians of Euclidean angle: n^(1/3) times the error tends to c times Chernoff's law. Null where not known. */
export const cubeRootConstant = (population: Population, options: TheoryOptions = {}): number | null =>
  signLimit(population, options)?.constant ?? null;

function planarLimit(
  score: PlaneScore,
  population: Population,
  target: readonly number[],
  { normalise }: TheoryOptions,
): SignLimit | null {
  const [u, v] = transposedTimes(score.lower, meanTaste(population.users));
  const all = localMaxima(
    (phi) => score.quick(phi).slope,
    normalise === 'first' ? firstAngle(score) : atan2(v, u),
  );
  const maxima = normalise === 'first' ? all.filter(({ phi }) => score.direction(phi).direction[0] > 0) : all;
  const known = symmetricTastes(population.users) ? atan2(v, u) : null;
  const top = highest(maxima).map(({ phi, ...maximum }) => {
    const turn = known === null ? CLOSE : phi - known - 2 * PI * Math.round((phi - known) / (2 * PI));
    return { ...maximum, phi: Math.abs(turn) < CLOSE ? phi - turn : polished(score, phi) };
  });
  if (top.length === 0) return null;
  const optima = top.map(({ phi }) => score.direction(phi).direction);
  const { curvature, jump } = score.at(top[0].phi);
  const isUnbounded = unboundedAt(population, score, top[0].phi);
  const kink = isUnbounded ? null : kinkAt(score, top[0].phi);
  const degenerate = kink === null && !isUnbounded && !(curvature > FLAT * jump);
  const hasCurvature = kink === null && !isUnbounded && Number.isFinite(curvature);
  const regular = top.length === 1 && !degenerate && hasCurvature;
  return {
    direction: optima[0],
    optima,
    bias: signedAngle(optima[0], target),
    curvature: hasCurvature ? curvature : null,
    constant: regular
      ? cubeRoot((4 * jump) / (curvature * curvature)) * score.direction(top[0].phi).stretch
      : null,
    degenerate,
    kink,
    spread: null,
    around: null,
    // Slopes beside an infinite curvature are too rough for a law at finite n.
    plane: isUnbounded ? null : { score, maxima, top: top[0].phi },
  };
}

function unboundedAt({ users, features, choice }: Population, { lower }: PlaneScore, phi: number): boolean {
  if (typeof choice !== 'object' || choice.law !== 'heteroskedastic') return false;
  const components = tasteComponents(users, { lower, scale: 1 });
  const along = transposedTimes(lower, choice.along);
  return hasUnboundedCurvature({ features, choice, components, along, u: directionAt(phi) });
}

/** The angle of the first axis of features, about which directions with a positive first coordinate lie. */
function firstAngle({ lower }: PlaneScore): number {
  const [u, v] = transposedTimes(lower, [1, 0]);
  return atan2(v, u);
}

/** Newton's step from the zero of a slope good to eight digits to that of the exact one; none where the score is flat. */
function polished(score: PlaneScore, phi: number): number {
  let place = phi;
  for (let step = 0; step < 4; step++) {
    const { slope, curvature, jump } = score.at(place);
    const move = slope / curvature;
    if (!(curvature > FLAT * jump) || Math.abs(move) > 1e-3) return place;
    place += move;
    if (Math.abs(move) < 1e-14) break;
  }
  return place;
}
