import type { Moments } from '../claims/reading.ts';
import type { Bin, Deviation, Sample } from '../sample.ts';

/**
 * Moments of scale |x - about| of binned numbers, each taken to lie in the middle of its bin; its mean is off by half a bin at most,
 * averaged over the numbers.
 */
export function binnedDeviations(
  bins: Iterable<Bin>,
  { about, scale }: Deviation,
): ReturnType<Sample['deviations']> {
  const list = [...bins];
  const count = total(list, () => 1);
  const size = ({ low, high }: Bin): number => scale * Math.abs((low + high) / 2 - about);
  const mean = total(list, size) / count;
  const central = (power: 2 | 3): number =>
    total(list, (bin) => {
      const deviation = size(bin) - mean;
      return power === 2 ? deviation * deviation : deviation * deviation * deviation;
    });
  const moments: Moments = { count, mean, variance: central(2) / (count - 1), third: central(3) / count };
  return { moments, slack: (scale * total(list, ({ low, high }) => (high - low) / 2)) / count };
}

const total = (bins: readonly Bin[], term: (bin: Bin) => number): number =>
  bins.reduce((sum, bin) => sum + bin.count * term(bin), 0);
