import type { Cell } from '../functions/study/plan.ts';
import type { EstimatorSpec } from '../functions/study/study.ts';
import { secondCoefficient } from '../kernels/metrics/first-coefficient.ts';
import { signedAngle } from '../kernels/metrics/signed-angle.ts';
import { meanDirection, meanTaste } from '../kernels/populations/mean-taste.ts';

/** Whether the interval of one replicate holds the truth, 1 or 0, and its length; NaN where it has none. */
interface IntervalOutcome {
  readonly coverage: number;
  readonly length: number;
}

/** One replicate's direction, and the diagnostic of a name, NaN where there is none. */
export type IntervalReader = (
  direction: readonly number[],
  diagnostic: (name: string) => number,
) => IntervalOutcome;

/**
 * Reads the intervals of an estimator that has some, else null: of b = theta_2 / theta_1 where the first coefficient is fixed,
 * in d = 2 of the turn to the truth, and in more dimensions of each coordinate of the unit direction; there coverage is the
 * share of the coordinates that are covered and length the mean of their lengths.
 */
export function intervalReader({ population }: Cell, spec: EstimatorSpec): IntervalReader | null {
  if (spec.interval === undefined) return null;
  if (spec.normalise === 'first') {
    const truth = secondCoefficient(meanTaste(population.users));
    return (_, diagnostic) => outcomeOf(diagnostic('lower'), diagnostic('upper'), truth);
  }
  const target = meanDirection(population);
  if (target.length === 2) {
    return (direction, diagnostic) =>
      outcomeOf(diagnostic('lower'), diagnostic('upper'), signedAngle(target, direction));
  }
  return (_, diagnostic) => {
    const outcomes = Array.from(target, (truth, j) =>
      outcomeOf(diagnostic(`lower${j + 1}`), diagnostic(`upper${j + 1}`), truth),
    );
    const mean = (of: (outcome: IntervalOutcome) => number): number =>
      outcomes.reduce((sum, outcome) => sum + of(outcome), 0) / outcomes.length;
    return { coverage: mean(({ coverage }) => coverage), length: mean(({ length }) => length) };
  };
}

function outcomeOf(lower: number, upper: number, truth: number): IntervalOutcome {
  const length = upper - lower;
  return { coverage: Number.isNaN(length) ? Number.NaN : Number(lower <= truth && truth <= upper), length };
}
