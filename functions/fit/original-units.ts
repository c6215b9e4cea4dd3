import { unit } from '../../kernels/math/vectors.ts';
import type { ChoiceData } from '../data/choice-data.ts';

/**
 * The direction theta of features as they were fitted as that of the features in the file, a unit vector:
 * theta_j / divisor_j, and from the intercept of standardised features sum theta_j centre_j / divisor_j is taken away.
 */
export function originalUnits(
  theta: Float64Array,
  { standardised, divisors, scales: { centre } }: ChoiceData,
): Float64Array {
  if (!standardised && divisors.every((divisor) => divisor === 1)) return theta;
  const original = theta.map((value, j) => value / divisors[j]);
  const largest = original.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  // Squares of these would be too large, or vanish.
  const shown = largest > 1e100 || largest < 1e-100 ? original.map((value) => value / largest) : original;
  if (!standardised) return unit(shown);
  let shift = 0;
  for (let j = 0; j < theta.length; j++) shift += shown[j] * centre[j];
  // Centres are 0 but where the last feature is an intercept.
  if (shift !== 0) shown[theta.length - 1] -= shift;
  return unit(shown);
}

/**
 * How much each feature turns the choice, as a unit vector: theta_j times the feature's spread. An intercept has the
 * weight of what it is at the centre of the features.
 */
export function shares(
  theta: Float64Array,
  { standardised, divisors, scales: { spread } }: ChoiceData,
): Float64Array {
  return unit(standardised ? theta : theta.map((value, j) => value * (spread[j] / divisors[j])));
}
