import { PI } from '../kernels/math/trigonometry.ts';
import { angle } from '../kernels/metrics/angle.ts';
import type { Population } from '../kernels/populations/population.ts';
import type { Bend } from './bend.ts';
import { gaussianSlope, gaussianTastes } from './gaussian-tilt.ts';
import { COARSE } from './hyperplane.ts';
import { solveLowerTransposed, transposedTimes, unit } from './linear-algebra.ts';
import { noiseOf } from './noise.ts';
import { frequencyOf, omegaCurvature } from './omega-curvature.ts';
import { sampledScore } from './sampled-score.ts';
import type { SignLimit } from './sign-limit.ts';
import {
  globalOptima,
  type Points,
  pointScale,
  pointSlice,
  pointSlope,
  pointsOf,
  whitenedOf,
} from './sign-points.ts';
import { sampledBend, sampledMaximum, sampledScale } from './sign-sampled.ts';
import type { SlopeAround } from './slice-score.ts';
import { type Scale, scaleOfCurvature } from './spread.ts';
import { symmetricTastes } from './symmetric-tastes.ts';
import { whiten } from './tastes.ts';

/** A maximum of the population score in the coordinates in which elliptical features are symmetric, and the score about it. */
interface Summit extends SlopeAround {
  readonly scale: Scale;
  readonly bend: Bend;
  /** Radians by which it may be off. */
  readonly error: number;
}

/**
 * The limit in d > 2.
 *
 * Elliptical features, noise of one size, tastes that are points or lie on a line: a solution of theta prop. to E[rate(|P beta|) beta] (T8), by
 * iteration from the target, the pull of RLHF and every type; the one of the highest M. Bias exact to 1e-9; `spread` from the
 * Hessian of M (T8b), for Gaussian tastes with normal features by omega-curvature.ts. Elsewhere the target where tastes are symmetric about it, since
 * every noise of a choice is symmetric, and else the maximum of M as a mean over a fixed sample of hyperplanes, whose error is stated.
 *
 * @returns null where it is not known
 */
export function manyFeaturesLimit(population: Population, target: readonly number[]): SignLimit | null {
  if (population.features.dimension < 3)
    return symmetricTastes(population.users) ? bare([target], target) : null;
  const points = pointsOf(population);
  if (symmetricTastes(population.users)) {
    const summit =
      points === null
        ? (gaussianSummit(population, target) ?? sampledSummit(population, target))
        : pointSummit(points, whitenedOf(points, target));
    return summit === null ? bare([target], target) : limitAt(target, target, { ...summit, error: 0 });
  }
  if (points === null) {
    const summit = sampledMaximum(population, target);
    return summit === null
      ? null
      : limitAt(unit(solveLowerTransposed(summit.lower, summit.u)), target, summit);
  }
  const optima = globalOptima(points, whitenedOf(points, target));
  const outside = optima.map((u) => unit(solveLowerTransposed(points.lower, u)));
  if (optima.length === 0) return null;
  return optima.length === 1
    ? limitAt(outside[0], target, pointSummit(points, optima[0]))
    : bare(outside, target);
}

function bare(optima: readonly (readonly number[])[], target: readonly number[]): SignLimit {
  const bias = angle(optima[0], target);
  const unknown = { curvature: null, constant: null, spread: null, plane: null, around: null, kink: null };
  return { direction: optima[0], optima, bias, degenerate: false, ...unknown };
}

function limitAt(direction: readonly number[], target: readonly number[], summit: Summit): SignLimit {
  const stated = summit.error > 0 ? { error: summit.error } : {};
  if (summit.bend !== 'smooth') {
    return { ...bare([direction], target), ...stated, ...(summit.bend === 'kink' ? { sharp: true } : {}) };
  }
  const { curvature, spread } = summit.scale;
  const known = {
    curvature,
    spread,
    around: spread === null ? null : { ...summit, axes: summit.scale.axes },
  };
  return {
    ...bare([direction], target),
    ...known,
    ...stated,
  };
}

const ELLIPTICAL_JUMP = 4 / PI;

const pointSummit = (points: Points, u: readonly number[]): Summit => ({
  u,
  lower: points.lower,
  slope: pointSlope(points),
  slice: pointSlice(points, u),
  jump: () => ELLIPTICAL_JUMP,
  smooth: false,
  scale: pointScale(points, u),
  bend: 'smooth',
  error: 0,
});

/** Gaussian tastes, normal features, logistic or normal noise, at the target; null for others. */
function gaussianSummit(population: Population, target: readonly number[]): Summit | null {
  const { choice } = population;
  const isVariable = typeof choice === 'object' && choice.law === 'heteroskedastic';
  const tastes = whiten(population);
  const frequency = frequencyOf(noiseOf(choice));
  if (isVariable || tastes === null || tastes.features.law !== 'gaussian' || frequency === null) return null;
  const { lower, components } = tastes;
  const u = unit(transposedTimes(lower, target));
  const spread = gaussianTastes(components[0]);
  const curvature = omegaCurvature(spread, u, frequency);
  if (curvature === null) return null;
  const size = 4 * tastes.features.peak;
  const scaled = curvature.map((row) => row.map((value) => size * value));
  const jump = (): number => ELLIPTICAL_JUMP;
  return {
    u,
    lower,
    slope: gaussianSlope(spread, (w) => size * frequency(w)),
    jump,
    smooth: true,
    scale: scaleOfCurvature(scaled, { lower, u, jump, tolerance: 1e-6 }),
    bend: 'smooth',
    error: 0,
  };
}

/** Symmetric tastes that have no closed form: the sampled score at the target. */
function sampledSummit(population: Population, target: readonly number[]): Summit | null {
  const [score, rough] = [sampledScore(population), sampledScore(population, COARSE)];
  if (score === null || rough === null) return null;
  const u = unit(transposedTimes(score.lower, target));
  const at = score.around(u);
  return {
    u,
    lower: score.lower,
    slope: rough.slope,
    jump: rough.jump,
    height: () => score.height(u),
    smooth: true,
    scale: sampledScale(score, u, at),
    bend: sampledBend(score, u),
    error: 0,
  };
}
