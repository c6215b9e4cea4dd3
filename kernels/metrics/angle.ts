import { atan2 } from '../math/trigonometry.ts';

/**
 * The angle between two directions, 2 atan2(|u - v|, |u + v|) with u = a/|a|, v = b/|b|.
 *
 * a, b: vectors of one length d >= 1, of any positive norm. Result in radians, in [0, pi]. This form is accurate to
 * rounding at every angle, where arccos(u.v) loses half the digits near 0 and pi.
 * Throws RangeError when the lengths differ, or when a vector is zero or not finite.
 * Source: Kahan 2006, "How futile are mindless assessments of roundoff", section 12.
 */
export function angle(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) {
    throw new RangeError(`angle: one vector has ${a.length} coordinates, the other ${b.length}`);
  }
  const scaleA = largest(a);
  const scaleB = largest(b);
  const normA = scaledNorm(a, scaleA);
  const normB = scaledNorm(b, scaleB);
  let difference = 0;
  let sum = 0;
  for (let j = 0; j < a.length; j++) {
    const u = a[j] / scaleA / normA;
    const v = b[j] / scaleB / normB;
    difference += (u - v) * (u - v);
    sum += (u + v) * (u + v);
  }
  return 2 * atan2(Math.sqrt(difference), Math.sqrt(sum));
}

function largest(vector: ArrayLike<number>): number {
  let scale = 0;
  for (let j = 0; j < vector.length; j++) {
    const size = Math.abs(vector[j]);
    if (!(size < Infinity))
      throw new RangeError(`angle: coordinate ${j} is ${vector[j]}, a finite number expected`);
    if (size > scale) scale = size;
  }
  if (scale === 0) throw new RangeError('angle: a zero vector has no direction');
  return scale;
}

/** |vector / scale|: squares of very large or very small coordinates stay in range. */
function scaledNorm(vector: ArrayLike<number>, scale: number): number {
  let sum = 0;
  for (let j = 0; j < vector.length; j++) {
    const value = vector[j] / scale;
    sum += value * value;
  }
  return Math.sqrt(sum);
}
