/** Smallest and largest of the values; null where there is none. Unlike a spread call, any number of them. */
export function extent(values: Iterable<number>): readonly [number, number] | null {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : null;
}
