import type { MonotoneClaim } from '../../functions/study/claim.ts';
import { logPoint } from '../measures/drift.ts';
import { readError } from './error-reading.ts';
import type { Estimate } from './interval.ts';
import { shareBelow } from './paired.ts';
import type { Reading } from './reading.ts';
import { least } from './several.ts';
import { type Judge, TOO_FEW, type Trial } from './trial.ts';

/**
 * Judges whether an error rises, or falls, along a factor: of all neighbouring levels at every size, the least step in the
 * direction claimed, as a share of the larger error. The margin is [0, 1].
 *
 * Cells of different populations err independently. Where only an estimator's parameter varies they share their data, and the
 * errors of the steps, taken as independent, are if anything too large.
 */
export function monotoneJudge({ claim, cells }: Trial<MonotoneClaim>): Judge {
  return {
    read: (view) => readError(view, claim),
    judge(readings, level) {
      const margin = [0, 1] as const;
      const steps = readings.flatMap((reading, i) => {
        const isNext = i > 0 && cells[i].n === cells[i - 1].n;
        return isNext ? [stepBetween(readings[i - 1], reading, claim.direction)] : [];
      });
      const known = steps.filter((step) => step !== null);
      if (known.length < steps.length || steps.length === 0) return { interval: null, margin, note: TOO_FEW };
      const { interval, estimate } = least(known, level);
      return {
        interval: [shareBelow(-interval[0]), shareBelow(-interval[1])],
        margin,
        estimate: shareBelow(-estimate),
      };
    },
  };
}

function stepBetween(
  before: Reading | null,
  after: Reading | null,
  direction: MonotoneClaim['direction'],
): Estimate | null {
  if (!before?.error || !after?.error) return null;
  const [from, to] = [logPoint(before.error), logPoint(after.error)];
  const rise = to.y - from.y;
  return {
    value: direction === 'increasing' ? rise : -rise,
    se: Math.sqrt(from.se * from.se + to.se * to.se),
    skewness: 0,
    freedom: Math.min(before.moments.count, after.moments.count) - 1,
  };
}
