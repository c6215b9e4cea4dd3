import { unit } from '../../kernels/math/vectors.ts';
import type { ChoiceData } from '../data/choice-data.ts';

/**
 * The direction theta of standardised features as that of the features in the file, a unit vector:
 * theta_j / spread_j, and from the intercept sum theta_j centre_j / spread_j is taken away.
 */
export function originalUnits(
  theta: Float64Array,
  { standardised, scales: { centre, spread } }: ChoiceData,
): Float64Array {
  if (!standardised) return theta;
  const original = theta.map((value, j) => value / spread[j]);
  let shift = 0;
  for (let j = 0; j < theta.length; j++) shift += original[j] * centre[j];
  // Centres are 0 but where the last feature is an intercept.
  if (shift !== 0) original[theta.length - 1] -= shift;
  return unit(original);
}

/**
 * How much each feature turns the choice, as a unit vector: theta_j times the feature's spread. An intercept has the
 * weight of what it is at the centre of the features.
 */
export function shares(theta: Float64Array, { standardised, scales: { spread } }: ChoiceData): Float64Array {
  return unit(standardised ? theta : theta.map((value, j) => value * spread[j]));
}
