import { norm } from '../kernels/math/vectors.ts';
import { angle } from '../kernels/metrics/angle.ts';
import type { Population } from '../kernels/populations/population.ts';
import { climbAlong } from './arc-climb.ts';
import { type Bend, hasKink } from './bend.ts';
import { COARSE } from './hyperplane.ts';
import { transposedTimes, unit } from './linear-algebra.ts';
import { type SampledScore, type ScoreAround, sampledScore } from './sampled-score.ts';
import { MOST_TYPES } from './sign-points.ts';
import type { SlopeAround } from './slice-score.ts';
import { sphereMaximum } from './sphere-maximum.ts';
import { type Scale, scaleOfCurvature, stretchAt } from './spread.ts';

/** Curvatures from a sample are alike when they agree to this. */
const SAMPLED_ALIKE = 0.02;

/** Curvature and spread of a sampled score at u. */
export const sampledScale = (
  { lower, jump }: SampledScore,
  u: readonly number[],
  { curvature }: ScoreAround,
): Scale => scaleOfCurvature(curvature, { lower, u, jump: (e) => jump(u, e), tolerance: SAMPLED_ALIKE });

/** How a sampled score bends at u. */
export function sampledBend(score: SampledScore, u: readonly number[]): Bend {
  if (hasKink({ u, slope: score.slope, jump: score.jump })) return 'kink';
  return score.isUnbounded(u) ? 'unbounded' : 'smooth';
}

interface SampledSummit extends SlopeAround {
  readonly scale: Scale;
  readonly bend: Bend;
  readonly error: number;
}

/** The maximum of the sampled score from the target and every type, found on a coarse sample and settled on a fine one; null where none settles. */
export function sampledMaximum(population: Population, target: readonly number[]): SampledSummit | null {
  const [score, rough] = [sampledScore(population), sampledScore(population, COARSE)];
  if (score === null || rough === null) return null;
  const { users } = population;
  const types = users.law === 'mixture' && users.types.length <= MOST_TYPES ? users.types : [];
  const found = [target, ...types]
    .filter((start) => norm(start) > 0)
    .flatMap((start) => sphereMaximum(rough.around, unit(transposedTimes(score.lower, start))) ?? []);
  const near = highestOf(rough, found);
  const best = near === null ? null : sphereMaximum(score.around, near.u);
  if (best === null) return null;
  const { u, at } = best;
  const stretch = stretchAt(score.lower, u);
  const longest = Math.max(...u.map((_, j) => stretch(u.map((__, i) => (i === j ? 1 : 0)))));
  return {
    u,
    lower: score.lower,
    slope: rough.slope,
    jump: rough.jump,
    height: () => score.height(u),
    smooth: true,
    scale: sampledScale(score, u, at),
    bend: sampledBend(score, u),
    error: at.error * Math.sqrt(longest),
  };
}

interface Found {
  readonly u: readonly number[];
  readonly at: ScoreAround;
}

/** The highest of some maxima; heights are compared only where the maxima differ. */
function highestOf(score: SampledScore, found: readonly Found[]): Found | null {
  if (found.length === 0) return null;
  const [first] = found;
  let [best, top] = [first, 0];
  for (const one of found.slice(1)) {
    if (angle(one.u, first.u) < 1e-3 + 4 * one.at.error) continue;
    const height = climbAlong(score.slope, first.u, one.u);
    if (height > top) [best, top] = [one, height];
  }
  return best;
}
