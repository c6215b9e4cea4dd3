import { normalQuantile } from '../../kernels/math/normal-quantile.ts';
import type { Interval } from './interval.ts';
import type { ScaledSample } from './scaled-sample.ts';

/** What the data of one look say of a claim. */
export type Judgement =
  | {
      readonly interval: Interval;
      readonly margin: Interval;
      /** The number that the interval is about. */
      readonly estimate: number;
      /** What the reader should know, for instance from which n on. */
      readonly note?: string;
      /** The sample behind a claim about a law. */
      readonly sample?: ScaledSample;
    }
  /** Nothing can be said, for a reason that more replicates do not remove, or that only they do. */
  | { readonly interval: null; readonly margin: Interval | null; readonly note: string };

export const VERDICTS = ['supported', 'refuted', 'undecided'] as const;

export type Verdict = (typeof VERDICTS)[number];

/** Inside the margin, disjoint from it, or neither. */
export function verdictOf({ interval, margin }: Judgement): Verdict {
  if (interval === null || margin === null) return 'undecided';
  if (!interval.every((end) => !Number.isNaN(end))) return 'undecided';
  if (interval[0] >= margin[0] && interval[1] <= margin[1]) return 'supported';
  return interval[0] > margin[1] || interval[1] < margin[0] ? 'refuted' : 'undecided';
}

/** A look that did not decide, and the levels of all looks. */
interface Undecided {
  readonly replicates: number;
  readonly look: number;
  readonly level: (look: number) => number;
}

/** More would be waited for by nobody. */
const MOST_REPLICATES = 1e12;

/**
 * How many replicates would decide, if the estimate stayed where it is and the interval shrank like their square root, at the stricter level
 * of the look that has so many; null where the estimate lies on an edge of the margin, or almost.
 */
export function replicatesToDecide(
  judgement: Extract<Judgement, { readonly estimate: number }>,
  { replicates, look, level }: Undecided,
): number | null {
  const factor = Math.max(1, factorToDecide(judgement));
  if (!(factor * replicates <= MOST_REPLICATES)) return null;
  let later = look;
  for (let reach = 1; reach < factor; reach *= 2) later++;
  const stricter = normalQuantile(level(later)) / normalQuantile(level(look));
  return Math.ceil(replicates * factor * square(stricter));
}

/** By what factor the replicates should grow for the interval to lie inside the margin, or outside it, wherever the estimate lies. */
function factorToDecide({
  interval,
  margin,
  estimate,
}: Extract<Judgement, { readonly estimate: number }>): number {
  const [below, above] = [estimate - interval[0], interval[1] - estimate];
  if (estimate > margin[1]) return square(below / (estimate - margin[1]));
  if (estimate < margin[0]) return square(above / (margin[0] - estimate));
  return Math.max(square(below / (estimate - margin[0])), square(above / (margin[1] - estimate)));
}

const square = (x: number): number => x * x;
