import { exp } from '../math/exp.ts';
import { log } from '../math/log.ts';
import type { ChartedRows } from './chart.ts';

const DENSITY = 0.3989422804014327; // 1 / sqrt(2 pi)
/** Times the bandwidth is improved; each time the one before is the pilot. */
const STEPS = 3;
/** The improved bandwidth is within this factor of the rule's. */
const RANGE = 5;

/**
 * Bandwidth of `plugInCurvature` by a rule: s n^(-1/7), s the root mean square of z . theta.
 *
 * The power is that of least mean squared error of a curvature; the constant is right within a factor 2 for utilities
 * about as wide as their noise.
 */
export function ruleBandwidth({ n, offsets }: ChartedRows): number {
  let square = 0;
  for (const v of offsets) square += v * v;
  return Math.sqrt(square / n) * seventhRoot(1 / n);
}

/**
 * The bandwidth of least mean squared error of the trace of `plugInCurvature`: (3 A / (4 B^2 n))^(1/7), where A h^-3 / n is
 * the variance and B h^2 the bias. Estimated with the rule's bandwidth as pilot, and twice more with the last result.
 *
 * A = E[|s|^4 | v = 0] f(0) / sqrt pi, f the density of v = z . theta and s the slopes. By the heat equation of the normal
 * kernel B is minus the mean of |s|^2 / h^4 times the third derivative of the normal density at v / h.
 *
 * Source: the formulas of Cattaneo, Jansson & Nagasawa (2020), supplement, for a normal kernel.
 */
export function mseBandwidth(rows: ChartedRows): number {
  const rule = ruleBandwidth(rows);
  let bandwidth = rule;
  for (let step = 0; step < STEPS; step++) {
    const { variance, bias } = moments(rows, bandwidth);
    if (!(variance > 0 && Math.abs(bias) > 0)) return rule;
    const best = seventhRoot((3 * variance) / (4 * bias * bias * rows.n));
    bandwidth = Math.min(RANGE * rule, Math.max(rule / RANGE, best));
  }
  return bandwidth;
}

/** A and B. */
function moments(
  { n, dimension, offsets, slopes }: ChartedRows,
  pilot: number,
): { readonly variance: number; readonly bias: number } {
  let fourth = 0;
  let bias = 0;
  for (let i = 0; i < n; i++) {
    const u = offsets[i] / pilot;
    if (Math.abs(u) > 38) continue;
    const density = (DENSITY * exp((-u * u) / 2)) / pilot;
    let square = 0;
    for (let k = 0; k < dimension; k++) square += slopes[i * dimension + k] * slopes[i * dimension + k];
    fourth += (density * square * square) / n;
    bias -= ((3 * u - u * u * u) * density * square) / (pilot * pilot * pilot * n);
  }
  return { variance: fourth / Math.sqrt(Math.PI), bias };
}

/** x^(1/7), x > 0. */
const seventhRoot = (x: number): number => exp(log(x) / 7);
