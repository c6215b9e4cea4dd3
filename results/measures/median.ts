import { incompleteBeta } from '../../kernels/math/incomplete-beta.ts';
import type { Measure } from '../summary.ts';
import { NO_REPLICATES } from './mean.ts';

/** Weights below this change no digit of the result. */
const NEGLIGIBLE = 1e-18;

/**
 * The median over replicates, with the Maritz-Jarrett standard error.
 *
 * The error is the standard deviation of the law that puts weight W_i = I_{i/R}(a, b) - I_{(i-1)/R}(a, b) on the
 * i-th smallest value, a = m - 1, b = R - m, m = floor(R / 2 + 1/2): the bootstrap's answer without resampling.
 * values: any R >= 0 finite numbers, in any order. The value is null for R = 0, the error for R <= 2 (where a = 0).
 * Source: Maritz & Jarrett 1978, in the form of Wilcox 2012, section 3.5.3, and scipy.stats.mstats.mjci.
 */
export function median(values: ArrayLike<number>): Measure {
  const sorted = Float64Array.from(values).sort();
  return medianOrdered(sorted.length, (place) => sorted[place]);
}

/** The same from the number at each place, from 0, of their increasing order. */
export function medianOrdered(replicates: number, at: (place: number) => number): Measure {
  if (replicates === 0) return NO_REPLICATES;
  const [lower, upper] = middle(replicates);
  const value = lower === upper ? at(lower) : (at(lower) + at(upper)) / 2;
  return { value, mcse: replicates < 3 ? null : maritzJarrett(replicates, at, value), replicates };
}

/** The places whose numbers the median is the mean of. */
export const middle = (replicates: number): readonly [lower: number, upper: number] => [
  Math.ceil(replicates / 2) - 1,
  Math.floor(replicates / 2),
];

function maritzJarrett(replicates: number, at: (place: number) => number, centre: number): number {
  const m = Math.floor(replicates / 2 + 0.5);
  const a = m - 1;
  const b = replicates - m;
  let total = 0;
  let first = 0;
  let second = 0;
  const add = (index: number, weight: number) => {
    const deviation = at(index) - centre;
    total += weight;
    first += weight * deviation;
    second += weight * deviation * deviation;
  };
  // Outwards from the mean of the law, each side as its own tail: differences of small numbers keep their digits.
  const start = Math.floor((a / (a + b)) * replicates);
  let below = incompleteBeta(start / replicates, a, b);
  for (let i = start - 1; i >= 0 && below >= NEGLIGIBLE; i--) {
    const next = incompleteBeta(i / replicates, a, b);
    add(i, below - next);
    below = next;
  }
  let above = incompleteBeta((replicates - start) / replicates, b, a);
  for (let i = start; i < replicates && above >= NEGLIGIBLE; i++) {
    const next = incompleteBeta((replicates - i - 1) / replicates, b, a);
    add(i, above - next);
    above = next;
  }
  const shift = first / total;
  return Math.sqrt(Math.max(0, second / total - shift * shift));
}
