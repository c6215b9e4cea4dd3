import type { Sample } from '../../kernels/arena.ts';
import type { Fit } from '../../kernels/estimators/fit.ts';
import { type Interval, quantileOf } from '../../kernels/inference/percentile-interval.ts';
import {
  type Functional,
  functionalInterval,
  type Uncertainty,
} from '../../kernels/inference/uncertainty.ts';
import { unit } from '../../kernels/math/vectors.ts';
import type { ChoiceData } from '../data/choice-data.ts';
import { estimatorOf } from '../study/estimators/registry.ts';
import { unitsOf } from '../study/inference/interval-bounds.ts';
import { uncertaintyOf } from '../study/inference/uncertainty-of.ts';
import type { EstimatorSpec, IntervalMethod, IntervalSpec } from '../study/study.ts';
import { originalUnits, shares } from './original-units.ts';

/** What a person asks of intervals; `auto` takes the method that is valid for each estimator. */
export interface IntervalWish {
  readonly method: IntervalMethod | 'auto';
  readonly level: number;
  readonly draws: number;
}

/** Of each feature, the interval of its coefficient in the unit direction, in the units of the file; null where there is none. */
export interface DirectionIntervals {
  readonly method: IntervalMethod;
  readonly intervals: readonly Interval[] | null;
  /** The same of the shares of the direction, features scaled to the same spread. */
  readonly shareIntervals: readonly Interval[] | null;
}

export interface IntervalSubject {
  readonly sample: Sample;
  readonly spec: EstimatorSpec;
  readonly fit: Fit;
}

/** Intervals of the direction of one fit. People, or else comparisons, are what is drawn again. */
export function directionIntervals(
  data: ChoiceData,
  { sample, spec, fit }: IntervalSubject,
  wish: IntervalWish,
): DirectionIntervals {
  const method = wish.method === 'auto' ? methodFor(spec) : wish.method;
  const uncertainty = uncertaintyOf(intervalSpec(method, wish), {
    sample,
    fit,
    estimate: estimatorOf(spec).fit,
    rate: spec.kind === 'sign' ? 'cube-root' : 'root-n',
    chart: 'tangent',
    units: unitsOf(sample),
    stream: STREAM,
  });
  if (uncertainty === null) return { method, intervals: null, shareIntervals: null };
  const of = (coordinates: (theta: Float64Array) => Float64Array): readonly Interval[] =>
    data.names.map((_, j) =>
      ofUnitVector(intervalOf(uncertainty, (theta) => unit(coordinates(theta))[j], wish.level)),
    );
  return {
    method,
    intervals: of((theta) => originalUnits(theta, data)),
    shareIntervals: of((theta) => shares(theta, data)),
  };
}

/**
 * The interval of a functional. Where it is made of draws, as far to both sides as the quantile of the absolute errors of the draws: the law of a maximum
 * score is symmetric in the limit, and at the sizes of panels the tails of a few hundred draws are not.
 */
function intervalOf(uncertainty: Uncertainty, functional: Functional, level: number): Interval {
  if (uncertainty.kind !== 'draws') return functionalInterval(uncertainty, functional, level);
  const { theta, directions, shrink } = uncertainty;
  const estimate = functional(theta);
  const errors = directions.map((drawn) => shrink * Math.abs(functional(drawn) - estimate));
  const width = quantileOf(Float64Array.from(errors).sort(), level);
  return { lower: estimate - width, upper: estimate + width };
}

/** No coordinate of a unit vector is larger than 1. */
const ofUnitVector = ({ lower, upper }: Interval): Interval => ({
  lower: Math.max(-1, lower),
  upper: Math.min(1, upper),
});

/** Drawn samples of a person's data; the same each time. */
export const STREAM = { key0: 0x66697421, key1: 0, role: 0x80000001, replicate: 0 };

const methodFor = ({ kind }: EstimatorSpec): IntervalMethod =>
  kind === 'sign' ? 'reshaped' : kind === 'rlhf' ? 'sandwich' : 'bootstrap';

/** The bandwidth by rule: at the sizes of panels that of least estimated error varies so much that intervals are too short. */
const intervalSpec = (method: IntervalMethod, { level, draws }: IntervalWish): IntervalSpec => ({
  method,
  level,
  draws,
  size: 'auto',
  curvature: 'plug-in',
  bandwidth: 'rule',
});
