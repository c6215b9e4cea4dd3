import type { BetterClaim } from '../../functions/study/claim.ts';
import { meanOf } from './interval.ts';
import { readLogRatio, shareBelow } from './paired.ts';
import { least } from './several.ts';
import { type Judge, TOO_FEW, type Trial } from './trial.ts';

/**
 * Judges whether one estimator's error is lower than another's by a share at every size: the least share over the sizes, paired by data
 * set. A share of 1 would be no error at all, so the margin is [by, 1].
 */
export function betterJudge({ claim }: Trial<BetterClaim>): Judge {
  const { estimator, than, measure, by } = claim;
  return {
    read: (view) => readLogRatio(view, { a: estimator, b: than, measure }),
    judge(readings, level) {
      const margin = [by, 1] as const;
      const read = readings.filter((one) => one !== null);
      if (read.length < readings.length) return { interval: null, margin, note: TOO_FEW };
      // The log ratio of `than` to the estimator is high where the share is.
      const gains = read.map(({ moments }) => {
        const { value, skewness, ...rest } = meanOf(moments);
        return { ...rest, value: -value, skewness: -skewness };
      });
      const { interval, estimate } = least(gains, level);
      return {
        interval: [shareBelow(-interval[0]), shareBelow(-interval[1])],
        margin,
        estimate: shareBelow(-estimate),
      };
    },
  };
}
