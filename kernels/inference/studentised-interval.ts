import type { Stream } from '../backend.ts';
import { type Interval, quantileOf } from './percentile-interval.ts';
import { drawWithReplacement } from './resample.ts';

/** Mean, its standard error s / sqrt n with the standard deviation of n - 1, of two numbers or more. */
export function meanAndError(values: Float64Array): { readonly mean: number; readonly error: number } {
  const n = values.length;
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / n;
  let square = 0;
  for (const value of values) square += (value - mean) * (value - mean);
  return { mean, error: Math.sqrt(square / (n - 1) / n) };
}

export interface Studentising {
  readonly level: number;
  readonly draws: number;
  readonly stream: Stream;
}

/**
 * The interval of a mean by the studentised bootstrap: mean - q error, q the quantiles of (mean* - mean) / error* of samples drawn with
 * replacement. It follows the skewness of the numbers, where mean -+ 1.96 error does not. Source: Efron & Tibshirani (1993), chapter 12.
 */
export function studentisedInterval(values: Float64Array, { level, draws, stream }: Studentising): Interval {
  const { mean, error } = meanAndError(values);
  const times = new Uint32Array(values.length);
  const found = new Float64Array(draws);
  for (let sample = 0; sample < draws; sample++) {
    drawWithReplacement(times, { draws: values.length, stream, sample });
    found[sample] = studentised(values, times, mean);
  }
  const sorted = found.filter((value) => !Number.isNaN(value)).sort();
  const tail = (1 - level) / 2;
  return {
    lower: mean - error * quantileOf(sorted, 1 - tail),
    upper: mean - error * quantileOf(sorted, tail),
  };
}

/** (mean* - centre) / error* of the sample that has value u times[u] times; NaN where it does not vary. */
function studentised(values: Float64Array, times: Uint32Array, centre: number): number {
  const n = values.length;
  let sum = 0;
  for (let u = 0; u < n; u++) sum += times[u] * values[u];
  const mean = sum / n;
  let square = 0;
  for (let u = 0; u < n; u++) square += times[u] * (values[u] - mean) * (values[u] - mean);
  return square > 0 ? (mean - centre) / Math.sqrt(square / (n - 1) / n) : Number.NaN;
}
