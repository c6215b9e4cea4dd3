/** A confidence interval of one number. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/**
 * The interval whose ends are estimate - shrink q(1 - (1 - level) / 2) and estimate - shrink q((1 - level) / 2), q the
 * quantiles of the draws' differences from the estimate they are centred at.
 *
 * `shrink` is 1 for a bootstrap of n rows, and (m / n)^(1/3) where m rows were drawn for a cube-root estimator. Draws that
 * are NaN, of fits that failed, are left out. NaN ends where no draw is left.
 */
export function percentileInterval(
  estimate: number,
  differences: Float64Array,
  { level, shrink = 1 }: { readonly level: number; readonly shrink?: number },
): Interval {
  const sorted = differences.filter((value) => !Number.isNaN(value)).sort();
  const tail = (1 - level) / 2;
  return {
    lower: estimate - shrink * quantileOf(sorted, 1 - tail),
    upper: estimate - shrink * quantileOf(sorted, tail),
  };
}

/** The quantile that interpolates between order statistics, type 7 of Hyndman & Fan (1996); NaN of none. */
export function quantileOf(sorted: Float64Array, probability: number): number {
  if (sorted.length === 0) return Number.NaN;
  const place = (sorted.length - 1) * probability;
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}
