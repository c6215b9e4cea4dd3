import { atan2, PI } from '../math/trigonometry.ts';

/**
 * The turn from the target to the estimate in the plane, atan2(t x e, t . e), counter-clockwise positive.
 *
 * estimate, target: vectors of length 2, finite and not zero, of any ordinary norm. Result in radians, in (-pi, pi].
 * Throws RangeError when a vector is not of length 2, or is zero or not finite.
 */
export function signedAngle(estimate: ArrayLike<number>, target: ArrayLike<number>): number {
  if (estimate.length !== 2 || target.length !== 2) {
    throw new RangeError(
      `signedAngle: estimate has ${estimate.length} coordinates and target ${target.length}, 2 and 2 expected`,
    );
  }
  const cross = target[0] * estimate[1] - target[1] * estimate[0];
  const dot = target[0] * estimate[0] + target[1] * estimate[1];
  if (!(Math.abs(cross) + Math.abs(dot) > 0 && Math.abs(cross) + Math.abs(dot) < Infinity)) {
    throw new RangeError('signedAngle: a vector is zero or not finite, so it has no direction');
  }
  const turn = atan2(cross, dot);
  // A cross product of -0 at opposite vectors is the same half turn.
  return turn <= -PI ? PI : turn;
}
