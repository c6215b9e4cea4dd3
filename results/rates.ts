import { byFactors } from './by-factors.ts';
import type { MeasuredEstimator } from './cell-measures.ts';
import type { ErrorAtSize } from './measures/drift.ts';
import { mcseFreedom } from './measures/mcse-freedom.ts';
import { fitPowerLaw } from './measures/power-law.ts';
import type { MeasureName, Rate } from './summary.ts';

/** Measures that fall to zero with the error, so that they have a rate. */
const RATED = ['rmsAngle', 'meanAngle', 'medianAngle', 'rmse'] as const satisfies readonly MeasureName[];

/** A relative standard error below this is the rounding of values that are all the same. */
const ROUNDING = 1e-12;
type RatedMeasure = (typeof RATED)[number];

/** One cell with its measured estimators. */
export interface RatedCell {
  readonly factors: Readonly<Record<string, string | number>>;
  readonly n: number;
  readonly estimators: readonly Pick<MeasuredEstimator, 'summary' | 'shape'>[];
}

/**
 * The rate in n of every error measure of every estimator, one for each set of factors, in order of the cells.
 *
 * Sizes at which an estimator has no value, no standard error, an error of exactly zero or one that all data sets share say nothing
 * about a power of n and are left out; with fewer than three sizes left there is no rate.
 */
export function fitRates(cells: readonly RatedCell[]): readonly Rate[] {
  return [...byFactors(cells).values()].flatMap((group) => {
    const bySize = group.toSorted((a, b) => a.n - b.n);
    const ids = [...new Set(group.flatMap((cell) => cell.estimators.map(({ summary }) => summary.id)))];
    return ids.flatMap((estimator) =>
      RATED.flatMap((measure) => {
        const law = fitPowerLaw(bySize.flatMap((cell) => errorAtSize(cell, estimator, measure)));
        return law === null ? [] : { estimator, measure, factors: group[0].factors, ...law };
      }),
    );
  });
}

function errorAtSize(cell: RatedCell, id: string, measure: RatedMeasure): readonly ErrorAtSize[] {
  const estimator = cell.estimators.find(({ summary }) => summary.id === id);
  const { value, mcse, replicates } = estimator?.summary.measures[measure] ?? NOTHING;
  if (estimator === undefined || value === null || mcse === null || !(value > 0 && mcse > ROUNDING * value))
    return [];
  // The shape is that of the angle's law; b has another.
  const shape = measure === 'rmse' ? null : estimator.shape;
  return [{ n: cell.n, value, mcse, shape, freedom: mcseFreedom(measure, replicates) }];
}

const NOTHING = { value: null, mcse: null, replicates: 0 };
