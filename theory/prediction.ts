import { inverseCubeRoot } from '../kernels/math/cube-root.ts';
import { exp } from '../kernels/math/exp.ts';
import { log } from '../kernels/math/log.ts';
import { PI } from '../kernels/math/trigonometry.ts';
import { meanTaste } from '../kernels/populations/mean-taste.ts';
import type { Population } from '../kernels/populations/population.ts';
import { CHERNOFF_MEAN_ABSOLUTE, CHERNOFF_RMS } from './chernoff-moments.ts';
import { finiteLaw, type SignErrors, signErrors } from './finite-law.ts';
import { type Kink, kinkErrors, kinkSample } from './kink.ts';
import { unit } from './linear-algebra.ts';
import { manyErrors } from './many-errors.ts';
import { erf } from './normal-law.ts';
import { panelNoise } from './panel-noise.ts';
import { type RlhfLimit, rlhfLimit } from './rlhf-limit.ts';
import { type SignLimit, signLimit, type TheoryOptions } from './sign-limit.ts';
import { type Surrogates, surrogates } from './surrogate.ts';

/** What theory says of the estimators of one population; null is `not known`. Each part is computed when it is first read. */
export interface Prediction {
  readonly sign: SignLimit | null;
  readonly rlhf: RlhfLimit | null;
  /** The surrogate of any fixed lambda (T10). */
  readonly surrogates?: Surrogates | null;
  /** Errors of the sign estimator by the law at finite n (T7), in d > 2 axis by axis; null where it is not known. */
  readonly signErrors?: (n: number) => SignErrors | null;
}

/** Predicts the limit, rate and constant of every estimator theory covers, for one population. */
export function predict(population: Population, options: TheoryOptions = {}): Prediction {
  const sign = lazily(() => signLimit(population, options));
  const rlhf = lazily(() => rlhfLimit(population, options));
  const climbs = lazily(() => {
    const starts = [...(sign()?.optima ?? []), ...(rlhf() === null ? [] : [rlhf()?.direction ?? []])];
    return surrogates(population, starts, options);
  });
  const target = unit(meanTaste(population.users));
  const panel = lazily(() => {
    const limit = sign();
    return limit === null ? null : panelNoise(population, limit);
  });
  const many = lazily(() => manyOf(sign(), target));
  const known = new Map<number, SignErrors | null>();
  return {
    get sign() {
      return sign();
    },
    get rlhf() {
      return rlhf();
    },
    get surrogates() {
      return climbs();
    },
    signErrors(n) {
      const before = known.get(n);
      if (before !== undefined) return before;
      const errors = withPanel(errorsAt(sign(), target, n) ?? many()(n), panel(), n);
      known.set(n, errors);
      return errors;
    },
  };
}

/** The power of n by which the sign estimator nears its limit: -1 at a kink, -1/7 where V = 0, else -1/3; null where it is not known. */
export function signExponent({ kink, sharp, degenerate, constant, spread }: SignLimit): number | null {
  if (kink !== null || sharp) return -1;
  if (degenerate) return -1 / 7;
  return constant === null && spread === null ? null : -1 / 3;
}

function manyOf(sign: SignLimit | null, target: readonly number[]): (n: number) => SignErrors | null {
  return sign === null ? () => null : manyErrors(sign, target);
}

function errorsAt(sign: SignLimit | null, target: readonly number[], n: number): SignErrors | null {
  if (sign === null || sign.plane === null) return null;
  const { score, top } = sign.plane;
  if (sign.kink !== null)
    return kinkErrors(score, { kink: sign.kink, sample: sampleOf(sign.kink) }, { target, top, n });
  const law = finiteLaw(score, sign.plane, n);
  if (!(law.defect < 0.2)) return null;
  return signErrors(law, score, { target, top, n });
}

/** Shifts of the optimum beyond this many radians are not small. */
const SMALL_SHIFT = 0.35;

/**
 * Errors with the noise of drawing few users (T12), independent of that of their choices as long as it is small. Stated error: what neglecting more than the
 * first order leaves out, 10 % of what the panel adds and 1.5 of its square in radians.
 */
