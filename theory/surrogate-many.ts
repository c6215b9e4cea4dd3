import { dot, norm } from '../kernels/math/vectors.ts';
import { angle } from '../kernels/metrics/angle.ts';
import { meanTaste } from '../kernels/populations/mean-taste.ts';
import type { Matrix, Population } from '../kernels/populations/population.ts';
import { NO_TABLES } from '../kernels/populations/table.ts';
import { climbAlong } from './arc-climb.ts';
import { blurredChoice } from './blurred-choice.ts';
import { combined, type Frame, frameOf, sandwiched } from './frame.ts';
import { gaussianTastes, into } from './gaussian-tilt.ts';
import { identity, transposedTimes, unit } from './linear-algebra.ts';
import { noiseOf } from './noise.ts';
import { erf } from './normal-law.ts';
import { frequencyOf } from './omega-curvature.ts';
import { hasPanel } from './panel-noise.ts';
import type { TheoryOptions } from './sign-limit.ts';
import { sphereMaximum, tangential, tangentSolve } from './sphere-maximum.ts';
import type { SurrogateLimit, Surrogates } from './surrogate.ts';
import { gaussianMoments, normalBlur, pointMoments, type SurrogateMoments } from './surrogate-moments.ts';
import { CLOSE, withPaths } from './surrogate-path.ts';
import { type SurrogateAround, sampledSurrogate } from './surrogate-sample.ts';
import { type WhitenedTastes, whiten } from './tastes.ts';

/** The objective of the surrogate of one lambda about a unit direction theta. */
type SurrogateObjective = (theta: readonly number[], lambda: number) => SurrogateAround;

/**
 * The limit of the surrogate with a fixed lambda (T10) in d > 2: Newton's method on the sphere from the directions given and from the limit of the nearest lambda that is known
 * already, the best maximum kept. Normal features with logistic or normal noise: sums over one variable for tastes on points, over two for Gaussian tastes, 1e-8; elsewhere a mean over a fixed sample of
 * features with its error. `curvature` is the mean over the axes of the tangent, `rootNSd` the root of the sum of the variances along them.
 */
export function manySurrogates(
  population: Population,
  starts: readonly (readonly number[])[],
  options: TheoryOptions,
): Surrogates | null {
  const objective = closedSurrogate(population) ?? sampledSurrogate(population, options.tables ?? NO_TABLES);
  if (objective === null || starts.length === 0) return null;
  const target = meanTaste(population.users);
  const known = new Map<number, SurrogateLimit | null>();
  const limit = (lambda: number): SurrogateLimit | null => {
    const found = limitAt(objective, startsFor(known, lambda, starts), lambda, target);
    const kept = found !== null && hasPanel(population) ? { ...found, rootNSd: null } : found;
    known.set(lambda, kept);
    return kept;
  };
  const next = (lambda: number, start: readonly number[]): readonly number[] | null =>
    sphereMaximum((theta) => objective(theta, lambda), start)?.u ?? null;
  return withPaths(limit, { starts, target, next });
}

/** The nearest limit alone where all starts lie about it; else every start too. */
function startsFor(
  known: ReadonlyMap<number, SurrogateLimit | null>,
  lambda: number,
  starts: readonly (readonly number[])[],
): readonly (readonly number[])[] {
  const near = [...known.values()]
    .flatMap((limit) => limit ?? [])
    .sort((a, b) => Math.abs(a.lambda - lambda) - Math.abs(b.lambda - lambda))
    .slice(0, 1)
    .map(({ direction }) => direction);
  const [first] = [...near, ...starts];
  return starts.every((start) => angle(start, first) <= CLOSE) ? [first] : [...near, ...starts];
}

function limitAt(
  objective: SurrogateObjective,
  starts: readonly (readonly number[])[],
  lambda: number,
  target: readonly number[],
): SurrogateLimit | null {
  const around = (theta: readonly number[]): SurrogateAround => objective(theta, lambda);
  const found = starts.flatMap((start) => sphereMaximum(around, start) ?? []);
  if (found.length === 0) return null;
  let best = found[0];
  let top = 0;
  for (const one of found.slice(1)) {
    if (angle(one.u, found[0].u) < 1e-3 + 4 * one.at.error) continue;
    const height = climbAlong((u) => around(u).slope, found[0].u, one.u);
    if (height > top) [best, top] = [one, height];
  }
  const { u: theta, at } = best;
  const m = theta.length - 1;
  const solve = tangentSolve(at.curvature, theta);
  if (solve === null) return null;
  const trace = (matrix: Matrix): number => matrix.reduce((sum, row, i) => sum + row[i], 0);
  const { variance } = at;
  const inverse = identity(theta.length).map(solve);
  // trace(V^-1 B V^-1) = sum of B_ij (V^-2)_ij, all symmetric.
  let total = 0;
  variance.forEach((row, i) => {
    for (let j = 0; j <= i; j++) total += (i === j ? 1 : 2) * row[j] * dot(inverse[i], inverse[j]);
  });
  return {
    lambda,
    direction: theta,
    bias: angle(theta, target),
    curvature: trace(at.curvature) / m,
    scoreVariance: trace(variance) / m,
    rootNSd: Math.sqrt(total),
    error: at.error,
  };
}

