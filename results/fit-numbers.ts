import type { EstimatorOutcomes } from '../functions/study/run-block.ts';
import type { FitStatus } from '../kernels/estimators/fit.ts';

/** Numbers by name; null where JSON has no number. */
export type Numbers = Readonly<Record<string, number | null>>;

/** What a record keeps of one fit, as JSON has it. */
export interface FitNumbers {
  readonly status: FitStatus;
  /** null where the fit failed. */
  readonly direction: readonly number[] | null;
  readonly score: number | null;
  readonly evaluations: number | null;
  readonly diagnostics: Numbers;
}

/** Whether a store has the numbers that were computed again. */
export type Stored = 'identical' | 'differs' | 'absent';

/** The numbers of the fit at a place of a block. */
export function numbersAt(outcomes: EstimatorOutcomes, index: number): FitNumbers {
  // A block lists the diagnostics of all its fits; those that this fit does not have are NaN there and absent here.
  const diagnostics = Object.entries(outcomes.diagnostics)
    .map(([name, values]): [string, number] => [name, values[index]])
    .filter(([, value]) => !Number.isNaN(value))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const status = outcomes.statuses[index];
  return {
    status,
    direction: status === 'ok' ? outcomes.directions[index] : null,
    score: orNull(outcomes.scores[index]),
    evaluations: orNull(outcomes.evaluations[index]),
    diagnostics: Object.fromEntries(diagnostics),
  };
}

/** Compares to the bit: JSON writes every float64 as the shortest text that is no other. */
export function compareNumbers(found: FitNumbers, stored: FitNumbers | null): Stored {
  if (stored === null) return 'absent';
  return JSON.stringify(found) === JSON.stringify(stored) ? 'identical' : 'differs';
}

export const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null);
