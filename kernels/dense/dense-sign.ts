import { adaptiveSteps } from '../estimators/anneal-steps.ts';
import { climb } from '../estimators/climb.ts';
import { lambdasOf } from '../estimators/lambda-schedule.ts';
import { surrogateSum } from '../estimators/sphere-objective.ts';
import { climbs } from '../estimators/staged-climb.ts';
import { type DenseFit, denseFit, FLOAT32_ROUNDING, type OnEvaluation } from './dense-fit.ts';
import { statusOf } from './dense-rlhf.ts';
import type { DenseSample } from './dense-sample.ts';
import { type DenseShape, type DenseStart, denseStart } from './dense-shape.ts';

/** Slopes at which stages end, and the last of them; a slope that stalls within the last factor is what rounding leaves. */
const ROUGHLY = 1e-2;
const TOLERANCE = 1e-4;
const STALLED = 10;

/**
 * The sign estimator by stages on a table of features: a maximum of mean tanh(lambda z . theta / 2 s) over |theta| = 1 (T2) at the last
 * lambda, by L-BFGS from the direction of the mean of z through maxima at the lambdas before. `objective` is the value there.
 *
 * s is the root mean square of x along the mean of z, so that lambda says how sharp the sign is whatever unit features have
 * (diagnostic `scale`). The slope on the sphere at the end is at most 1e-4, or 1e-3 where float32 leaves no step that improves.
 */
export function denseStaged(
  sample: DenseSample,
  shape: DenseShape,
  lambda: readonly number[],
  onEvaluation?: OnEvaluation,
): DenseFit {
  const start = denseStart(sample, shape);
  if (start === null) return withoutMean(sample.d);
  let evaluations = 2;
  const counted = {
    n: sample.n,
    annealed: (points: Parameters<DenseSample['annealed']>[0]) => {
      const found = sample.annealed(points);
      evaluations++;
      onEvaluation?.(evaluations, found[0].sum / sample.n);
      return found;
    },
  };
  const climbing = climbs(shape, undefined, FLOAT32_ROUNDING).from(start.direction);
  const stages = lambda.map((one, k) => {
    const sharp = one / start.scale;
    const steepest = Math.min(1, (sharp * shape.medianLength) / Math.sqrt(sample.d));
    const enough = (k === lambda.length - 1 ? TOLERANCE : ROUGHLY) * steepest;
    const summit = climbing.go({ sum: surrogateSum(counted, sharp), lambda: sharp, enough });
    return { ...summit, near: summit.slope <= STALLED * enough };
  });
  const { status, direction, value, slope, near } = stages[stages.length - 1];
  return denseFit({
    status: statusOf(status, near),
    theta: direction,
    objective: value,
    evaluations,
    diagnostics: { gradient: slope, scale: start.scale },
  });
}

export interface DenseAnnealOptions {
  /** At the first step and at the last; the same twice is a fixed lambda. */
  readonly lambda: readonly [number, number];
  readonly steps: number;
}

/**
 * The sign estimator by annealing on a table of features: `steps` gradient steps on the surrogate of `denseStaged` while lambda goes from the
 * first to the last in equal differences, each step of a length that finds itself (anneal-steps.ts). It need not end at a maximum:
 * `gradient` is the slope that is left.
 */
export function denseAnneal(
  sample: DenseSample,
  shape: DenseShape,
  { lambda, steps }: DenseAnnealOptions,
  onEvaluation?: OnEvaluation,
): DenseFit {
  const start: DenseStart | null = denseStart(sample, shape);
  if (start === null) return withoutMean(sample.d);
  const { direction, scale } = start;
  const theta = direction.slice();
  let evaluations = 2;
  const end = climb({
    theta,
    lambdas: lambdasOf([lambda[0] / scale, lambda[1] / scale], steps, { shape: 'linear', stages: 1 }),
    move: adaptiveSteps(sample.d),
    lossesAt: () => sample,
    judgedFrom: steps,
    onStep: ({ objective }) => {
      evaluations++;
      onEvaluation?.(evaluations, objective);
    },
  });
  return denseFit({
    status: end.finite ? 'ok' : 'diverged',
    theta,
    objective: end.objective,
    evaluations: end.evaluations + 2,
    diagnostics: { gradient: end.size, scale },
  });
}

const withoutMean = (d: number): DenseFit =>
  denseFit({ status: 'degenerate', theta: new Float64Array(d), objective: Number.NaN, evaluations: 1 });