/** Normal features with logistic or normal noise; null elsewhere, and where Gaussian tastes are too far from the rule in w. */
function closedSurrogate(population: Population): SurrogateObjective | null {
  const { choice } = population;
  if (typeof choice === 'object' && choice.law === 'heteroskedastic') return null;
  const tastes = whiten(population);
  const noise = noiseOf(choice);
  const frequency = frequencyOf(noise);
  if (tastes === null || tastes.features.law !== 'gaussian' || frequency === null) return null;
  const [component] = tastes.components;
  if (component.covariance === null) return pointSurrogate(tastes, noise.law === 'normal');
  const spread = gaussianTastes(component);
  // The axes of the tastes' covariance as features see them.
  const frame = frameOf(spread.axes.vectors.map((e) => tastes.lower.map((row) => dot(row, e))));
  const seen = (theta: readonly number[]): number[] =>
    into(spread.axes, transposedTimes(tastes.lower, theta));
  const momentsOf =
    (step: number) =>
    (u: readonly number[], lambda: number): SurrogateMoments =>
      gaussianMoments(spread, u, { lambda, frequency, step });
  const step = steadyStep(momentsOf, seen(unit(meanTaste(population.users))));
  if (step === null) return null;
  const moments = momentsOf(step);
  return (theta, lambda) => {
    const u = seen(theta);
    return aroundOf(theta, { moments: moments(u, lambda), frame, u });
  };
}

/** Steps of the rule in w, and what the gradients of two of them may differ by. */
const STEPS = [1 / 8, 1 / 16, 1 / 32, 1 / 64];
const STEADY = 1e-9;

/** The coarsest step at which halving no longer moves the gradient at lambda 1, whose choices reach furthest. */
function steadyStep(
  momentsOf: (step: number) => (u: readonly number[], lambda: number) => SurrogateMoments,
  u: readonly number[],
): number | null {
  let coarse = momentsOf(STEPS[0])(u, 1).gradient;
  for (const step of STEPS.slice(1)) {
    const fine = momentsOf(step)(u, 1).gradient;
    const moved = norm([...fine].map((value, j) => value - coarse[j]));
    if (moved <= STEADY * norm([...fine])) return step;
    coarse = fine;
  }
  return null;
}

function pointSurrogate({ lower, components }: WhitenedTastes, isNormal: boolean): SurrogateObjective {
  const blur = isNormal ? normalBlur(erf) : blurredChoice;
  const frame = frameOf(lower.map((_, j) => lower.map((row) => row[j])));
  return (theta, lambda) => {
    const u = transposedTimes(lower, theta);
    return aroundOf(theta, { moments: pointMoments(components, u, { lambda, blur }), frame, u });
  };
}

interface InBasis {
  readonly moments: SurrogateMoments;
  readonly frame: Frame;
  /** L' theta in the axes of the moments. */
  readonly u: readonly number[];
}

/**
 * From derivatives in u = L' theta to those on the sphere of theta: slope P L g, curvature (theta . L g) P - P L H L' P, variance of one term's slope
 * P L (E K'^2 I + (E K'^2 z^2 - E K'^2) u u' / |u|^2) L' P, P = I - theta theta'. The variance is computed when it is read.
 */
function aroundOf(theta: readonly number[], { moments, frame, u }: InBasis): SurrogateAround {
  const { gradient, hessian, along, across } = moments;
  const pull = combined(frame.basis, [...gradient]);
  const radial = dot(pull, theta);
  const bend = tangential(sandwiched(frame, hessian), theta);
  return {
    slope: pull.map((value, j) => value - radial * theta[j]),
    curvature: bend.map((row, i) =>
      row.map((value, j) => radial * ((i === j ? 1 : 0) - theta[i] * theta[j]) - value),
    ),
    get variance() {
      const size = norm(u);
      const forward = combined(
        frame.basis,
        u.map((value) => value / size),
      );
      const plain = frame.square.map((row, i) =>
        row.map((value, j) => across * value + (along - across) * forward[i] * forward[j]),
      );
      return tangential(plain, theta);
    },
    error: 0,
  };
}
