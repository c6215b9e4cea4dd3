import { cubeRoot } from '../math/cube-root.ts';
import { exp } from '../math/exp.ts';
import type { ChartedRows } from './chart.ts';
import type { Interval } from './percentile-interval.ts';

const DENSITY = 0.3989422804014327; // 1 / sqrt(2 pi)

export interface ChernoffPlugIn {
  /** V, of the score M_n in the chart's coordinate. */
  readonly curvature: number;
  /** A, see `boundaryNoise`. */
  readonly noise: number;
  /** Of Chernoff's law, for instance .998181 for a level of 95 %. */
  readonly quantile: number;
}

/**
 * The plug-in interval in d = 2, xi = -+ q c n^(-1/3) in the chart's coordinate: c = (4 A / V^2)^(1/3) (T6), V the
 * curvature there and A the variance a unit of xi of the score's noise.
 *
 * Null where V is not positive or no row is near the boundary.
 *
 * Source: Kim & Pollard (1990); Groeneboom & Wellner (2001) for the quantiles.
 */
export function chernoffInterval(
  { n }: Pick<ChartedRows, 'n'>,
  { curvature, noise, quantile }: ChernoffPlugIn,
): Interval | null {
  if (!(curvature > 0 && noise > 0)) return null;
  const width = quantile * cubeRoot((4 * noise) / (curvature * curvature * n));
  return { lower: -width, upper: width };
}

/** A = 4 E[|s| | v = 0] f(0), the variance a unit of xi of the score's noise in d = 2, with a normal kernel of this bandwidth in the units of z . theta. */
export function boundaryNoise({ n, offsets, slopes }: ChartedRows, bandwidth: number): number {
  let noise = 0;
  for (let i = 0; i < n; i++) {
    const u = offsets[i] / bandwidth;
    if (Math.abs(u) > 38) continue;
    noise += (4 * DENSITY * exp((-u * u) / 2) * Math.abs(slopes[i])) / (bandwidth * n);
  }
  return noise;
}
