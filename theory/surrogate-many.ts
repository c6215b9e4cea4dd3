import { dot, norm } from '../kernels/math/vectors.ts';
import { angle } from '../kernels/metrics/angle.ts';
import { meanTaste } from '../kernels/populations/mean-taste.ts';
import type { Matrix, Population } from '../kernels/populations/population.ts';
import { NO_TABLES } from '../kernels/populations/table.ts';
import { climbAlong } from './arc-climb.ts';
import { blurredChoice } from './blurred-choice.ts';
import { gaussianTastes, into } from './gaussian-tilt.ts';
import { transposedTimes, unit } from './linear-algebra.ts';
import { noiseOf } from './noise.ts';
import { erf } from './normal-law.ts';
import { frequencyOf } from './omega-curvature.ts';
import type { TheoryOptions } from './sign-limit.ts';
import { sphereMaximum, tangentSolve } from './sphere-maximum.ts';
import type { SurrogateLimit, Surrogates } from './surrogate.ts';
import { gaussianMoments, normalBlur, pointMoments, type SurrogateMoments } from './surrogate-moments.ts';
import { type SurrogateAround, sampledSurrogate } from './surrogate-sample.ts';
import { type WhitenedTastes, whiten } from './tastes.ts';

/** The objective of the surrogate of one lambda about a unit direction theta. */
type SurrogateObjective = (theta: readonly number[], lambda: number) => SurrogateAround;

/** Starts closer than this climb to one maximum. */
const CLOSE = 0.35;

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
  return (lambda) => {
    const before = known.get(lambda);
    if (before !== undefined) return before;
    const limit = limitAt(objective, startsFor(known, lambda, starts), lambda, target);
    known.set(lambda, limit);
    return limit;
  };
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
  const half = at.variance.map(solve);
  const covariance = half.map((_, j) => solve(half.map((row) => row[j])));
  return {
    lambda,
    direction: theta,
    bias: angle(theta, target),
    curvature: trace(at.curvature) / m,
    scoreVariance: trace(at.variance) / m,
    rootNSd: Math.sqrt(trace(covariance)),
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
  // Rows of `basis` are the axes of the tastes' covariance as features see them.
  const basis = spread.axes.vectors.map((e) => tastes.lower.map((row) => dot(row, e)));
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
    return aroundOf(theta, { moments: moments(u, lambda), basis, u });
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
  const basis = lower.map((_, j) => lower.map((row) => row[j]));
  return (theta, lambda) => {
    const u = transposedTimes(lower, theta);
    return aroundOf(theta, { moments: pointMoments(components, u, { lambda, blur }), basis, u });
  };
}

interface InBasis {
  readonly moments: SurrogateMoments;
  /** basis[i] is where the i-th axis of the moments lies in the space of theta. */
  readonly basis: Matrix;
  /** L' theta in the axes of the moments. */
  readonly u: readonly number[];
}

/**
 * From derivatives in u = L' theta to those on the sphere of theta: slope P L g, curvature (theta . L g) P - P L H L' P, variance of one term's slope
 * P L (E K'^2 I + (E K'^2 z^2 - E K'^2) u u' / |u|^2) L' P, P = I - theta theta'.
 */
function aroundOf(theta: readonly number[], { moments, basis, u }: InBasis): SurrogateAround {
  const d = theta.length;
  const { gradient, hessian, along, across } = moments;
  // Axes with what lies along theta taken out: P L.
  const tangent = basis.map((axis) => {
    const own = dot(axis, theta);
    return axis.map((value, j) => value - own * theta[j]);
  });
  const slope = combined(tangent, [...gradient]);
  const radial = dot(combined(basis, [...gradient]), theta);
  const size = norm(u);
  const forward = combined(
    tangent,
    u.map((value) => value / size),
  );
  const bend = sandwiched(tangent, hessian);
  const plain = gram(tangent);
  const flat = (i: number, j: number): number => (i === j ? 1 : 0) - theta[i] * theta[j];
  return {
    slope,
    curvature: bend.map((row, i) => row.map((value, j) => radial * flat(i, j) - value)),
    variance: plain.map((row, i) =>
      row.map((value, j) => across * value + (along - across) * forward[i] * forward[j]),
    ),
    error: 0,
  };

  /** Sum over axes i and j of H_ij axis_i axis_j'. */
  function sandwiched(axes: Matrix, lowerTriangle: Float64Array): number[][] {
    const half = axes.map((_, i) => {
      const row = new Array<number>(d).fill(0);
      for (let k = 0; k < d; k++) {
        const entry = k <= i ? lowerTriangle[i * d + k] : lowerTriangle[k * d + i];
        if (entry !== 0) for (let j = 0; j < d; j++) row[j] += entry * axes[k][j];
      }
      return row;
    });
    return product(axes, half);
  }

  function gram(axes: Matrix): number[][] {
    return product(axes, axes);
  }

  /** A'B for rows of A and B, which is symmetric. */
  function product(a: Matrix, b: Matrix): number[][] {
    const sum = Array.from({ length: d }, () => new Array<number>(d).fill(0));
    for (let k = 0; k < d; k++) {
      for (let i = 0; i < d; i++) {
        const [by, row, from] = [a[k][i], sum[i], b[k]];
        if (by !== 0) for (let j = 0; j < d; j++) row[j] += by * from[j];
      }
    }
    return sum;
  }
}

function combined(axes: Matrix, by: readonly number[]): number[] {
  const sum = new Array<number>(axes[0].length).fill(0);
  axes.forEach((axis, k) => {
    for (let j = 0; j < sum.length; j++) sum[j] += by[k] * axis[j];
  });
  return sum;
}
