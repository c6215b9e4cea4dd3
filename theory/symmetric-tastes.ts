import type { UsersLaw } from '../kernels/populations/population.ts';

/**
 * Whether x . beta is symmetric about x . beta_bar for every x, or has its sign: then the sign estimator is consistent
 * whatever the features and the (symmetric) noise (theory/README.md, section 0).
 */
export function symmetricTastes(users: UsersLaw): boolean {
  switch (users.law) {
    case 'point':
    case 'gaussian':
      return true;
    case 'scale':
      return users.scales.every((scale, k) => scale >= 0 || users.weights[k] === 0);
    case 'mixture':
      return users.types.length === 1 || (users.types.length === 2 && users.weights[0] === users.weights[1]);
    case 'gamma':
      return users.skew === 0 || users.scale === 0;
    default:
      return users satisfies never;
  }
}
