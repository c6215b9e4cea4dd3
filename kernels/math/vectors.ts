/** a . b, summed from the first coordinate on. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j];
  return sum;
}

/** |a|. */
export const norm = (a: ArrayLike<number>): number => Math.sqrt(dot(a, a));

/** a / |a|, a of any length but 0. */
export function unit(a: Float64Array): Float64Array {
  const length = norm(a);
  return a.map((value) => value / length);
}
