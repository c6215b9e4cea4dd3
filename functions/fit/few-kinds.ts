import { sampleIndex } from '../../kernels/arena.ts';
import type { ChoiceData } from '../data/choice-data.ts';

/** With more kinds than this the ranges are small beside the noise of a cube-root estimator. */
const FEW = 100;
/** Rows that are looked at: kinds that are rare beyond these say little. */
const ROWS = 100_000;

/**
 * A sentence where comparisons are of so few kinds, a comparison and its reverse being one, that whole ranges of directions tell them equally
 * well; else null. The maximum score is then a set, not a point (Manski 1985: one feature has to be continuous), and no interval shows how wide it is.
 */
export function fewKindsSentence(data: ChoiceData): string | null {
  const { d } = data.comparisons;
  const kinds = d === 1 ? null : kindsOf(data);
  if (kinds === null) return null;
  return `The comparisons are of ${kinds} kinds only, since features take few values. Whole ranges of directions then tell them equally well; sign is one direction of such a range, and its intervals do not show how wide it is.`;
}

/** Different rows up to their sign; null where there are more than a few. */
function kindsOf({ comparisons: { n, d, data } }: ChoiceData): number | null {
  const kinds = new Set<string>();
  const row = new Float64Array(d);
  for (let i = 0; i < Math.min(n, ROWS); i++) {
    for (let j = 0; j < d; j++) row[j] = data[sampleIndex(i, j, d)];
    kinds.add(keyOf(row));
    if (kinds.size > FEW) return null;
  }
  return kinds.size;
}

/** The same of a row and its reverse: that whose first coordinate other than 0 is positive. */
function keyOf(row: Float64Array): string {
  const first = row.find((value) => value !== 0) ?? 0;
  // Adding 0 makes one zero of two.
  return row.map((value) => (first < 0 ? -value : value) + 0).join();
}
