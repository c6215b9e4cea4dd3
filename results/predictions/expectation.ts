import { meanTaste } from '../../kernels/populations/mean-taste.ts';
import type { Population } from '../../kernels/populations/population.ts';
import { CHERNOFF_MEAN_ABSOLUTE, CHERNOFF_RMS } from '../../theory/chernoff-moments.ts';
import { rootNCoefficient, signCoefficient } from '../../theory/coefficient-errors.ts';
import { hasPanel } from '../../theory/panel-noise.ts';
import {
  type PredictedErrors,
  predictedRlhf,
  predictedSign,
  predictedSurrogate,
} from '../../theory/predicted-errors.ts';
import { type Prediction, signExponent } from '../../theory/prediction.ts';
import { regimeFrom } from '../../theory/regime.ts';
import { FLAT_PLACE } from '../../theory/sign-limit.ts';
import type { MeasureName } from '../summary.ts';
import type { EstimatorLaw } from './law-of.ts';

/** A predicted number and how far it may be off: radians, or of b. */
export interface Predicted {
  readonly value: number;
  readonly error: number;
}

/** What theory expects of one estimator in one population; null is `not known`. Parts are computed when they are first asked for. */
export interface Expectation {
  readonly law: EstimatorLaw['law'];
  /** The last lambda of a surrogate. */
  readonly lambda: number | null;
  /** A measure at one n. */
  at(measure: MeasureName, n: number): Predicted | null;
  /** Where a measure settles as n grows: signed for `signedAngle` and `bias`, a size for errors, 0 where the estimator reaches the target. */
  limit(measure: MeasureName): number | null;
  /** What n^(1/3) times an error measure tends to; null where it tends to nothing. */
  scaled(measure: MeasureName): number | null;
  /** The power of n by which the error falls at last: 0 where it settles above 0. */
  exponent(): number | null;
  /** The n from which the cube-root law holds within 5 %. */
  regimeFrom(): number | null;
}

/** A bias below this is rounding. */
const NONE = 1e-9;

/** The expectation of an estimator of this law. */
export function expectationOf(
  law: EstimatorLaw,
  population: Population,
  prediction: Prediction,
): Expectation {
  const source = sourceOf(law, population, prediction);
  const truth = ratioOf(meanTaste(population.users));
  const settles = (): boolean => Math.abs(source.bias() ?? 0) > NONE;
  const known = new Map<string, Predicted | null>();
  const predicted = (measure: MeasureName, n: number): Predicted | null => {
    if (measure === 'rmse') return predictedCoefficient(source.coefficient(truth, n));
    const errors = source.errors(n);
    const value =
      measure === 'rmsAngle' ? errors?.rmsAngle : measure === 'meanAngle' ? errors?.meanAngle : null;
    return errors === null || value == null ? null : { value, error: errors.error };
  };
  return {
    law: law.law,
    lambda: law.law === 'surrogate' ? law.lambda : null,
    at(measure, n) {
      const key = `${measure} ${n}`;
      const before = known.get(key);
      if (before !== undefined) return before;
      const answer = predicted(measure, n);
      known.set(key, answer);
      return answer;
    },
    limit(measure) {
      const [bias, direction] = [source.bias(), source.direction()];
      if (bias === null || direction === null) return null;
      switch (measure) {
        case 'signedAngle':
          return direction.length === 2 ? bias : null;
        case 'rmsAngle':
        case 'meanAngle':
        case 'medianAngle':
          return settles() ? Math.abs(bias) : 0;
        case 'bias':
          return settles() ? ratioOf(direction) - truth : 0;
        case 'rmse':
          return settles() ? Math.abs(ratioOf(direction) - truth) : 0;
        default:
          return null;
      }
    },
    scaled(measure) {
      const [constant, direction] = [source.constant(), source.direction()];
      if (constant === null || direction === null || settles()) return null;
      if (measure === 'meanAngle') return constant.mean;
      if (measure === 'rmsAngle') return constant.rms;
      return measure === 'rmse' && direction.length === 2
        ? constant.rms / (direction[0] * direction[0])
        : null;
    },
    exponent: () => (source.bias() === null ? null : settles() ? 0 : source.exponent()),
    regimeFrom: source.regimeFrom,
  };
}

