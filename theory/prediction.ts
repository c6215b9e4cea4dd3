import { exp } from '../kernels/math/exp.ts';
import { log } from '../kernels/math/log.ts';
import type { Population } from '../kernels/populations/population.ts';
import { CHERNOFF_MEAN_ABSOLUTE, CHERNOFF_RMS } from './chernoff-moments.ts';
import { type RlhfLimit, rlhfLimit } from './rlhf-limit.ts';
import { type SignLimit, signLimit } from './sign-limit.ts';

/** What theory says of the estimators of one population; null is `not known`. */
export interface Prediction {
  readonly sign: SignLimit | null;
  readonly rlhf: RlhfLimit | null;
}

/** Predicts the limit, rate and constant of every estimator theory covers, for one population. */
export const predict = (population: Population): Prediction => ({
  sign: signLimit(population),
  rlhf: rlhfLimit(population),
});

/**
 * Root-mean-square angle of the sign estimator, sqrt(bias^2 + (c n^(-1/3))^2 E Z^2), radians (T6); null where c is not known.
 * The law of large n: below the cube-root regime the truth may differ by 40 % (theory/README.md, section 3).
 */
export function signRms({ bias, constant }: SignLimit, n: number): number | null {
  if (constant === null) return null;
  const noise = constant * CHERNOFF_RMS * inverseCubeRoot(n);
  return Math.sqrt(bias * bias + noise * noise);
}

/** Mean absolute error of the sign estimator around its own limit, c n^(-1/3) E|Z|, radians (T6). */
export const signMeanAbsolute = ({ constant }: SignLimit, n: number): number | null =>
  constant === null ? null : constant * CHERNOFF_MEAN_ABSOLUTE * inverseCubeRoot(n);

/** Root-mean-square angle of RLHF, sqrt(bias^2 + sd^2 / n), radians (T9); null where the noise is not known. */
export function rlhfRms({ bias, rootNSd }: RlhfLimit, n: number): number | null {
  return rootNSd === null ? null : Math.sqrt(bias * bias + (rootNSd * rootNSd) / n);
}

/** The largest n that is searched for a crossover. */
const LARGEST_N = 1e12;

/**
 * The n from which the predicted error of sign is below that of RLHF: where their difference changes sign on
 * [10, 10^12], by bisection in log n; null where there is none or a prediction is not known.
 */
export function crossover({ sign, rlhf }: Prediction): number | null {
  if (sign === null || rlhf === null) return null;
  const lead = (x: number): number =>
    (rlhfRms(rlhf, exp(x)) ?? Number.NaN) - (signRms(sign, exp(x)) ?? Number.NaN);
  let [low, high] = [log(10), log(LARGEST_N)];
  if (!(lead(low) < 0 && lead(high) > 0)) return null;
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2;
    if (lead(middle) < 0) low = middle;
    else high = middle;
  }
  return exp((low + high) / 2);
}

const inverseCubeRoot = (n: number): number => exp(-log(n) / 3);
