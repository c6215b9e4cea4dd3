import { sincos } from '../kernels/math/trigonometry.ts';
import type { ChoiceMean } from './choice-mean.ts';
import { halfLineNodes, integrate, type Node, unitNodes } from './double-exponential.ts';
import type { PlaneDensity } from './plane-density.ts';

/** M'(phi), -M''(phi) and A(phi) as integrals along the line across theta(phi), and an error they do not exceed. */
export interface LineScore {
  readonly slope: number;
  readonly curvature: number;
  readonly jump: number;
  readonly error: number;
}

/** A stretch of the line: s = sign (from + length u) over [0, 1], or s = sign length u over [0, inf). */
interface Stretch {
  readonly sign: number;
  readonly from: number;
  readonly length: number;
  readonly infinite: boolean;
}

/**
 * The slope and curvature of the population score for any density of two features (T1b): what turns over when theta turns
 * lies on the line s theta_perp, so M' = 2 Int s h f ds, A = 4 Int |s| f ds (h and f at s theta_perp), and -M'' is the
 * derivative of M' under the integral sign plus what the ends of a bounded density add.
 *
 * odd: the mean choice at -x is minus that at x, as it is for noise of one size.
 */
export function lineScore(
  { at, bounds, size, even }: PlaneDensity,
  choice: ChoiceMean,
  phi: number,
  options: { readonly tolerance?: number; readonly levels?: number; readonly odd?: boolean } = {},
): LineScore {
  const { sin, cos } = sincos(phi);
  const across = [-sin, cos];
  const turning = [-cos, -sin];
  const [low, high] = interval(bounds, across);
  let [slope, curvature, jump, error] = [0, 0, 0, 0];
  // Half the line is as good as the whole where both sides are alike.
  const alike = even && options.odd === true;
  const all = stretches(low, high, size);
  const share = alike ? 2 : 1;
  for (const stretch of alike ? all.slice(0, 1) : all) {
    const part = integrate(
      stretch.infinite ? halfLineNodes : unitNodes,
      (node) => {
        const s = placeOf(stretch, node);
        const x = [s * across[0], s * across[1]];
        const v = [s * turning[0], s * turning[1]];
        const [density, thinning] = at(x, v);
        if (density < 1e-300) return [0, 0, 0];
        const [h, change] = choice.along(x, v);
        const weight = stretch.length * s;
        return [
          weight * h * density,
          weight * (change * density + h * thinning),
          weight * stretch.sign * density,
        ];
      },
      options,
    );
    slope += 2 * share * part.value[0];
    curvature -= 2 * share * part.value[1];
    jump += 4 * share * part.value[2];
    error += 4 * share * part.error;
  }
  for (const [end, sign] of [
    [high, 1],
    [low, -1],
  ]) {
    if (!Number.isFinite(end) || low >= high) continue;
    const x = [end * across[0], end * across[1]];
    const inside = [x[0] * (1 - 1e-14), x[1] * (1 - 1e-14)];
    const [density] = at(inside, turning);
    curvature -= 2 * sign * end * choice.value(x) * density * endSpeed(bounds, across, turning, end);
  }
  return { slope, curvature, jump, error };
}

const placeOf = ({ sign, from, length }: Stretch, { at }: Node): number => sign * (from + length * at);

/** Where the line is inside the bounds. */
function interval(bounds: PlaneDensity['bounds'], across: readonly number[]): readonly [number, number] {
  let [low, high] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  bounds.forEach(([from, to], j) => {
    if (!Number.isFinite(from) && !Number.isFinite(to)) return;
    if (across[j] === 0) {
      if (from > 0 || to < 0) [low, high] = [0, 0];
      return;
    }
    const ends = [from / across[j], to / across[j]];
    low = Math.max(low, Math.min(...ends));
    high = Math.min(high, Math.max(...ends));
  });
  return low < high ? [low, high] : [0, 0];
}

/** d s / d phi of the end s = bound / across_j of the interval. */
function endSpeed(
  bounds: PlaneDensity['bounds'],
  across: readonly number[],
  turning: readonly number[],
  end: number,
): number {
  const speeds = bounds.flatMap((ends, j) =>
    ends.some((bound) => Math.abs(bound - end * across[j]) < 1e-9 * (1 + Math.abs(bound)))
      ? [(-end * turning[j]) / across[j]]
      : [],
  );
  // At a corner two sides meet; their mean is that of the one-sided curvatures.
  return speeds.reduce((sum, speed) => sum + speed, 0) / speeds.length;
}

function stretches(low: number, high: number, size: number): readonly Stretch[] {
  if (!(low < high)) return [];
  const half = (sign: number, end: number): Stretch =>
    Number.isFinite(end)
      ? { sign, from: 0, length: end, infinite: false }
      : { sign, from: 0, length: size, infinite: true };
  if (low <= 0 && high >= 0) {
    return [...(high > 0 ? [half(1, high)] : []), ...(low < 0 ? [half(-1, -low)] : [])];
  }
  const [sign, near, far] = low > 0 ? [1, low, high] : [-1, -high, -low];
  return [
    Number.isFinite(far)
      ? { sign, from: near, length: far - near, infinite: false }
      : { sign, from: near, length: size, infinite: true },
  ];
}
