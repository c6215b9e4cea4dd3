import { exp } from '../kernels/math/exp.ts';
import { atan2 } from '../kernels/math/trigonometry.ts';
import { norm } from '../kernels/math/vectors.ts';
import { angle } from '../kernels/metrics/angle.ts';
import { signedAngle } from '../kernels/metrics/signed-angle.ts';
import { meanTaste } from '../kernels/populations/mean-taste.ts';
import type { Matrix, Population } from '../kernels/populations/population.ts';
import { transposedTimes } from './linear-algebra.ts';
import { hasPanel } from './panel-noise.ts';
import { type PlaneChoices, planeChoices } from './plane-choices.ts';
import { directionAt } from './plane-score.ts';
import type { TheoryOptions } from './sign-limit.ts';
import { signedChoice } from './special-functions.ts';
import { manySurrogates } from './surrogate-many.ts';
import { CLOSE, type LambdaPath, withPaths } from './surrogate-path.ts';

/** Where the maximiser of the surrogate (T2) with a fixed lambda goes, and its noise on the way. */
export interface SurrogateLimit {
  readonly lambda: number;
  readonly direction: readonly number[];
  /** Angle from the mean taste, counter-clockwise positive in d = 2, unsigned otherwise; radians. */
  readonly bias: number;
  /** -Q'' at the maximum, Q(theta) = E[(2Y - 1) tanh(lambda x . theta / 2)]; d > 2: its mean over the axes of the tangent. */
  readonly curvature: number;
  /** E of the squared derivative of one term; d > 2: its mean over the axes. */
  readonly scoreVariance: number;
  /** Limit of sd(sqrt(n) angle), in d > 2 of the root of its mean square; radians. Null on panels of users who differ. */
  readonly rootNSd: number | null;
  /** Radians by which the direction may be off where a fixed sample stands behind it. */
  readonly error?: number;
}

/** Derivatives of Q in the Euclidean angle, and the mean square of one term's derivative. */
interface Objective {
  readonly slope: number;
  readonly curvature: number;
  readonly scoreVariance: number;
}

/** The surrogate of one lambda (T10); null where it is not known. */
export type SurrogateAt = (lambda: number) => SurrogateLimit | null;

/** The surrogates of one population for any lambda. */
export interface Surrogates extends SurrogateAt {
  /**
   * Whether a climb along lambda, from where the mean of z points, ends at the maximum that stands in the limit: of a score with several maxima the
   * path may lead to another one, however small its steps (surrogate-path.ts).
   */
  readonly leads: (path: LambdaPath) => boolean;
}

/**
 * The limit of the surrogate with a fixed lambda (T10); d > 2: surrogate-many.ts. d = 2: Newton's method on Q' from the directions given, the best
 * maximum kept. Gaussian features, the circle, a file: relative error below 1e-9; other features below 1e-6.
 *
 * starts: directions from which to climb, those of the sign estimator and of RLHF.
 */
export function surrogates(
  population: Population,
  starts: readonly (readonly number[])[],
  options: TheoryOptions = {},
): Surrogates | null {
  if (population.features.dimension > 2) return manySurrogates(population, starts, options);
  const plane = planeChoices(population, options.tables);
  if (plane === null || starts.length === 0) return null;
  const target = meanTaste(population.users);
  const limitAt = (lambda: number): SurrogateLimit | null => {
    const found = startsFor(lambda, starts).flatMap(([x, y]) => climb(plane, lambda, atan2(y, x)) ?? []);
    const best = highestOf(found, (phi) => height(plane, lambda, phi));
    if (best === null) return null;
    const direction = directionAt(best.phi);
    const { curvature, scoreVariance } = best.at;
    return {
      lambda,
      direction,
      bias: signedAngle(direction, target),
      curvature,
      scoreVariance,
      rootNSd: hasPanel(population) ? null : Math.sqrt(scoreVariance) / curvature,
    };
  };
  const next = (lambda: number, [x, y]: readonly number[]): readonly number[] | null => {
    const found = climb(plane, lambda, atan2(y, x));
    return found === null ? null : directionAt(found.phi);
  };
  return withPaths(limitAt, { starts, target, next });
}

/** Below, the surrogate is nearer to the likelihood than to the score. */
const SHARP = 4;

/** All starts where they are far apart; else the last of them (RLHF) for a small lambda, the first (sign) for a large one. */
function startsFor(lambda: number, starts: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const [first] = starts;
  if (starts.some((start) => angle(start, first) > CLOSE)) return starts;
  return lambda < SHARP ? starts.slice(-1) : [first];
}

const MOST_ALIGNMENTS = 40;

