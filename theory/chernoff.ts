import { exp } from '../kernels/math/exp.ts';
import { log } from '../kernels/math/log.ts';
import { DENSITY, type Panel, TAIL } from './chernoff-coefficients.ts';

/** Beyond this |Z| the table ends: the law has 1e-64 of its mass there. */
const END = 6;

/** exp(-2 |z|^3 / 3), by which the law falls; what is tabulated is the rest. */
const fall = (z: number): number => exp((-2 * z * z * z) / 3);

/**
 * Density of Chernoff's law, Z = argmax_t (W(t) - t^2), W a two-sided Brownian motion (C1).
 *
 * f(z) = g(z) g(-z) / 2, g an Airy integral; even, unimodal. z: any real number. Relative error below 1e-13 on [-6, 6],
 * 0 beyond, where it is less than 1e-61.
 * Source: Groeneboom (1989); Groeneboom & Wellner (2001); table by chernoff-coefficients.py.
 */
export function chernoffDensity(z: number): number {
  const size = Math.abs(z);
  return size > END ? 0 : fall(size) * tabulated(DENSITY, size);
}

/** P(Z > z); relative error below 1e-13 for 0 <= z <= 6, and 0 beyond (C1). */
export function chernoffTail(z: number): number {
  if (z < 0) return 1 - chernoffTail(-z);
  return z > END ? 0 : fall(z) * tabulated(TAIL, z);
}

/** P(Z <= z), absolute error below 1e-15; in the lower tail relative error below 1e-13 (C1). */
export const chernoffDistribution = (z: number): number => chernoffTail(-z);

/**
 * The z with P(Z <= z) = p, for p in [1e-60, 1 - 1e-16] (C1): Newton steps on the logarithm of the tail, which is concave.
 * Absolute error below 1e-13 plus what rounding p costs. Throws RangeError for other p.
 */
export function chernoffQuantile(p: number): number {
  if (!(p >= SMALLEST_P && p < 1)) {
    throw new RangeError(`chernoffQuantile: p is ${p}, a number in [${SMALLEST_P}, 1) expected`);
  }
  if (p === 0.5) return 0;
  const [tail, sign] = p < 0.5 ? [p, -1] : [1 - p, 1];
  let z = 0;
  for (let step = 0; step < 60; step++) {
    const above = chernoffTail(z);
    const change = (above * log(above / tail)) / chernoffDensity(z);
    z = Math.min(Math.max(z + change, 0), END);
    if (Math.abs(change) < 1e-15 * Math.max(1, z)) break;
  }
  return sign * z;
}

const SMALLEST_P = 1e-60;

/** E |Z|^power for a power >= 0, relative error below 1e-13 for whole powers up to 12: Simpson's rule, exact here to rounding (C1). */
export function chernoffAbsoluteMoment(power: number): number {
  const steps = 16384;
  const width = END / steps;
  let sum = 0;
  for (let i = 0; i <= steps; i++) {
    const z = i * width;
    const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
    sum += weight * chernoffDensity(z) * (z === 0 ? (power === 0 ? 1 : 0) : exp(power * log(z)));
  }
  return (2 * width * sum) / 3;
}

/** Clenshaw's sum of the series of the panel that z >= 0 is in. */
function tabulated(panels: readonly Panel[], z: number): number {
  const { from, to, coefficients } = panels.find((panel) => z <= panel.to) ?? panels[panels.length - 1];
  const x = (2 * z - from - to) / (to - from);
  let previous = 0;
  let current = 0;
  for (let k = coefficients.length - 1; k > 0; k--) {
    [previous, current] = [current, 2 * x * current - previous + coefficients[k]];
  }
  return x * current - previous + coefficients[0];
}
