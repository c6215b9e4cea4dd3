import { sampleIndex } from '../../kernels/arena.ts';
import { angle } from '../../kernels/metrics/angle.ts';
import type { ChoiceData } from '../data/choice-data.ts';
import type { DataFit } from './data-fit.ts';

/** How far two estimators are apart on the same data. */
export interface Agreement {
  readonly a: string;
  readonly b: string;
  /** Between the directions in the units of the file, in radians. */
  readonly angle: number;
  /** Between the directions of features scaled to the same spread, in radians. */
  readonly scaledAngle: number;
  /** Share of the comparisons that they tell differently. */
  readonly disagreement: number;
}

/** Every pair of estimators that have an answer. */
export function agreements(
  data: ChoiceData,
  fits: readonly DataFit[],
  scaled: (theta: Float64Array) => Float64Array,
): readonly Agreement[] {
  const answered = fits.flatMap(({ spec, fitted, direction }) =>
    fitted === null || direction === null ? [] : [{ id: spec.id, fitted, direction }],
  );
  return answered.flatMap((a, i) =>
    answered.slice(i + 1).map((b) => ({
      a: a.id,
      b: b.id,
      angle: angle(a.direction, b.direction),
      scaledAngle: angle(scaled(a.fitted), scaled(b.fitted)),
      disagreement: disagreement(data, a.fitted, b.fitted),
    })),
  );
}

/** Share of rows on which sign(z . a) and sign(z . b) differ. */
export function disagreement(
  { comparisons: { n, d, data } }: ChoiceData,
  a: ArrayLike<number>,
  b: ArrayLike<number>,
): number {
  let differ = 0;
  for (let i = 0; i < n; i++) {
    let first = 0;
    let second = 0;
    for (let j = 0; j < d; j++) {
      const z = data[sampleIndex(i, j, d)];
      first += z * a[j];
      second += z * b[j];
    }
    if (Math.sign(first) !== Math.sign(second)) differ++;
  }
  return differ / n;
}
