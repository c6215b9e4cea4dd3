import { disagreement } from '../../kernels/metrics/disagreement.ts';
import { meanDirection, meanTaste } from '../../kernels/populations/mean-taste.ts';
import type { Population } from '../../kernels/populations/population.ts';
import type { Tables } from '../../kernels/populations/table.ts';
import { type Expectation, expectationOf } from '../../results/predictions/expectation.ts';
import { lawOf } from '../../results/predictions/law-of.ts';
import { type Unpredicted, unpredicted } from '../../results/predictions/unpredicted.ts';
import { bestOf } from '../../theory/best-lambda.ts';
import { peakScore } from '../../theory/peak-score.ts';
import { crossover, type Prediction, predict, signExponent } from '../../theory/prediction.ts';
import { regimeFrom } from '../../theory/regime.ts';
import type { SurrogateLimit } from '../../theory/surrogate.ts';
import { type Unknown, unknowns } from '../../theory/unknowns.ts';
import type { EstimatorSpec, Scenario, Study } from '../study/study.ts';
import { atUsualLambdas, lambdasOf } from './theory-lambdas.ts';

const DEGREES = 180 / Math.PI;

interface SignPart {
  readonly direction: readonly number[];
  readonly optima: readonly (readonly number[])[];
  readonly biasDeg: number;
  /** P(sign(x . theta) != sign(x . beta_bar)) at the limit (T5). */
  readonly disagreement: number;
  /** M at the limit (T1). */
  readonly score: number | null;
  /** V; in d > 2 its mean over the axes of the tangent. */
  readonly curvature: number | null;
  /** c; in d > 2 that of c Z_(d-1), where all axes are alike. */
  readonly constant: number | null;
  /** d > 2: what n^(1/3) times the mean and the root-mean-square angle from the limit tend to, and by what share they may be off. */
  readonly spread?: { readonly mean: number; readonly rms: number; readonly error: number } | null;
  /** Where a fixed sample stands behind the limit: by how much it may be off. */
  readonly errorDeg?: number;
  readonly regimeFrom: number | null;
  /** -1/3; -1/7 where the curvature is zero; -1 where the score has a kink. */
  readonly rate: number | null;
  /** Under `normalise: first`: b = theta_2 / theta_1 of the limit, and the c of n^(1/3) (b_hat - b). */
  readonly coefficient?: { readonly value: number; readonly constant: number | null };
}

interface RlhfPart {
  readonly direction: readonly number[];
  readonly norm: number;
  readonly biasDeg: number;
  readonly disagreement: number;
  readonly rootNSdRad: number | null;
  readonly crossEntropy: number;
  /** Where a fixed sample stands behind it. */
  readonly errorDeg?: number;
}

interface SurrogatePart {
  readonly lambda: number;
  readonly biasDeg: number;
  readonly curvature: number;
  readonly rootNSdRad: number | null;
  /** Where a fixed sample stands behind it. */
  readonly errorDeg?: number;
}

/** Errors of one estimator at one n, radians; under `normalise: first` those of b too. */
interface PredictedPart {
  readonly estimator: string;
  readonly n: number;
  readonly rmsAngle: number;
  readonly meanAngle: number | null;
  /** How far both may be off. */
  readonly error: number;
  readonly coefficient?: { readonly rmse: number; readonly error: number } | null;
}

/** What theory says of one combination of factors. */
export interface TheoryCell {
  readonly factors: Scenario['factors'];
  readonly target: readonly number[];
  readonly sign: SignPart | null;
  readonly rlhf: RlhfPart | null;
  readonly surrogates: readonly SurrogatePart[];
  /** The lambda of [1, 50] with the least predicted error of a fixed-lambda surrogate; empty with many combinations. */
  readonly leastError: readonly { readonly n: number; readonly lambda: number; readonly rmsAngle: number }[];
  /** The n from which sign has the smaller predicted error; null where there is none or theory does not know. */
  readonly crossover: number | null;
  readonly predicted: readonly PredictedPart[];
  /** Estimators and sizes without a prediction, and why. */
  readonly unpredicted: readonly Unpredicted[];
  /** Quantities of the limits that are null, and why. */
  readonly unknown: readonly Unknown[];
}

