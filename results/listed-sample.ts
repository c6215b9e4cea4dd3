import { type Moments, momentsOf } from './claims/reading.ts';
import { logRmsOverMean } from './measures/log-ratio.ts';
import { mean } from './measures/mean.ts';
import { median } from './measures/median.ts';
import { rootMeanSquare } from './measures/root-mean-square.ts';
import { standardDeviation } from './measures/standard-deviation.ts';
import type { Bin, Deviation, Ordered, Sample } from './sample.ts';

/** A sample of which every number is there. */
export const listedSample = (values: Float64Array): Sample => ({
  count: values.length,
  mean: () => mean(values),
  rootMeanSquare: () => rootMeanSquare(values),
  standardDeviation: () => standardDeviation(values),
  median: () => median(values),
  logRmsOverMean: () => logRmsOverMean(values),
  moments: () => momentsOf(values),
  deviations: (deviation) => ({ moments: deviationsOf(values, deviation), slack: 0 }),
  ordered: () => ordered(values.toSorted()),
  ones: () => {
    const ones = values.filter((value) => value === 1).length;
    return values.every((value) => value === 0 || value === 1) ? ones : null;
  },
});

function deviationsOf(values: Float64Array, { about, power, scale }: Deviation): Moments {
  return momentsOf(
    values.map((value) => {
      const one = value - about;
      return scale * (power === 2 ? one * one : Math.abs(one));
    }),
  );
}

function ordered(sorted: Float64Array): Ordered {
  const binAt = (place: number): Bin => ({ low: sorted[place], high: sorted[place], count: 1 });
  return { bins: binsOf(sorted), at: (place) => sorted[place], binAt };
}

function* binsOf(sorted: Float64Array): Generator<Bin> {
  for (const value of sorted) yield { low: value, high: value, count: 1 };
}
