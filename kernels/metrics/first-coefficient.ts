/**
 * The second coefficient of a direction whose first is fixed at 1: b = theta_2 / theta_1.
 *
 * vector: length d >= 2, of any norm, with a positive first coordinate.
 * Throws RangeError where the first coordinate is not positive or there is no second.
 */
export function secondCoefficient(vector: ArrayLike<number>): number {
  if (vector.length < 2) {
    throw new RangeError(`secondCoefficient: ${vector.length} coordinates given, at least 2 expected`);
  }
  if (!(vector[0] > 0)) {
    throw new RangeError(`secondCoefficient: the first coordinate is ${vector[0]}, a positive one expected`);
  }
  return vector[1] / vector[0];
}