/** The predictions for one combination of factors at all sample sizes of the study. */
export function theoryCell(scenario: Scenario, study: Study, tables: Tables): TheoryCell {
  const { population, estimators, factors, without = [] } = scenario;
  const normalise = estimators.some((spec) => spec.normalise === 'first') ? 'first' : undefined;
  const prediction = predict(population, { normalise, tables });
  const regime = regimeFrom(prediction);
  const sizes = study.sampleSizes.filter((n) => !without.includes(n));
  const combinations = study.scenarios.length;
  const lambdas = lambdasOf(estimators, sizes, combinations);
  const expected = estimators.map((spec) => {
    const law = lawOf(spec);
    return { spec, expectation: law === null ? null : expectationOf(law, population, prediction) };
  });
  return {
    factors,
    target: meanDirection(population),
    sign: signPart(prediction, { regime, first: normalise === 'first', share: shareOf(population, tables) }),
    rlhf: rlhfPart(prediction),
    surrogates: surrogateParts(prediction, lambdas),
    leastError: atUsualLambdas(combinations) ? leastErrors(prediction, lambdas, sizes) : [],
    crossover: crossover(prediction),
    predicted: expected.flatMap((one) => sizes.flatMap((n) => predictedPart(one, n) ?? [])),
    unpredicted: expected.flatMap(
      ({ spec, expectation }) => unpredicted(spec, population, { expectation, sizes }) ?? [],
    ),
    unknown: unknowns(population, prediction),
  };
}

/** A bias in degrees; what is rounding is 0. */
const degrees = (bias: number): number => (Math.abs(bias) < 1e-13 ? 0 : bias * DEGREES);

const errorPart = (error = 0): { readonly errorDeg?: number } =>
  error > 0 ? { errorDeg: error * DEGREES } : {};

interface Beside {
  readonly regime: number | null;
  /** Whether the first coefficient is fixed at 1. */
  readonly first: boolean;
  /** Disagreement of a direction and the target. */
  readonly share: (direction: readonly number[]) => number;
}

const shareOf =
  ({ features, users }: Population, tables: Tables) =>
  (direction: readonly number[]): number =>
    disagreement(features, direction, meanTaste(users), tables);

function signPart({ sign }: Prediction, { regime, first, share }: Beside): SignPart | null {
  if (sign === null) return null;
  const { direction, optima, bias, curvature, spread, error } = sign;
  const constant = sign.constant ?? spread?.constant ?? null;
  const size = spread === null ? null : { mean: spread.mean, rms: spread.rms, error: spread.error };
  const [one, other] = direction;
  const coefficient = {
    value: other / one,
    constant: constant === null ? null : constant / (one * one),
  };
  return {
    direction,
    optima,
    biasDeg: degrees(bias),
    disagreement: Math.abs(bias) < 1e-13 ? 0 : share(direction),
    score: peakScore(sign),
    curvature,
    constant,
    ...(direction.length > 2 ? { spread: size } : {}),
    ...errorPart(error),
    regimeFrom: regime,
    rate: signExponent(sign),
    ...(first && direction.length === 2 ? { coefficient } : {}),
  };
}

function rlhfPart({ rlhf }: Prediction): RlhfPart | null {
  if (rlhf === null) return null;
  const { direction, norm, bias, disagreement: share, rootNSd, crossEntropy, angleError } = rlhf;
  const beside = { disagreement: share, rootNSdRad: rootNSd, crossEntropy };
  return { direction, norm, biasDeg: degrees(bias), ...beside, ...errorPart(angleError) };
}

function surrogateParts({ surrogates }: Prediction, lambdas: readonly number[]): readonly SurrogatePart[] {
  return lambdas.flatMap((lambda) => {
    const limit: SurrogateLimit | null = surrogates?.(lambda) ?? null;
    if (limit === null) return [];
    const { bias, curvature, rootNSd, error } = limit;
    return [{ lambda, biasDeg: degrees(bias), curvature, rootNSdRad: rootNSd, ...errorPart(error) }];
  });
}

function leastErrors(
  { surrogates }: Prediction,
  lambdas: readonly number[],
  sizes: readonly number[],
): TheoryCell['leastError'] {
  const limits = lambdas.flatMap((lambda) => surrogates?.(lambda) ?? []);
  return sizes.flatMap((n) => {
    const best = bestOf(limits, n);
    return best === null ? [] : [{ n, lambda: best.lambda, rmsAngle: best.rms }];
  });
}

function predictedPart(
  { spec, expectation }: { readonly spec: EstimatorSpec; readonly expectation: Expectation | null },
  n: number,
): PredictedPart | null {
  const rms = expectation?.at('rmsAngle', n) ?? null;
  if (expectation === null || rms === null) return null;
  const meanAngle = expectation.at('meanAngle', n)?.value ?? null;
  const part = { estimator: spec.id, n, rmsAngle: rms.value, meanAngle, error: rms.error };
  if (spec.normalise === undefined) return part;
  const b = expectation.at('rmse', n);
  return { ...part, coefficient: b === null ? null : { rmse: b.value, error: b.error } };
}
