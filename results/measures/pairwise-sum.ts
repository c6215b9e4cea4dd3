/** Terms added one after the other at a leaf of the tree. */
const LEAF = 32;

/**
 * term(0) + ... + term(count - 1), added along a fixed binary tree over the index.
 *
 * The tree depends on count alone, so the sum of replicates in order has the same bits however they were computed;
 * its rounding error grows like log(count). Each term is read once, in order.
 */
export function pairwiseSum(count: number, term: (index: number) => number): number {
  return sumOfRange(0, count, term);
}

function sumOfRange(from: number, to: number, term: (index: number) => number): number {
  if (to - from <= LEAF) {
    let total = 0;
    for (let i = from; i < to; i++) total += term(i);
    return total;
  }
  const middle = from + Math.floor((to - from) / 2);
  return sumOfRange(from, middle, term) + sumOfRange(middle, to, term);
}
