import { cubeRoot } from '../kernels/math/cube-root.ts';
import { CHERNOFF_MEAN_ABSOLUTE, CHERNOFF_RMS } from './chernoff-moments.ts';

/**
 * E |Z_m|, Z_m the argmax over R^m of Levy's Brownian field minus |xi|^2 (T8b): Chernoff's law for m = 1, .605 (6) for m = 2, .74 (2) for m = 3,
 * about .54 m^(1/3) beyond. Relative error 1 % up to m = 2 and about 2 % beyond.
 * Source: theory/README.md; simulation of the field on a grid, test/golden/levy_argmax.py.
 */
export function levyMean(m: number): number {
  if (m === 1) return CHERNOFF_MEAN_ABSOLUTE;
  if (m === 3) return 0.74;
  return m === 2 ? 0.605 : 0.54 * cubeRoot(m);
}

/** (E |Z_m|^2)^(1/2): the ratio to the mean is 1.244 for m = 1, 1.12 for m = 2, 1.08 for m = 3 by simulation, as 1 + .244 / m says. */
export function levyRms(m: number): number {
  if (m === 1) return CHERNOFF_RMS;
  return levyMean(m) * (1 + RATIO / m);
}

const RATIO = 0.244;
