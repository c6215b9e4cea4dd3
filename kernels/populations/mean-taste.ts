import type { Population, UsersLaw } from './population.ts';

/** The mean taste beta_bar = E beta_u of a law of users; a vector of length d. Weights are taken relative to their sum. */
export function meanTaste(users: UsersLaw): readonly number[] {
  switch (users.law) {
    case 'point':
    case 'gaussian':
    case 'gamma':
      return users.mean;
    case 'mixture': {
      const total = sum(users.weights);
      return users.types[0].map(
        (_, j) => sum(users.types.map((type, k) => users.weights[k] * type[j])) / total,
      );
    }
    case 'scale': {
      const scale = sum(users.scales.map((value, k) => users.weights[k] * value)) / sum(users.weights);
      return users.direction.map((value) => scale * value);
    }
    default:
      return users satisfies never;
  }
}

/**
 * The target theta_0 = beta_bar / |beta_bar| (theory/README.md, section 0): a unit vector of length d.
 * Throws RangeError when the mean taste is zero or not finite.
 */
export function meanDirection(population: Population): readonly number[] {
  const mean = meanTaste(population.users);
  const largest = Math.max(...mean.map(Math.abs));
  if (!(largest > 0 && largest < Infinity)) {
    throw new RangeError(`meanDirection: the mean taste is (${mean.join(', ')}), so it has no direction`);
  }
  const scaled = mean.map((value) => value / largest);
  const norm = Math.sqrt(sum(scaled.map((value) => value * value)));
  return scaled.map((value) => value / norm);
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
