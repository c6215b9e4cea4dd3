import type { LimitClaim } from '../../functions/study/claim.ts';
import { intervalOf, meanOf } from './interval.ts';
import { isEnough, type Judge, sampleOf, TOO_FEW, type Trial } from './trial.ts';

/** Judges a limit: the mean angle to the target at one size, signed where d = 2, against theory's or another; radians. */
export function limitJudge({ claim, foretold }: Trial<LimitClaim>): Judge {
  return {
    read(view) {
      const { estimator } = claim;
      const angles = sampleOf(view, estimator, 'signedAngle') ?? sampleOf(view, estimator, 'angle');
      return isEnough(angles) ? { moments: angles.moments(), error: null } : null;
    },
    judge([reading], level) {
      const limit = claim.against === 'theory' ? foretold().bias : claim.against;
      if (limit === null) return { interval: null, margin: null, note: 'theory does not know the limit' };
      const margin = [limit - claim.within, limit + claim.within] as const;
      if (reading === null || reading === undefined) return { interval: null, margin, note: TOO_FEW };
      const estimate = meanOf(reading.moments);
      return { interval: intervalOf(estimate, level), margin, estimate: estimate.value };
    },
  };
}
