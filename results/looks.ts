import type { Until } from '../functions/study/study.ts';
import type { CellSummary } from './summary.ts';

/** A cell aims at the look that this share of the replicates it seems to need would reach: overshooting costs more than a round. */
const CAUTION = 0.8;

/**
 * How many times the replicates a cell has so far it needs for `until` to hold: the largest (MCSE / (relativeMcse value))^2 over its
 * estimators, at most 1 where it holds; infinite where some estimator has no value or no error, or one of exactly 0, which
 * a few equal replicates give by chance.
 */
export function neededFactor({ estimators }: CellSummary, { measure, relativeMcse }: Until): number {
  return estimators.reduce((most, { measures }) => {
    const { value, mcse } = measures[measure] ?? { value: null, mcse: null };
    if (value === null || mcse === null || value === 0 || mcse === 0) return Infinity;
    const ratio = mcse / (relativeMcse * Math.abs(value));
    return Math.max(most, ratio * ratio);
  }, 0);
}

/**
 * Index of the look that a cell goes for after the look `at` did not decide: the last that stays within 80 % of the replicates it
 * seems to need, the next at least.
 *
 * Looks in between are still taken one by one when their replicates are there, so this decides what is computed together, never
 * a number.
 */
export function aimedLook(looks: readonly number[], at: number, factor: number): number {
  const needed = CAUTION * factor * looks[at];
  const within = looks.findLastIndex((count) => count <= needed);
  return Math.min(Math.max(at + 1, factor === Infinity ? at + 1 : within), looks.length - 1);
}
