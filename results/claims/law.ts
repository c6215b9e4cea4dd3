import type { LawClaim } from '../../functions/study/claim.ts';
import { cubeRoot } from '../../kernels/math/cube-root.ts';
import { log } from '../../kernels/math/log.ts';
import { chernoffDistribution } from '../../theory/chernoff.ts';
import type { Bin } from '../sample.ts';
import { quantilesOf } from './scaled-sample.ts';
import { isEnough, type Judge, sampleOf, TOO_FEW, type Trial } from './trial.ts';

/**
 * Judges the law of the scaled error: D = sup |F - G|, F the distribution function of n^(1/3) (error - bias) / c with bias and c from
 * theory, G Chernoff's. By Dvoretzky, Kiefer, Wolfowitz and Massart the sample's distance is within
 * sqrt(log(2 / level) / (2 R)) of D, whatever F is; a test that does not reject would be no support. Where only bins are known, the
 * interval holds every distance that numbers in those bins may have.
 */
export function lawJudge({ claim, foretold }: Trial<LawClaim>): Judge {
  return {
    read(view) {
      const { bias, constant } = foretold();
      const angles = sampleOf(view, claim.estimator, 'signedAngle');
      if (!isEnough(angles) || bias === null || constant === null) return null;
      const scale = cubeRoot(view.cell.n) / constant;
      const scaled = (angle: number): number => scale * (angle - bias);
      const { count } = angles;
      const { bins, at } = angles.ordered();
      const [least, most] = distanceToChernoff(bins, count, scaled);
      const moments = { count, mean: (least + most) / 2, variance: 0, third: 0 };
      const quantiles = quantilesOf(count, (place) => scaled(at(place)));
      return { moments, error: null, slack: (most - least) / 2, quantiles };
    },
    judge([reading], level) {
      const margin = [0, claim.within] as const;
      if (foretold().constant === null) {
        return { interval: null, margin, note: 'theory does not know the scale of the error' };
      }
      if (reading === null || reading === undefined) return { interval: null, margin, note: TOO_FEW };
      const { moments, slack = 0, quantiles = [] } = reading;
      const { count, mean: distance } = moments;
      const band = Math.sqrt(log(2 / level) / (2 * count));
      return {
        interval: [Math.max(0, distance - slack - band), Math.min(1, distance + slack + band)],
        margin,
        estimate: distance,
        sample: { count, band, quantiles },
      };
    },
  };
}

/**
 * The least and the most that sup |F_R - G| of the scaled numbers can be: at the ends of a bin F_R is known, and inside it lies
 * between its values there. They are equal where every bin is one number.
 */
function distanceToChernoff(
  bins: Iterable<Bin>,
  count: number,
  scaled: (angle: number) => number,
): readonly [least: number, most: number] {
  let [least, most, before] = [0, 0, 0];
  for (const { low, high, count: inside } of bins) {
    const after = before + inside;
    const first = chernoffDistribution(scaled(low));
    const last = low === high ? first : chernoffDistribution(scaled(high));
    least = Math.max(least, first - before / count, after / count - last);
    if (low !== high) least = Math.max(least, before / count - first, last - after / count);
    most = Math.max(most, last - before / count, after / count - first);
    before = after;
  }
  return [least, most];
}
