import type { Sample } from '../arena.ts';
import type { LoadedComparisons } from '../losses/contract.ts';
import { sampleLosses } from '../losses/linear-losses.ts';

/** Where the stages of a fit that search evaluate losses; what is found there is finished on `sampleLosses`. */
export const searchLosses = (sample: Sample): LoadedComparisons => sample.search?.() ?? sampleLosses(sample);
