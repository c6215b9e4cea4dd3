import type { SameClaim } from '../../functions/study/claim.ts';
import { cautiousIntervalOf, meanOf } from './interval.ts';
import { readLogRatio, shareBelow } from './paired.ts';
import { furthest } from './several.ts';
import { type Judge, TOO_FEW, type Trial } from './trial.ts';

/**
 * Judges whether two estimators' errors agree at every size: the difference as a share of the other's error, paired by data set, at the
 * size where it is largest. Each size has its share of the level, so that all intervals hold together.
 */
export function sameJudge({ claim }: Trial<SameClaim>): Judge {
  const { estimator, as, measure, within } = claim;
  return {
    read: (view) => readLogRatio(view, { a: estimator, b: as, measure }),
    judge(readings, level) {
      const margin = [-within, within] as const;
      const read = readings.filter((one) => one !== null);
      if (read.length < readings.length) return { interval: null, margin, note: TOO_FEW };
      const differences = read.map(({ moments }) => {
        const estimate = meanOf(moments);
        const [low, high] = cautiousIntervalOf(estimate, level / read.length);
        return {
          interval: [-shareBelow(low), -shareBelow(high)] as const,
          estimate: -shareBelow(estimate.value),
        };
      });
      return { ...furthest(differences, margin), margin };
    },
  };
}
