import { cubeRoot } from '../math/cube-root.ts';
import { exp } from '../math/exp.ts';
import type { ChartedRows } from './chart.ts';
import type { Interval } from './percentile-interval.ts';

const DENSITY = 0.3989422804014327; // 1 / sqrt(2 pi)

export interface ChernoffPlugIn {
  /** V, of the score M_n in the chart's coordinate. */
  readonly curvature: number;
  /** In the units of z . theta. */
  readonly bandwidth: number;
  /** Of Chernoff's law, for instance .998181 for a level of 95 %. */
  readonly quantile: number;
}

/**
 * The plug-in interval in d = 2, xi = -+ q c n^(-1/3) in the chart's coordinate: c = (4 A / V^2)^(1/3) (T6), V the
 * curvature there and A = 4 E[|s| | v = 0] f(0) the variance a unit of xi of the score's noise, with a normal kernel.
 *
 * Null where V is not positive or no row is near the boundary.
 *
 * Source: Kim & Pollard (1990); Groeneboom & Wellner (2001) for the quantiles.
 */
export function chernoffInterval(
  { n, offsets, slopes }: ChartedRows,
  { curvature, bandwidth, quantile }: ChernoffPlugIn,
): Interval | null {
  let noise = 0;
  for (let i = 0; i < n; i++) {
    const u = offsets[i] / bandwidth;
    if (Math.abs(u) > 38) continue;
    noise += (4 * DENSITY * exp((-u * u) / 2) * Math.abs(slopes[i])) / (bandwidth * n);
  }
  if (!(curvature > 0 && noise > 0)) return null;
  const width = quantile * cubeRoot((4 * noise) / (curvature * curvature * n));
  return { lower: -width, upper: width };
}
