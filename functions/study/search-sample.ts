import { type Sample, sampleBlocks } from '../../kernels/arena.ts';
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
    loaded ??= losses.load(sampleBlocks(sample));
    return loaded;
  };
  return { sample: { ...sample, search }, dispose: () => loaded?.dispose() };
}
