import type { PairedMeasure } from '../../functions/study/claim.ts';
import { exp } from '../../kernels/math/exp.ts';
import { log } from '../../kernels/math/log.ts';
import { pairwiseSum } from '../measures/pairwise-sum.ts';
import { MEASURES } from './error-reading.ts';
import { type Moments, momentsOf, type Reading } from './reading.ts';
import { allOf, type CellView, isEnough } from './trial.ts';

/** Two estimators and the measure in which they are compared. */
export interface Comparison {
  readonly a: string;
  readonly b: string;
  readonly measure: PairedMeasure;
}

const isSquared = (measure: PairedMeasure): boolean => measure === 'rmsAngle' || measure === 'rmse';

/**
 * The log of the ratio of two measures over the data sets on which both fits succeeded, as the jackknife's pseudo-values
 * R T - (R - 1) T_(-i): their mean is the log ratio with its bias of order 1 / R removed, and their spread its standard error, in
 * which most of the noise of data that both saw has cancelled. Null with too few pairs or where a measure is zero.
 * Source: Tukey 1958; Miller 1974, The jackknife, a review.
 */
export function readLogRatio(view: CellView, { a, b, measure }: Comparison): Reading | null {
  const { column } = MEASURES[measure];
  const size = isSquared(measure) ? (x: number) => x * x : (x: number) => x;
  const [first, second] = [allOf(view, a, column), allOf(view, b, column)];
  const pairs = Array.from(first, (_, i) => i).filter(
    (i) => !(Number.isNaN(first[i]) || Number.isNaN(second[i])),
  );
  if (!isEnough(pairs)) return null;
  const count = pairs.length;
  const above = Float64Array.from(pairs, (i) => size(first[i]));
  const below = Float64Array.from(pairs, (i) => size(second[i]));
  const [sumAbove, sumBelow] = [above, below].map((list) => pairwiseSum(count, (i) => list[i]));
  if (!(sumAbove > 0 && sumBelow > 0)) return null;
  const root = isSquared(measure) ? 0.5 : 1;
  const whole = root * log(sumAbove / sumBelow);
  const pseudo = Float64Array.from(pairs, (_, i) => {
    const without = root * log((sumAbove - above[i]) / (sumBelow - below[i]));
    return count * whole - (count - 1) * without;
  });
  if (!pseudo.every(Number.isFinite)) return null;
  const moments = momentsOf(pseudo);
  const relative = Float64Array.from(pairs, (_, i) => above[i] / sumAbove + below[i] / sumBelow);
  return { moments: { ...moments, third: studentisedThird(moments, pseudo, relative) }, error: null };
}

/**
 * The third moment that belongs to the studentised log ratio: that of the pseudo-values less 3/2 of their variance times their covariance
 * with the relative sizes a / mean a + b / mean b, since both the logarithm and its standard error bend with the means.
 */
function studentisedThird(
  { count, mean, variance, third }: Moments,
  pseudo: Float64Array,
  relative: Float64Array,
): number {
  // `relative` is per sum, not per mean: its values add up to 2.
  const covariance = pairwiseSum(count, (i) => (pseudo[i] - mean) * (relative[i] * count - 2)) / count;
  return third - 1.5 * variance * covariance;
}

/** By which share a lies below b: 1 - exp of their log ratio. */
export const shareBelow = (logRatio: number): number => 1 - exp(logRatio);
