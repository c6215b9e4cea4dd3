import { cubeRoot } from '../kernels/math/cube-root.ts';
import { log } from '../kernels/math/log.ts';
import { CHERNOFF_MEAN_ABSOLUTE, CHERNOFF_RMS } from './chernoff-moments.ts';

/** E |Z_m| for m = 1, 2, 3 and 4. */
const MEANS = [CHERNOFF_MEAN_ABSOLUTE, 0.611, 0.74, 0.54 * cubeRoot(4)];

/**
 * E |Z_m|, Z_m the argmax over R^m of Levy's Brownian field minus |xi|^2 (T8b): Chernoff's law for m = 1, .611 (1) for m = 2, .74 (2) for m = 3,
 * about .54 m^(1/3) beyond; between whole numbers linear in log m. Relative error 0.2 % at m = 2 and about 2 % beyond.
 * Source: theory/README.md; simulation of the field on grids, test/golden/levy_argmax.py and levy_field.py.
 */
export function levyMean(m: number): number {
  if (m >= MEANS.length) return 0.54 * cubeRoot(m);
  const below = Math.max(1, Math.floor(m));
  if (m <= below) return MEANS[below - 1];
  const share = log(m / below) / log((below + 1) / below);
  return MEANS[below - 1] + share * (MEANS[below] - MEANS[below - 1]);
}

/** (E |Z_m|^2)^(1/2): the ratio to the mean is 1.244 for m = 1, 1.12 for m = 2, 1.08 for m = 3 by simulation, as 1 + .244 / m says. */
export function levyRms(m: number): number {
  return m <= 1 ? CHERNOFF_RMS : levyMean(m) * (1 + RATIO / m);
}

const RATIO = 0.244;