/** What the laws differ in. */
interface Source {
  readonly bias: () => number | null;
  readonly direction: () => readonly number[] | null;
  readonly errors: (n: number) => PredictedErrors | null;
  readonly coefficient: (
    truth: number,
    n: number,
  ) => { readonly rmse: number; readonly error: number } | null;
  /** The scale of n^(1/3) times the error. */
  readonly constant: () => { readonly mean: number; readonly rms: number } | null;
  /** Where the estimator has no bias. */
  readonly exponent: () => number | null;
  readonly regimeFrom: () => number | null;
}

function sourceOf(law: EstimatorLaw, population: Population, prediction: Prediction): Source {
  switch (law.law) {
    case 'cube-root':
      return cubeRootSource(population, prediction);
    case 'rlhf':
      return rlhfSource(population, prediction);
    case 'surrogate':
      return surrogateSource(law, prediction);
    default:
      return law satisfies never;
  }
}

function cubeRootSource(population: Population, prediction: Prediction): Source {
  const differing = hasPanel(population);
  const regime = lazily(() => regimeFrom(prediction));
  return {
    bias() {
      const { sign } = prediction;
      if (sign === null) return null;
      return sign.degenerate && Math.abs(sign.bias) < FLAT_PLACE ? 0 : sign.bias;
    },
    direction: () => prediction.sign?.direction ?? null,
    errors: (n) => predictedSign(prediction, n),
    coefficient: (truth, n) => (differing ? null : signCoefficient(prediction, truth, n)),
    constant() {
      const { sign } = prediction;
      if (sign === null) return null;
      if (sign.constant === null) return sign.spread;
      return { mean: sign.constant * CHERNOFF_MEAN_ABSOLUTE, rms: sign.constant * CHERNOFF_RMS };
    },
    exponent: () => (prediction.sign === null ? null : signExponent(prediction.sign)),
    regimeFrom: regime,
  };
}

function rlhfSource(population: Population, prediction: Prediction): Source {
  return {
    bias: () => prediction.rlhf?.bias ?? null,
    direction: () => prediction.rlhf?.direction ?? null,
    errors: (n) => predictedRlhf(prediction, population, n),
    coefficient(truth, n) {
      const { rlhf } = prediction;
      if (rlhf === null || rlhf.rootNSd === null || population.features.dimension > 2) return null;
      return rootNCoefficient({ direction: rlhf.direction, rootNSd: rlhf.rootNSd }, truth, n);
    },
    constant: () => null,
    exponent: () => -1 / 2,
    regimeFrom: () => null,
  };
}

function surrogateSource(
  { lambda, from }: Extract<EstimatorLaw, { law: 'surrogate' }>,
  { surrogates }: Prediction,
): Source {
  // A climb that ends at another maximum than the highest has a law that theory does not know.
  const limit = lazily(() => (surrogates?.leads({ first: from, last: lambda }) ? surrogates(lambda) : null));
  return {
    bias: () => limit()?.bias ?? null,
    direction: () => limit()?.direction ?? null,
    errors(n) {
      const known = limit();
      return known === null ? null : predictedSurrogate(known, n);
    },
    coefficient(truth, n) {
      const known = limit();
      // The width of its kernel limits it as it limits the angle.
      return known === null || predictedSurrogate(known, n) === null
        ? null
        : rootNCoefficient(known, truth, n);
    },
    constant: () => null,
    exponent: () => -1 / 2,
    regimeFrom: () => null,
  };
}

const predictedCoefficient = (found: ReturnType<Source['coefficient']>): Predicted | null =>
  found === null ? null : { value: found.rmse, error: found.error };

/** theta_2 / theta_1. */
const ratioOf = ([first, second]: readonly number[]): number => second / first;

function lazily<T>(compute: () => T): () => T {
  let held: { readonly value: T } | null = null;
  return () => {
    held ??= { value: compute() };
    return held.value;
  };
}
