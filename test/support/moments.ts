/**
 * Two-sided normal quantile at a false-alarm rate of 1e-9: a file that makes up to a thousand comparisons with it raises
 * a false alarm at a rate of 1e-6.
 */
export const Z_OF_A_THOUSAND = 6.1094;

/** A sample of vectors, one array a coordinate. */
export type Columns = readonly Float64Array[];

interface Moments {
  readonly mean: readonly number[];
  readonly covariance: readonly (readonly number[])[];
}

/** |mean of f(i), i < size, less the expected value| in standard errors of the sample's own spread; 0 / 0 counts as 0. */
export function deviationOf(size: number, f: (i: number) => number, expected: number): number {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < size; i++) {
    const value = f(i) - expected;
    sum += value;
    squares += value * value;
  }
  const mean = sum / size;
  const variance = (squares - size * mean * mean) / (size - 1);
  return mean === 0 ? 0 : Math.abs(mean) / Math.sqrt(Math.max(variance, 1e-24) / size);
}

/** The largest deviation of all means, variances and covariances from the stated ones, in their standard errors. */
export function worstMoment(columns: Columns, { mean, covariance }: Moments): number {
  const size = columns[0].length;
  let worst = 0;
  columns.forEach((a, i) => {
    worst = Math.max(
      worst,
      deviationOf(size, (k) => a[k], mean[i]),
    );
    for (let j = 0; j <= i; j++) {
      const b = columns[j];
      const product = (k: number): number => (a[k] - mean[i]) * (b[k] - mean[j]);
      worst = Math.max(worst, deviationOf(size, product, covariance[i][j]));
    }
  });
  return worst;
}

/** Half width of the band that the empirical distribution function leaves at the stated rate, by the DKW inequality. */
export const distributionBand = (size: number, rate: number): number =>
  Math.sqrt(Math.log(2 / rate) / (2 * size));

/** The largest distance of the empirical distribution function from `cdf` at the points. */
export function farthestFrom(
  values: Float64Array,
  points: readonly number[],
  cdf: (point: number) => number,
): number {
  const sorted = values.slice().sort();
  const distances = points.map((point) => Math.abs(countUpTo(sorted, point) / sorted.length - cdf(point)));
  return Math.max(...distances);
}

/** How many sorted values are <= point. */
function countUpTo(sorted: Float64Array, point: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] <= point) low = middle + 1;
    else high = middle;
  }
  return low;
}
