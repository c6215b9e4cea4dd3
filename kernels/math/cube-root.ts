import { exp } from './exp.ts';
import { log } from './log.ts';

/** x^(1/3), x > 0. */
export const cubeRoot = (x: number): number => exp(log(x) / 3);

/** x^(-1/3), x > 0. */
export const inverseCubeRoot = (x: number): number => exp(-log(x) / 3);
