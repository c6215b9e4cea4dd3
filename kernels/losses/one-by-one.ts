import { checkPairs } from './checks.ts';
import type { AnnealedPoint, LoadedComparisons, LossSum } from './contract.ts';

/** `annealedOfEach` where a call costs little beside an evaluation: one data set after the other. */
export function oneByOne(
  sets: readonly LoadedComparisons[],
  points: readonly AnnealedPoint[],
): readonly LossSum[] {
  checkPairs(sets, points);
  return sets.map((set, k) => set.annealed([points[k]])[0]);
}
