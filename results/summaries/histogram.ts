import type { Bin, Ordered } from '../sample.ts';
import { binOf, edgesOf } from './bins.ts';

/** Counts of fixed bins, those that are not 0: parallel lists, bins in increasing order. */
export interface Histogram {
  readonly bins: readonly number[];
  /** Integers >= 1. */
  readonly counts: readonly number[];
}

/** The histogram of finite numbers. */
export function histogramOf(values: ArrayLike<number>): Histogram {
  const counts = new Map<number, number>();
  for (let i = 0; i < values.length; i++) {
    const bin = binOf(values[i]);
    counts.set(bin, (counts.get(bin) ?? 0) + 1);
  }
  const bins = [...counts.keys()].sort((a, b) => a - b);
  return { bins, counts: bins.map((bin) => counts.get(bin) ?? 0) };
}

/** Counts of both: integers, so that no order of merging changes them. */
export function mergeHistograms(a: Histogram, b: Histogram): Histogram {
  const bins: number[] = [];
  const counts: number[] = [];
  let [i, j] = [0, 0];
  while (i < a.bins.length || j < b.bins.length) {
    const bin = Math.min(a.bins[i] ?? Infinity, b.bins[j] ?? Infinity);
    let count = 0;
    if (a.bins[i] === bin) count += a.counts[i++];
    if (b.bins[j] === bin) count += b.counts[j++];
    bins.push(bin);
    counts.push(count);
  }
  return { bins, counts };
}

/** The histogram of the sizes |x|: bins are symmetric about 0. */
export function folded({ bins, counts }: Histogram): Histogram {
  const negative = bins.findIndex((bin) => bin >= 0);
  const end = negative === -1 ? bins.length : negative;
  return mergeHistograms(
    { bins: bins.slice(0, end).map(Math.abs).reverse(), counts: counts.slice(0, end).reverse() },
    { bins: bins.slice(end), counts: counts.slice(end) },
  );
}

/** What the bins of a histogram hold, in increasing order. */
const binsOf = ({ bins, counts }: Histogram): readonly Bin[] =>
  bins.map((bin, i) => ({ ...edgesOf(bin), count: counts[i] }));

/** The order of a histogram's numbers, which are at least `least`; within a bin they are taken to be spread evenly. */
export function orderedBins(histogram: Histogram, least: number): Ordered {
  const bins = binsOf(histogram).map((bin) => ({ ...bin, low: Math.max(bin.low, least) }));
  const starts: number[] = [];
  let before = 0;
  for (const { count } of bins) {
    starts.push(before);
    before += count;
  }
  const find = (place: number): number => {
    let [from, to] = [0, starts.length];
    while (to - from > 1) {
      const half = Math.floor((from + to) / 2);
      if (starts[half] <= place) from = half;
      else to = half;
    }
    return from;
  };
  return {
    bins,
    binAt: (place) => bins[find(place)],
    at(place) {
      const index = find(place);
      const { low, high, count } = bins[index];
      return low + ((place - starts[index] + 0.5) / count) * (high - low);
    },
  };
}
