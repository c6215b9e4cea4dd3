import type { Sample } from '../../kernels/arena.ts';
import {
  type Interval,
  percentileInterval,
  quantileOf,
} from '../../kernels/inference/percentile-interval.ts';
import { defaultSize, refittedDraws } from '../../kernels/inference/refitted-draws.ts';
import { cubeRoot } from '../../kernels/math/cube-root.ts';
import { norm } from '../../kernels/math/vectors.ts';
import { angle } from '../../kernels/metrics/angle.ts';
import type { ChoiceData } from '../data/choice-data.ts';
import { estimatorOf } from '../study/estimators/registry.ts';
import { unitsOf } from '../study/inference/interval-bounds.ts';
import type { EstimatorSpec } from '../study/study.ts';
import { disagreement } from './agreement.ts';
import { STREAM } from './direction-intervals.ts';
import { originalUnits, shares } from './original-units.ts';

/** The difference of two estimators' directions, and whether it is beyond noise. */
export interface PairedDifference {
  readonly a: string;
  readonly b: string;
  /** Length of the difference of the unit directions, features scaled to the same spread. */
  readonly distance: number;
  /** The distance that noise alone exceeds in 1 - level of samples. */
  readonly noise: number;
  /** Share of drawn samples whose noise is at least as large as the distance. */
  readonly pValue: number;
  /** Of the angle between the directions, features scaled to the same spread, in radians; it holds 0 where the difference is within noise. */
  readonly angleInterval: Interval;
  /** Of the share of the comparisons that they tell differently. */
  readonly disagreementInterval: Interval;
  /** Of each feature, the interval of a's coefficient less b's, in the units of the file. */
  readonly intervals: readonly Interval[];
  /** Samples in which both estimators have an answer. */
  readonly draws: number;
  /** Units in each: choosers, or comparisons. */
  readonly size: number;
}

interface Answer {
  readonly spec: EstimatorSpec;
  readonly fitted: Float64Array;
}

/**
 * Compares two estimators on the same drawn samples: m = n^(2/3) people of n, with replacement, both fitted to each.
 *
 * The difference of a cube-root and a root-n estimator has the cube-root's rate, so that errors of the whole data are (m / n)^(1/3)
 * times those of the drawn samples; without a sign estimator (m / n)^(1/2). The ordinary bootstrap would not be valid. Errors are taken from
 * the mean of the drawn samples: their law is symmetric about it, and as m / n is not near 0 the error of the estimate itself, taken as the
 * centre, would count (1 + (m / n)^(1/3)) times.
 */
export function pairedDifference(
  data: ChoiceData,
  sample: Sample,
  {
    a,
    b,
    level,
    draws,
  }: { readonly a: Answer; readonly b: Answer; readonly level: number; readonly draws: number },
): PairedDifference {
  const units = unitsOf(sample);
  const size = defaultSize(units.count);
  const [first, second] = refittedDraws(sample, {
    units,
    size,
    replacement: true,
    draws,
    stream: STREAM,
    estimates: [estimatorOf(a.spec).fit, estimatorOf(b.spec).fit],
  });
  const pairs = first.flatMap((fit, k) =>
    fit.status === 'ok' && second[k].status === 'ok' ? [{ a: fit.direction, b: second[k].direction }] : [],
  );
  const share = size / units.count;
  const isCubeRoot = a.spec.kind === 'sign' || b.spec.kind === 'sign';
  const shrink = isCubeRoot ? cubeRoot(share) : Math.sqrt(share);
  const scaled = (theta: Float64Array): Float64Array => shares(theta, data);
  const inUnits = (theta: Float64Array): Float64Array => originalUnits(theta, data);
  const distance = norm(minus(scaled(a.fitted), scaled(b.fitted)));
  const noises = fromCentre(pairs.map((pair) => minus(scaled(pair.a), scaled(pair.b))))
    .map((error) => shrink * norm(error))
    .sort((x, y) => x - y);
  const noise = quantileOf(Float64Array.from(noises), level);
  const exceeding = noises.filter((noise) => noise >= distance).length;
  const estimate = minus(inUnits(a.fitted), inUnits(b.fitted));
  const errors = fromCentre(pairs.map((pair) => minus(inUnits(pair.a), inUnits(pair.b))));
  return {
    a: a.spec.id,
    b: b.spec.id,
    distance,
    noise,
    pValue: (exceeding + 1) / (noises.length + 1),
    intervals: data.names.map((_, j) =>
      percentileInterval(
        estimate[j],
        Float64Array.from(errors, (error) => error[j]),
        { level, shrink },
      ),
    ),
    angleInterval: {
      lower: angleOfChord(Math.max(0, distance - noise)),
      upper: angleOfChord(distance + noise),
    },
    disagreementInterval: disagreementInterval(data, { a, b, pairs, shrink, level }),
    draws: pairs.length,
    size,
  };
}

const minus = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, j) => value - b[j]);

/** Vectors less their mean. */
function fromCentre(vectors: readonly Float64Array[]): readonly Float64Array[] {
  if (vectors.length === 0) return [];
  const mean = vectors[0].map((_, j) => vectors.reduce((sum, vector) => sum + vector[j], 0) / vectors.length);
  return vectors.map((vector) => minus(vector, mean));
}

/** The angle between unit vectors whose difference is as long as `chord`; a half turn where it is longer than 2. */
function angleOfChord(chord: number): number {
  if (Number.isNaN(chord)) return Number.NaN;
  const half = Math.min(1, chord / 2);
  return angle([1, 0], [1 - 2 * half * half, 2 * half * Math.sqrt(1 - half * half)]);
}

interface Drawn {
  readonly a: Answer;
  readonly b: Answer;
  readonly pairs: readonly { readonly a: Float64Array; readonly b: Float64Array }[];
  readonly shrink: number;
  readonly level: number;
}

/**
 * The share of comparisons told differently is a distance of directions, so that it is off by at most the sum of what each estimate tells
 * differently from the truth; the quantile of that sum over the drawn samples widens it to both sides, which is on the safe side.
 */
function disagreementInterval(data: ChoiceData, { a, b, pairs, shrink, level }: Drawn): Interval {
  const found = disagreement(data, a.fitted, b.fitted);
  const errors = Float64Array.from(
    pairs,
    (pair) => shrink * (disagreement(data, pair.a, a.fitted) + disagreement(data, pair.b, b.fitted)),
  ).sort();
  const error = quantileOf(errors, level);
  return { lower: Math.max(0, found - error), upper: Math.min(1, found + error) };
}
