import { exp } from '../kernels/math/exp.ts';
import type { Matrix, Population } from '../kernels/populations/population.ts';
import { lowerFactor } from './linear-algebra.ts';
import { slopeByTaste } from './plane-score.ts';
import type { SignLimit } from './sign-limit.ts';
import { type TasteComponent, tasteComponents } from './tastes.ts';

/**
 * What a panel adds to the sign estimator's error in d = 2 (T12): the standard deviation of sqrt(n) times the shift of the optimum that comes of
 * drawing n / m users in place of n, r = ((m - 1) Var_u M_u'(phi_0))^(1/2) / V, radians of Euclidean angle. M_u is the score of the user u: the labels of one
 * user pull the same way, so that the variance of the score's slope is not 1/n of a row's but greater by (m - 1) / n Var_u M_u'.
 *
 * It falls like n^(-1/2) and is nothing beside the cube root for large n; with 2,000 users of two opposed types it is half of it.
 * 0 without a panel and where users agree; null where it is not known: d > 2, and no curvature.
 */
export function panelNoise(population: Population, sign: SignLimit): number | null {
  if (!hasPanel(population)) return 0;
  if (sign.plane === null || sign.curvature === null || sign.degenerate) return null;
  const labels = population.users.panel?.labelsPerUser ?? 1;
  const { score, top } = sign.plane;
  const slopeOf = slopeByTaste(population);
  if (slopeOf === null) return null;
  let variance = 0;
  for (const { taste, weight } of tastesOf(population)) {
    const slope = slopeOf(taste, top);
    variance += weight * slope * slope;
  }
  const shift = Math.sqrt((labels - 1) * variance) / sign.curvature;
  return Number.isFinite(shift) ? shift * score.direction(top).stretch : null;
}

/** Whether some users answer more than one comparison, and users differ. */
export const hasPanel = ({ users }: Population): boolean =>
  users.panel !== undefined && users.law !== 'point';

interface WeightedTaste {
  readonly taste: readonly number[];
  readonly weight: number;
}

const tastesOf = ({ users }: Population): readonly WeightedTaste[] =>
  tasteComponents(users, { lower: null, scale: 1, coarse: true }).flatMap(pointsOf);

/** Half the width of the grid on which Gaussian tastes are averaged, in standard deviations, and its step: two digits. */
const [REACH, STEP] = [4, 0.5];

function pointsOf({ weight, mean, covariance }: TasteComponent): readonly WeightedTaste[] {
  if (covariance === null) return [{ taste: mean, weight }];
  const lower = lowerFactor(covariance);
  // Tastes on a line have no Cholesky factor: they are those of its one direction.
  const axes = lower === null ? [lineAxis(covariance)] : [0, 1].map((j) => lower.map((row) => row[j]));
  const nodes = Array.from({ length: (2 * REACH) / STEP + 1 }, (_, k) => -REACH + k * STEP);
  const heights = nodes.map((z) => exp((-z * z) / 2));
  const total = heights.reduce((sum, height) => sum + height, 0);
  return axes.reduce<readonly WeightedTaste[]>(
    (points, axis) =>
      points.flatMap((point) =>
        nodes.map((z, k) => ({
          taste: point.taste.map((value, j) => value + z * axis[j]),
          weight: (point.weight * heights[k]) / total,
        })),
      ),
    [{ taste: mean, weight }],
  );
}

/** a with a a' = the covariance, of rank one. */
function lineAxis(covariance: Matrix): readonly number[] {
  const [[xx, xy], [, yy]] = covariance;
  if (xx >= yy) return [Math.sqrt(xx), xx === 0 ? 0 : xy / Math.sqrt(xx)];
  return [xy / Math.sqrt(yy), Math.sqrt(yy)];
}