/** Newton's method; choices are averaged once for each alignment of the nodes, which follow the direction as it moves. */
function climb(plane: PlaneChoices, lambda: number, start: number): Climbed | null {
  let phi = start;
  for (let alignment = 0; alignment < MOST_ALIGNMENTS; alignment++) {
    const nodes = alignedNodes(plane, lambda, phi);
    const aligned = phi;
    let at = derivatives(nodes, phi);
    for (let step = 0; step < 8; step++) {
      if (!Number.isFinite(at.slope) || !Number.isFinite(at.curvature)) return null;
      const newton = at.curvature > 0 ? at.slope / at.curvature : Math.sign(at.slope) * 0.2;
      phi += Math.max(-0.2, Math.min(0.2, newton));
      if (Math.abs(newton) < 1e-14 || Math.abs(phi - aligned) > nodes.swing) break;
      at = derivatives(nodes, phi);
    }
    if (Math.abs(phi - aligned) < nodes.swing / 2) return at.curvature > 0 ? { phi, at } : null;
  }
  return null;
}

type Climbed = { readonly phi: number; readonly at: Objective };

/** The highest of some maxima; heights are compared only where the maxima differ. */
function highestOf(found: readonly Climbed[], heightAt: (phi: number) => number): Climbed | null {
  if (found.length === 0) return null;
  const first = found[0];
  const others = found.filter(({ phi }) => Math.abs(phi - first.phi) > 1e-6);
  if (others.length === 0) return first;
  return [first, ...others].reduce((best, one) => (heightAt(one.phi) > heightAt(best.phi) ? one : best));
}

/** Q(phi). */
function height({ lower, rule, choice, rate }: PlaneChoices, lambda: number, phi: number): number {
  const u = transposedTimes(lower, directionAt(phi));
  const size = norm(u);
  const [c, s] = u.map((value) => value / size);
  const sharp = lambda * size;
  let sum = 0;
  const x = [0, 0];
  const resolution = { alongRate: Math.max(sharp, rate([c, s])), acrossRate: rate([-s, c]) };
  rule(atan2(s, c), { ...resolution, reach: Number.POSITIVE_INFINITY }, (along, across, weight) => {
    x[0] = c * along - s * across;
    x[1] = s * along + c * across;
    sum += weight * choice.value(x) * signedChoice(sharp * along);
  });
  return sum;
}

/** Nodes along and across a direction with what does not change as theta turns a little. */
interface AlignedNodes {
  readonly lambda: number;
  readonly lower: Matrix;
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Share times mean choice, and share. */
  readonly signed: Float64Array;
  readonly weight: Float64Array;
  /** How far theta may turn before the nodes no longer resolve the surrogate. */
  readonly swing: number;
}

function alignedNodes(
  { lower, rule, choice, rate, odd }: PlaneChoices,
  lambda: number,
  phi: number,
): AlignedNodes {
  const u = transposedTimes(lower, directionAt(phi));
  const size = norm(u);
  const [c, s] = u.map((value) => value / size);
  const sharp = lambda * size;
  // The fourth power of a hyperbolic secant has a finer scale than a sigmoid.
  const alongRate = Math.max(1.5 * sharp, rate([c, s]));
  const list: number[] = [];
  const x = [0, 0];
  rule(
    atan2(s, c),
    { alongRate, acrossRate: rate([-s, c]), reach: REACH / sharp },
    (along, across, weight) => {
      if (Math.abs(along) * sharp > REACH || weight < 1e-20) return;
      // Where both sides are alike one of them counts twice.
      if (odd && along < 0) return;
      const share = odd && along > 0 ? 2 * weight : weight;
      x[0] = c * along - s * across;
      x[1] = s * along + c * across;
      list.push(x[0], x[1], share * choice.value(x), share);
    },
  );
  const pick = (j: number): Float64Array =>
    Float64Array.from({ length: list.length / 4 }, (_, i) => list[4 * i + j]);
  return {
    lambda,
    lower,
    x: pick(0),
    y: pick(1),
    signed: pick(2),
    weight: pick(3),
    swing: Math.min(0.05, 0.5 / sharp),
  };
}

/** Beyond this many units of 1 / lambda the surrogate is flat to 1e-19. */
const REACH = 44;

/** Q'(phi) = E[h K'(z) z_perp] with K = tanh(lambda z / 2), z = x . theta, z_perp = x . theta_perp. */
function derivatives({ lambda, lower, x, y, signed, weight }: AlignedNodes, phi: number): Objective {
  const [cos, sin] = directionAt(phi);
  const [u, v] = [transposedTimes(lower, [cos, sin]), transposedTimes(lower, [-sin, cos])];
  let [slope, bend, scoreVariance] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const z = u[0] * x[i] + u[1] * y[i];
    const turned = v[0] * x[i] + v[1] * y[i];
    const e = exp(-Math.abs(lambda * z));
    const rise = (2 * lambda * e) / ((1 + e) * (1 + e));
    const tanh = (z < 0 ? e - 1 : 1 - e) / (1 + e);
    slope += signed[i] * rise * turned;
    bend += signed[i] * rise * (lambda * tanh * turned * turned + z);
    scoreVariance += weight[i] * rise * rise * turned * turned;
  }
  return { slope, curvature: bend, scoreVariance };
}
