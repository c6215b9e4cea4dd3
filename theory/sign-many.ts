import type { Population } from '../kernels/populations/population.ts';
import type { SignLimit } from './sign-limit.ts';
import { symmetricTastes } from './symmetric-tastes.ts';

export function manyFeaturesLimit(population: Population, target: readonly number[]): SignLimit | null {
  if (!symmetricTastes(population.users)) return null;
  return {
    direction: target, optima: [target], bias: 0, curvature: null, constant: null, degenerate: false, spread: null, plane: null,
  };
}
