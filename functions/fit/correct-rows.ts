import { sampleIndex } from '../../kernels/arena.ts';
import type { ChoiceData } from '../data/choice-data.ts';

/** What a comparison with z.theta = 0 counts for: `up`, it is told as 1; `both`, it is right either way. */
export type Tie = 'up' | 'both';

/** Number of comparisons whose outcome is 1 {x.theta >= 0}. */
export function correctRows(
  { comparisons: { n, d, data }, outcome }: ChoiceData,
  theta: ArrayLike<number>,
  tie: Tie,
): number {
  let correct = 0;
  for (let i = 0; i < n; i++) {
    let v = 0;
    for (let j = 0; j < d; j++) v += data[sampleIndex(i, j, d)] * theta[j];
    if (v > 0 || (v === 0 && (tie === 'both' || outcome[i] === 1))) correct++;
  }
  return correct;
}
