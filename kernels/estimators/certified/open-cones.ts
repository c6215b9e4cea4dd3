import type { Cone } from './cones.ts';

/** Cones that are still to be looked at, by their bounds. */
export interface OpenCones {
  push(cone: Cone): void;
  /**
   * Takes a cone out: of the lowest bound, the last come; past the memory's cap of the highest, which is nearest to its
   * end, so that the list gets shorter.
   */
  pop(): Cone | undefined;
  /** The lowest bound; Infinity when there are no cones. */
  lowest(): number;
}

/** Rows that the lists of open cones may hold in all before the search goes deep first. */
const MOST_ROWS = 24_000_000;
const MOST_BUCKETS = 65_536;

/** Open cones whose bounds are below `limit`. */
export function createOpenCones(limit: number): OpenCones {
  const width = Math.max(1, limit / MOST_BUCKETS);
  const buckets: Cone[][] = [];
  let count = 0;
  let rows = 0;
  let low = 0;
  const isEmpty = (b: number): boolean => buckets[b] === undefined || buckets[b].length === 0;
  const lowestBucket = (): number => {
    while (low < buckets.length && isEmpty(low)) low++;
    return low;
  };
  const highestBucket = (): number => {
    while (buckets.length > 0 && isEmpty(buckets.length - 1)) buckets.length--;
    return buckets.length - 1;
  };
  return {
    push(cone) {
      const b = Math.floor(cone.bound / width);
      while (buckets.length <= b) buckets.push([]);
      buckets[b].push(cone);
      count++;
      rows += cone.active.length + cone.vertices.length;
      low = Math.min(low, b);
    },
    pop() {
      if (count === 0) return undefined;
      const cone = buckets[rows > MOST_ROWS ? highestBucket() : lowestBucket()].pop();
      if (cone === undefined) return undefined;
      count--;
      rows -= cone.active.length + cone.vertices.length;
      return cone;
    },
    lowest() {
      if (count === 0) return Number.POSITIVE_INFINITY;
      return buckets[lowestBucket()].reduce(
        (least, { bound }) => Math.min(least, bound),
        Number.POSITIVE_INFINITY,
      );
    },
  };
}