function withPanel(errors: SignErrors | null, panel: number | null, n: number): SignErrors | null {
  if (panel === 0 || errors === null) return errors;
  const shift = panel === null ? null : panel / Math.sqrt(n);
  if (shift === null || shift > SMALL_SHIFT) return null;
  const ownRms = Math.sqrt(errors.ownRms * errors.ownRms + shift * shift);
  const rms = Math.sqrt(errors.rms * errors.rms + shift * shift);
  // The law about the limit is near enough to normal for the ratio of mean and root mean square to stay.
  const bias = Math.sqrt(Math.max(0, errors.rms * errors.rms - errors.ownRms * errors.ownRms));
  const mean =
    errors.mean !== null && bias < errors.ownRms / 2
      ? errors.mean * (rms / errors.rms)
      : foldedMean(bias, ownRms);
  const error = errors.error + 0.1 * (rms - errors.rms) + 1.5 * shift * shift;
  return { ...errors, rms, mean, ownRms, error };
}

const samples = new WeakMap<Kink, Float64Array>();

function sampleOf(kink: Kink): Float64Array {
  const sample = samples.get(kink) ?? kinkSample(kink);
  samples.set(kink, sample);
  return sample;
}

function lazily<T>(compute: () => T): () => T {
  let held: { readonly value: T } | null = null;
  return () => {
    held ??= { value: compute() };
    return held.value;
  };
}

/**
 * Root-mean-square angle of the sign estimator, sqrt(bias^2 + (c n^(-1/3))^2 E Z^2), radians (T6), in d > 2 with the spread in place of c E Z^2; null where neither is known.
 * The law of large n: below the cube-root regime the truth may differ by 40 % (theory/README.md, section 3).
 */
export function signRms({ bias, constant, spread }: SignLimit, n: number): number | null {
  const scale = constant === null ? (spread?.rms ?? null) : constant * CHERNOFF_RMS;
  if (scale === null) return null;
  const noise = scale * inverseCubeRoot(n);
  return Math.sqrt(bias * bias + noise * noise);
}

/** Mean absolute error of the sign estimator around its own limit, c n^(-1/3) E|Z|, radians (T6). */
export const signMeanAbsolute = ({ constant }: SignLimit, n: number): number | null =>
  constant === null ? null : constant * CHERNOFF_MEAN_ABSOLUTE * inverseCubeRoot(n);

/** Root-mean-square angle of RLHF, sqrt(bias^2 + sd^2 / n), radians (T9); null where the noise is not known. */
export function rlhfRms({ bias, rootNSd }: RlhfLimit, n: number): number | null {
  return rootNSd === null ? null : Math.sqrt(bias * bias + (rootNSd * rootNSd) / n);
}

/** Mean angle of RLHF in d = 2, E|bias + sd Z n^(-1/2)|, Z ~ N(0, 1), radians (T9); null where the noise is not known. */
export function rlhfMeanAngle({ bias, rootNSd }: RlhfLimit, n: number): number | null {
  return rootNSd === null ? null : foldedMean(bias, rootNSd / Math.sqrt(n));
}

/** E|bias + sd Z|, Z ~ N(0, 1). */
export function foldedMean(bias: number, sd: number): number {
  const z = Math.abs(bias) / sd;
  return sd * Math.sqrt(2 / PI) * exp((-z * z) / 2) + Math.abs(bias) * erf(z * Math.SQRT1_2);
}

/** n between which a crossover is searched. */
const [SMALLEST_N, LARGEST_N] = [10, 1e12];
/** From here on the constant says all that the law at finite n would. */
const LARGE = 1e9;

/**
 * The n from which the predicted error of sign is below that of RLHF: where their difference changes sign on
 * [10, 10^12], by bisection in log n; null where there is none or a prediction is not known. By the law at finite n (T7) where it is
 * known, else by the constant.
 */
export function crossover({ sign, rlhf, signErrors: finite }: Prediction): number | null {
  if (sign === null || rlhf === null || rlhf.rootNSd === null) return null;
  const signAt = (n: number): number =>
    (n < LARGE ? finite?.(n)?.rms : null) ?? signRms(sign, n) ?? Number.NaN;
  const lead = (x: number): number => (rlhfRms(rlhf, exp(x)) ?? Number.NaN) - signAt(exp(x));
  let [low, high] = [log(SMALLEST_N), log(LARGEST_N)];
  if (!(lead(low) < 0 && lead(high) > 0)) return null;
  while (high - low > 1e-5) {
    const middle = (low + high) / 2;
    if (lead(middle) < 0) low = middle;
    else high = middle;
  }
  return exp((low + high) / 2);
}
