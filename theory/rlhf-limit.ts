import { exp } from '../kernels/math/exp.ts';
import { log } from '../kernels/math/log.ts';
import { norm } from '../kernels/math/vectors.ts';
import { angle } from '../kernels/metrics/angle.ts';
import { disagreement } from '../kernels/metrics/disagreement.ts';
import { signedAngle } from '../kernels/metrics/signed-angle.ts';
import { meanTaste } from '../kernels/populations/mean-taste.ts';
import type { FeaturesLaw, Population } from '../kernels/populations/population.ts';
import { marginalMean } from './elliptical.ts';
import { solveLowerTransposed, unit } from './linear-algebra.ts';
import { type Link, linkOf } from './link.ts';
import { noiseOf } from './noise.ts';
import { meanOmegaTaste } from './omega-taste.ts';
import { rlhfRootNSd } from './rlhf-noise.ts';
import { HEAVY_TAILS, planeRlhf, type RlhfNumbers, sampledRlhf, sampledSpread } from './rlhf-numbers.ts';
import type { TheoryOptions } from './sign-limit.ts';
import { sigmoid } from './special-functions.ts';
import { type WhitenedTastes, whiten } from './tastes.ts';

/** Where the logistic maximum likelihood estimate goes as n grows, and its noise on the way. */
export interface RlhfLimit {
  readonly direction: readonly number[];
  /** Euclidean length of the pseudo-true parameter. */
  readonly norm: number;
  /** Angle from the mean taste: counter-clockwise positive in d = 2, unsigned otherwise; radians. */
  readonly bias: number;
  /** P(sign(x . theta) != sign(x . beta_bar)) at the limit (T5). */
  readonly disagreement: number;
  /**
   * Limit of the standard deviation of sqrt(n) times the angle from the limit, in d > 2 of the root of its mean square,
   * radians; null on panels and where it is not known. Computed when it is first asked for.
   */
  readonly rootNSd: number | null;
  /** E[-log likelihood] of one comparison at the limit. */
  readonly crossEntropy: number;
  /** Relative error of the above: quadrature, or the fixed sample behind it. */
  readonly error: number;
  /** Radians by which the direction may be off where a fixed sample stands behind it, else 0. */
  readonly angleError: number;
}

/**
 * The pseudo-true parameter of the logistic MLE.
 *
 * Elliptical features and noise of one size (T9): theta is proportional to E[k(|beta|) beta / |beta|], k the link of a coordinate of x
 * and the noise, and its length t solves k_logit(t) = the length of that; N(0, S) and logit: k(s) = s omega(s). Exact to 1e-10.
 * Elsewhere the population score is solved on the nodes of a quadrature in d = 2 (1e-6 or better), on a fixed sample of features in d > 2.
 *
 * @returns null where it is not known: a singular covariance, a mean taste of zero, tastes of norm beyond 1e5, features without a mean; and where
 * it does not exist: choices without noise of users who share a direction, whose likelihood grows with the norm for ever
 */
export function rlhfLimit(population: Population, options: TheoryOptions = {}): RlhfLimit | null {
  const target = meanTaste(population.users);
  if (!(norm(target) > 0) || !hasMoments(population.features, 1) || isSeparated(population)) return null;
  const closed = closedPull(population);
  if (closed === null) return numericalLimit(population, target, options);
  return closedLimit(population, target, { ...closed, options });
}

/** Whether one direction tells every choice. */
function isSeparated({ users, choice }: Population): boolean {
  if (typeof choice !== 'object' || choice.law !== 'heteroskedastic') return false;
  return choice.polynomial.every((one) => one === 0) && (users.law === 'point' || users.law === 'scale');
}

interface ClosedPull {
  readonly tastes: WhitenedTastes;
  readonly pull: readonly number[];
}

/** What the closed form needs; null where it does not apply. */
function closedPull(population: Population): ClosedPull | null {
  const { choice } = population;
  if (typeof choice === 'object' && choice.law === 'heteroskedastic') return null;
  const tastes = whiten(population);
  const pull = tastes === null ? null : pullOf(tastes, population);
  return tastes === null || pull === null ? null : { tastes, pull };
}

