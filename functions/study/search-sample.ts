import type { Sample } from '../../kernels/arena.ts';
import { type BlockSource, comparisonsLength } from '../../kernels/comparisons.ts';
import type { LoadedComparisons, Losses } from '../../kernels/losses/contract.ts';

/** A sample whose fits search on other losses; they are loaded when the first fit asks for them. */
export interface SearchSample {
  readonly sample: Sample;
  /** Gives back what was loaded. */
  readonly dispose: () => void;
}

export function searchOn(sample: Sample, losses: Losses | undefined): SearchSample {
  if (losses === undefined) return { sample, dispose: () => {} };
  let loaded: LoadedComparisons | null = null;
  const search = (): LoadedComparisons => {
    loaded ??= losses.load(blocksOfSample(sample));
    return loaded;
  };
  return { sample: { ...sample, search }, dispose: () => loaded?.dispose() };
}

/** A sample's comparisons as a source of their blocks. */
export const blocksOfSample = ({ arena, n, d, z }: Sample): BlockSource => ({
  n,
  d,
  blocks: (first, count) =>
    arena.backend.f64(z, comparisonsLength(n, d)).subarray(first * 8 * d, (first + count) * 8 * d),
});
