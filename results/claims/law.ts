import type { LawClaim } from '../../functions/study/claim.ts';
import { cubeRoot } from '../../kernels/math/cube-root.ts';
import { log } from '../../kernels/math/log.ts';
import { chernoffDistribution } from '../../theory/chernoff.ts';
import { quantilesOf } from './scaled-sample.ts';
import { isEnough, type Judge, successesOf, TOO_FEW, type Trial } from './trial.ts';

/**
 * Judges the law of the scaled error: D = sup |F - G|, F the distribution function of n^(1/3) (error - bias) / c with bias and c from
 * theory, G Chernoff's. By Dvoretzky, Kiefer, Wolfowitz and Massart the sample's distance is within
 * sqrt(log(2 / level) / (2 R)) of D, whatever F is; a test that does not reject would be no support.
 */
export function lawJudge({ claim, foretold }: Trial<LawClaim>): Judge {
  return {
    read(view) {
      const { bias, constant } = foretold();
      const angles = successesOf(view, claim.estimator, 'signedAngle');
      if (!isEnough(angles) || bias === null || constant === null) return null;
      const scale = cubeRoot(view.cell.n) / constant;
      const scaled = Float64Array.from(angles, (angle) => scale * (angle - bias));
      const sorted = scaled.toSorted();
      const moments = { count: scaled.length, mean: distanceToChernoff(sorted), variance: 0, third: 0 };
      return { moments, error: null, quantiles: quantilesOf(sorted) };
    },
    judge([reading], level) {
      const margin = [0, claim.within] as const;
      if (foretold().constant === null) {
        return { interval: null, margin, note: 'theory does not know the scale of the error' };
      }
      if (reading === null || reading === undefined) return { interval: null, margin, note: TOO_FEW };
      const { moments, quantiles = [] } = reading;
      const { count, mean: distance } = moments;
      const band = Math.sqrt(log(2 / level) / (2 * count));
      return {
        interval: [Math.max(0, distance - band), Math.min(1, distance + band)],
        margin,
        estimate: distance,
        sample: { count, band, quantiles },
      };
    },
  };
}

/** sup |F_R - G| of a sorted sample, the larger of the gaps above and below each step. */
function distanceToChernoff(sorted: Float64Array): number {
  const count = sorted.length;
  let most = 0;
  for (let i = 0; i < count; i++) {
    const there = chernoffDistribution(sorted[i]);
    most = Math.max(most, there - i / count, (i + 1) / count - there);
  }
  return most;
}