function closedLimit(
  population: Population,
  target: readonly number[],
  { tastes, pull, options }: ClosedPull & { readonly options: TheoryOptions },
): RlhfLimit | null {
  const { choice, features } = population;
  const length =
    norm(pull) > 0 ? inverseK(linkOf(tastes.features.along, noiseOf('logit')), norm(pull)) : null;
  if (length === null) return null;
  const whitened = unit(pull).map((value) => length * value);
  const parameter = solveLowerTransposed(tastes.lower, whitened);
  return limitOf(population, target, {
    parameter,
    options,
    error: tastes.features.law === 'student' ? HEAVY_TAILS : 1e-9,
    rootNSd: () => {
      if (features.dimension > 2) return sampledSpread(tastes, whitened, choice);
      const exact =
        choice === 'logit' && tastes.features.law === 'gaussian' ? rlhfRootNSd(tastes, whitened) : null;
      return exact ?? planeRlhf(population, options.tables)?.rootNSd ?? null;
    },
    crossEntropy: () => entropyOf(tastes, length),
  });
}

/** E[k(|beta|) beta / |beta|]; null for Gaussian tastes that have no closed form. */
function pullOf({ features, components }: WhitenedTastes, { choice }: Population): readonly number[] | null {
  const link = linkOf(features.along, noiseOf(choice));
  if (components.some(({ covariance }) => covariance !== null)) {
    return link.gaussianLogit ? meanOmegaTaste(components) : null;
  }
  const sum = components[0].mean.map(() => 0);
  for (const { weight, mean } of components) {
    const rate = weight * link.rate(norm(mean));
    for (let j = 0; j < sum.length; j++) sum[j] += rate * mean[j];
  }
  return sum;
}

/** E[log(1 + e^t) - t sigma(t)], t = length times a coordinate of x: by the score equation the mean choice is that of the fit. */
function entropyOf({ features }: WhitenedTastes, length: number): number {
  const term = (t: number): number => Math.max(t, 0) + log(1 + exp(-Math.abs(t))) - t * sigmoid(t);
  return marginalMean(features.along, (x) => [(term(length * x) + term(-length * x)) / 2]).value[0];
}

function numericalLimit(
  population: Population,
  target: readonly number[],
  options: TheoryOptions,
): RlhfLimit | null {
  const found: RlhfNumbers | null =
    population.features.dimension === 2
      ? planeRlhf(population, options.tables)
      : sampledRlhf(population, options.tables);
  if (found === null) return null;
  return limitOf(population, target, {
    parameter: found.parameter,
    options,
    error: found.error,
    angleError: found.angleError,
    rootNSd: () => found.rootNSd,
    crossEntropy: () => found.crossEntropy,
  });
}

interface Found {
  readonly parameter: readonly number[];
  readonly options: TheoryOptions;
  readonly error: number;
  readonly angleError?: number | undefined;
  readonly rootNSd: () => number | null;
  readonly crossEntropy: () => number;
}

function limitOf(
  { features, users }: Population,
  target: readonly number[],
  { parameter, options, error, angleError = 0, rootNSd, crossEntropy }: Found,
): RlhfLimit {
  const noisy = users.panel === undefined && hasMoments(features, 2);
  let sd: number | null | undefined;
  return {
    direction: unit(parameter),
    norm: norm(parameter),
    bias: features.dimension === 2 ? signedAngle(parameter, target) : angle(parameter, target),
    get disagreement() {
      return disagreement(features, parameter, target, options.tables);
    },
    get rootNSd() {
      if (sd === undefined) sd = noisy ? rootNSd() : null;
      return sd;
    },
    get crossEntropy() {
      return crossEntropy();
    },
    error,
    angleError,
  };
}

/** Whether features have moments of this order: a mean for a limit to exist, a variance for it to be met at the rate n^(-1/2). */
function hasMoments(features: FeaturesLaw, order: number): boolean {
  if (features.law === 'student') return features.degrees > order;
  if (features.law !== 'independent') return true;
  return features.columns.every((column) => column.law !== 'student' || column.degrees > order);
}

/**
 * The t >= 0 with t rate(t) = value, by Newton steps: k rises and is concave, so a step from the left never passes the
 * root. Null where rounding hides the root: beyond t = 1e5 or so k is flat.
 */
function inverseK({ rate, slope }: Link, value: number): number | null {
  let t = 0;
  for (let step = 0; step < 200 && t < FLAT; step++) {
    const next = t + (value - t * rate(t)) / slope(t);
    if (!(next > t * (1 + 1e-15))) return t;
    t = next;
  }
  return null;
}

/** Here k is within 1e-10 of its limit, so that an error of 1e-14 in k is one of 1e-4 in t. */
const FLAT = 1e5;
