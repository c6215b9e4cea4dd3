import { exp } from '../math/exp.ts';
import { log } from '../math/log.ts';

/** Standard deviations j^(-exponent / 2), j = 1..d, of features whose variances fall as a power of their number. */
export const powerDeviations = (d: number, exponent: number): number[] =>
  Array.from({ length: d }, (_, j) => exp(-0.5 * exponent * log(j + 1)));
