import { sampleIndex } from '../../kernels/arena.ts';
import type { Fit } from '../../kernels/estimators/fit.ts';
import type { ChoiceData } from '../data/choice-data.ts';
import type { EstimatorSpec } from '../study/study.ts';
import type { Tie } from './correct-rows.ts';

/**
 * What the exact solver proves, in the words of `certified`: no direction tells more than `correctBound` comparisons rightly, and `proven` is 1
 * where the answer tells as many. The centroid of several best directions may tell fewer. Empty for other estimators, and where a
 * comparison lies on the boundary of the answer, so that the rule for ties decides.
 */
export function exactBound(
  data: ChoiceData,
  {
    spec,
    fit,
    score,
    tie,
  }: { readonly spec: EstimatorSpec; readonly fit: Fit; readonly score: number; readonly tie: Tie },
): Readonly<Record<string, number>> {
  if (spec.kind !== 'sign' || spec.solver !== 'exact') return {};
  const { n } = data.comparisons;
  const { zeros, right } = zeroRows(data, tie);
  // M_n = (right - wrong) / n, in which rows of nothing but zeros have no part.
  const correctBound = Math.round((n * fit.score + n - zeros) / 2) + right;
  if (score > correctBound) return {};
  return { correctBound, proven: score === correctBound ? 1 : 0 };
}

/** Comparisons of equal things, and how many of them count as told rightly. */
export function zeroRows({ comparisons: { n, d, data }, outcome }: ChoiceData, tie: Tie) {
  let zeros = 0;
  let right = 0;
  for (let i = 0; i < n; i++) {
    let isZero = true;
    for (let j = 0; j < d && isZero; j++) isZero = data[sampleIndex(i, j, d)] === 0;
    if (!isZero) continue;
    zeros++;
    if (tie === 'both' || outcome[i] === 1) right++;
  }
  return { zeros, right };
}
